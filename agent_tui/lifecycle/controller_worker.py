"""The worker thread: one anyio loop of its own, on which the controller and all sessions live."""

from __future__ import annotations

import logging
import threading
from collections.abc import Awaitable, Callable

from agent_tui.errors import AgentTuiError

logger = logging.getLogger(__name__)


class ControllerWorker:
    """Runs `main()` once on a thread of its own.

    `start` and `join` are thread-safe; a second `start` changes nothing. `on_end(failure)` is
    called on the worker thread when the loop is over, with None after a normal end.
    """

    def __init__(
        self, main: Callable[[], Awaitable[None]], *, on_end: Callable[[BaseException | None], None]
    ) -> None:
        self._main = main
        self._on_end = on_end
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self.failure: BaseException | None = None

    def start(self) -> None:
        """Start the thread; harmless when it was started before."""
        with self._lock:
            if self._thread is not None:
                return
            # A daemon, because a hung disk or server must not keep the process alive after the
            # shutdown's own time limits have passed; the staged shutdown joins it in every other
            # case.
            self._thread = threading.Thread(
                target=self._run, name="agent-tui-controller", daemon=True
            )
        try:
            self._thread.start()
        except RuntimeError:  # the system has none
            self._thread = None
            raise

    def join(self, timeout_s: float | None = None) -> bool:
        """Wait for the end. False when it still runs after `timeout_s` seconds."""
        if self._thread is None:
            return True
        self._thread.join(timeout_s)
        return not self._thread.is_alive()

    def _run(self) -> None:
        # The worker's outermost frame: whatever went wrong is logged and told, never lost.
        try:
            # Deferred: the first picture does not wait for it.
            import anyio

            anyio.run(self._main)
        except BaseException as error:  # noqa: BLE001 - see above
            self.failure = only_cause(error)
            log_failure(self.failure)
        self._on_end(self.failure)


def log_failure(failure: BaseException) -> None:
    """Note why an engine ended against its will. What is an error of ours is told to whoever
    started it, and needs no stack."""
    if isinstance(failure, AgentTuiError):
        logger.info("The engine ended: %s: %s", type(failure).__name__, failure)
    else:
        logger.error("The engine stopped", exc_info=failure)


def only_cause(error: BaseException) -> BaseException:
    """The single exception inside nested groups, or the group when there are several."""
    while isinstance(error, BaseExceptionGroup) and len(error.exceptions) == 1:
        error = error.exceptions[0]
    return error

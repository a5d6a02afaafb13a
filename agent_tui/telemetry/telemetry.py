"""`Telemetry`: where handlers are attached, and where the engine's measurements go."""

from __future__ import annotations

import inspect
import logging
import threading
import time
from collections.abc import Callable, Iterable
from functools import partial

from agent_tui.errors import ConfigError
from agent_tui.telemetry.attachment import Attachment, Handler
from agent_tui.telemetry.event_names import matching_names
from agent_tui.telemetry.telemetry_event import TelemetryEvent

logger = logging.getLogger(__name__)

FLUSH_LIMIT_S = 1.0


class Telemetry:
    """Hands what the engine measures to handlers of yours. One may serve any number of agents.

        telemetry = Telemetry()
        telemetry.attach("slow", "llm.response", lambda event: print(event.measurements))
        async with Agent(telemetry=telemetry) as agent: ...

    Each handler is called on a daemon thread of its own, one event after the other, in their
    order. So it may block; events that come too fast for it are dropped and counted: the next
    one has `dropped` in its metadata. A handler that raises is detached and logged. When an agent
    ends, handlers get a second at most to catch up. Nothing is ever sent over a network.

    Args:
        includes_content: events also carry prompts, answers, and arguments and results of tools.
        capacity: events that may wait for one handler.

    Thread-safe. Without a handler it costs nothing worth mentioning. Raises `ConfigError` for a
    capacity below 1.
    """

    def __init__(self, *, includes_content: bool = False, capacity: int = 10_000) -> None:
        if capacity < 1:
            raise ConfigError(f"capacity is {capacity}. It must be at least 1.", key="telemetry")
        self.includes_content = includes_content
        self._capacity = capacity
        self._lock = threading.Lock()  # guards changes of the next two; readers take what is there
        self._attached: dict[str, Attachment] = {}
        self._on_submit: dict[str, Callable[[str], object]] = {}

    @property
    def attached(self) -> tuple[str, ...]:
        """The ids of the attached handlers, oldest first."""
        return tuple(self._attached)

    def attach(self, handler_id: str, name: str, handler: Handler) -> None:
        """Call `handler(event)` with each event of this name from now on; see `attach_many`."""
        self.attach_many(handler_id, (name,), handler)

    def attach_many(
        self,
        handler_id: str,
        names: Iterable[str],
        handler: Handler,
        *,
        on_submit: Callable[[str], object] | None = None,
    ) -> None:
        """Call `handler(event)` with each event of these names from now on.

        names: of docs/telemetry.md; patterns such as "llm.*" and "*" stand for several.
        on_submit: called with the id of each prompt (`prompt_id` of `execution.start`) by whoever
            sends it, on its thread and in its context, before the engine has it: for trace
            contexts. It must be quick; what it raises is logged.

        Raises `ConfigError` for an unknown name, for an id that is taken, and for a coroutine
        function.
        """
        wanted = matching_names((names,) if isinstance(names, str) else names)
        if not callable(handler) or _is_asynchronous(handler):
            raise ConfigError(
                f'The telemetry handler "{handler_id}" must be a plain function of one argument.',
                key="telemetry",
            )
        attachment = Attachment(
            wanted,
            handler,
            capacity=self._capacity,
            on_failed=partial(self._note_failed, handler_id),
        )
        with self._lock:
            if handler_id in self._attached:
                raise ConfigError(
                    f'A telemetry handler "{handler_id}" is attached already. Detach it first, or '
                    "use another id.",
                    key="telemetry",
                )
            self._attached = {**self._attached, handler_id: attachment}
            if on_submit is not None:
                self._on_submit = {**self._on_submit, handler_id: on_submit}

    def detach(self, handler_id: str) -> bool:
        """Call this handler no more; what waits for it is dropped. False when there is none."""
        with self._lock:
            attachment = self._attached.get(handler_id)
            self._attached = {k: v for k, v in self._attached.items() if k != handler_id}
            self._on_submit = {k: v for k, v in self._on_submit.items() if k != handler_id}
        if attachment is None:
            return False
        attachment.end()
        return True

    def flush(self, timeout_s: float = FLUSH_LIMIT_S) -> bool:
        """Wait until every handler had what was told before this call, at most so long in all.
        Blocks. False when one was not ready. One that stood still in a call all the time is not
        waited for again until it has gone on."""
        deadline = time.monotonic() + timeout_s
        is_done = True
        for handler_id, attachment in self._attached.items():
            was_stuck = attachment.is_stuck
            if attachment.wait_until_done(deadline):
                continue
            is_done = False
            if not was_stuck:
                logger.warning("The telemetry handler %r was not waited for any longer", handler_id)
        return is_done

    def emit(self, event: TelemetryEvent) -> None:
        """Queue an event for the handlers that want it. Never waits, never raises."""
        for attachment in self._attached.values():
            attachment.put(event)

    def note_submit(self, prompt_id: str) -> None:
        """Somebody is about to send this prompt; call it in his context. Never raises."""
        for handler_id, on_submit in self._on_submit.items():
            try:
                on_submit(prompt_id)
            except Exception:  # a host's code; the prompt goes its way
                logger.warning("on_submit of %r failed", handler_id, exc_info=True)

    def _note_failed(self, handler_id: str, failed: Attachment, error: BaseException) -> None:
        logger.warning(
            "The telemetry handler %r failed and was detached", handler_id, exc_info=error
        )
        if self._attached.get(handler_id) is failed:  # not a later one under the same id
            self.detach(handler_id)


def _is_asynchronous(handler: Handler) -> bool:
    call = getattr(handler, "__call__", None)  # noqa: B004 - an object's own __call__
    return inspect.iscoroutinefunction(handler) or inspect.iscoroutinefunction(call)

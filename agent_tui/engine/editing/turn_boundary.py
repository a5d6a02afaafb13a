"""What must not happen inside a turn waits for its end, and goes before the next one."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from agent_tui.errors import ClosedResourceError

if TYPE_CHECKING:
    from concurrent.futures import Future

Made = TypeVar("Made")


class _Act(Generic[Made]):
    def __init__(self, act: Callable[[], Made], done: Future[Made]) -> None:
        self._act, self._done = act, done

    def run(self) -> None:
        if not self._done.set_running_or_notify_cancel():
            return
        try:
            made = self._act()
        except BaseException as error:  # noqa: BLE001 - a host's code: even `sys.exit()` is its caller's
            self._done.set_exception(error)
        else:
            self._done.set_result(made)

    def fail(self, error: BaseException) -> None:
        if self._done.set_running_or_notify_cancel():
            self._done.set_exception(error)


class TurnBoundary:
    """First in, first out. Use on the controller's loop.

    is_free: no turn runs, nobody moves on the tree, and the history is whole.
    """

    def __init__(self, is_free: Callable[[], bool]) -> None:
        self._is_free = is_free
        self._waiting: deque[_Act[Any]] = deque()
        self._is_closed = False

    @property
    def has_waiting(self) -> bool:
        """Something waits."""
        return bool(self._waiting)

    def take(self, act: Callable[[], Made], done: Future[Made]) -> None:
        """Call `act` now, or when a turn ends; it must not block. What it returns or raises goes
        into `done`; when that is cancelled before, nothing is called."""
        if self._is_closed:
            _Act(act, done).fail(_closed())
            return
        self._waiting.append(_Act(act, done))
        self.reached()

    def reached(self) -> None:
        """Perhaps it is free now."""
        while self._waiting and self._is_free():
            self._waiting.popleft().run()

    def fail(self, error: BaseException) -> None:
        """What waits can never be done."""
        while self._waiting:
            self._waiting.popleft().fail(error)

    def close(self) -> None:
        """The session ends: nothing is done any more."""
        self._is_closed = True
        self.fail(_closed())


def _closed() -> ClosedResourceError:
    return ClosedResourceError("The session is closed. Nothing was changed; open it again.")

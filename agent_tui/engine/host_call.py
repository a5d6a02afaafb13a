"""What a host's code wants done on the engine's loop."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from agent_tui.errors import ClosedResourceError

if TYPE_CHECKING:
    from concurrent.futures import Future

Made = TypeVar("Made")


class HostCall(Generic[Made]):
    """A function for the controller's loop, taken from the input queue in its turn, behind the
    inputs that were put before it.

    act: gets the controller; must not block. future: has what it returns or raises; cancelled
    before its turn, the function is not called.
    """

    def __init__(self, act: Callable[[Any], Made]) -> None:
        # Deferred: a start of the full screen, which imports the queue, has no calls.
        from concurrent.futures import Future

        self._act = act
        self.future: Future[Made] = Future()

    def run(self, controller: object) -> None:
        """Call it. What it raises goes to the one who waits."""
        if not self.future.set_running_or_notify_cancel():
            return
        try:
            made = self._act(controller)
        except BaseException as error:  # noqa: BLE001 - a host's code: even `sys.exit()` is its caller's
            self.future.set_exception(error)
        else:
            self.future.set_result(made)

    def refuse(self) -> None:
        """The engine has stopped and will not call it."""
        if self.future.set_running_or_notify_cancel():
            self.future.set_exception(
                ClosedResourceError("The engine has stopped and takes no more calls.")
            )

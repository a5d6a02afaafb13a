"""What can be redone."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from agent_tui.engine.turns.history_state import HistoryState

_MOST = 100  # steps back; each holds a pointer for each message that is not packed


class Undone(Struct, frozen=True):
    """A step that can be taken back. tip: the last message of the history that comes back. state:
    that history; None when only the journal has it. rewind_id: of the files that went with it, ""
    when none did. is_move: False when only files changed."""

    tip: str
    state: HistoryState | None = None
    rewind_id: str = ""
    is_move: bool = True


class RedoStack:
    """The newest step is taken back first; whatever is added to the history ends all of it.

    tips: of steps that the journal knows, the next one last. tip: the last message of the history.
    """

    def __init__(self, tips: Sequence[str], *, tip: str) -> None:
        self._steps = [Undone(one) for one in tips]
        self._tip = tip

    @property
    def tips(self) -> tuple[str, ...]:
        """What the journal is to know."""
        return tuple(step.tip for step in self._steps if step.is_move)

    def newest(self, tip: str) -> Undone | None:
        """The step to take back next. tip: the last message of the history."""
        if tip != self._tip:
            self._steps.clear()
        return self._steps[-1] if self._steps else None

    def push(self, step: Undone, *, tip: str) -> None:
        """A step was taken from a history that ended with `tip`."""
        self.newest(tip)
        self._steps = [*self._steps[1 - _MOST :], step]
        self._tip = tip

    def pop(self) -> None:
        """The newest step was taken back."""
        self._steps.pop()

    def clear(self) -> None:
        """There is nothing to take back any more."""
        self._steps.clear()

    def moved(self, tip: str) -> None:
        """The history ends with another message now."""
        self._tip = tip

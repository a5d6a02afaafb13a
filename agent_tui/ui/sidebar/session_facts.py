"""What the sidebar knows of a session."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from agent_tui.protocol.sessions import QueuedPrompt
from agent_tui.ui.render.todo_entries import TodoEntry
from agent_tui.ui.transcript.outline import TurnEntry
from agent_tui.ui.transcript.transcript import Transcript


class SessionFacts:
    """Turns, files, checklist and queue, as of the last `update`."""

    def __init__(
        self, transcript: Transcript, queued: Callable[[], Sequence[QueuedPrompt]]
    ) -> None:
        self._transcript = transcript
        self._outline = transcript.outline
        self._queued = queued
        self._known: tuple[object, ...] = ()
        self.files: Sequence[tuple[str, int]] = ()  # paths, and in how many turns they changed
        self.todos: Sequence[TodoEntry] = ()
        self.queued: Sequence[QueuedPrompt] = ()

    @property
    def turns(self) -> Sequence[TurnEntry]:
        """Oldest first."""
        return self._outline.entries

    @property
    def is_whole(self) -> bool:
        """Nothing above is unread."""
        return self._outline.is_whole

    @property
    def is_empty(self) -> bool:
        """There is nothing to show."""
        return not (self.turns or self.queued)

    def update(self) -> None:
        """Take what has changed in the transcript."""
        self._outline.update()
        self.queued = self._queued()
        turns = self.turns
        last = turns[-1] if turns else None
        known = (len(turns), last and (last.number, last.files, last.todos))
        if known != self._known:  # it takes a walk over all turns
            self._known = known
            self.files = tuple(self._outline.files().items())
            self.todos = self._outline.todos()

    def read_above(self, count: int) -> int:
        """Read so many items further up. Returns how many turns were found there."""
        before = len(self.turns)
        self._outline.read_above(count)
        return len(self.turns) - before

    def current_place(self) -> int:
        """The turn at the top of the transcript's view, -1 for none."""
        place = self._outline.place_of(self._transcript.top_item)
        return 0 if place < 0 and self.turns else place

    def prompt_text(self, place: int) -> str:
        """The whole prompt of a turn."""
        return self._transcript.source_of(self.turns[place].number)

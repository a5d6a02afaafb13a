"""Shows how exports and imports go, and opens what was imported."""

from __future__ import annotations

from collections.abc import Callable

from agent_tui.protocol.agent_event import AgentEvent
from agent_tui.protocol.exchange_events import (
    ExchangeProgressed,
    SessionExported,
    SessionsImported,
)
from agent_tui.protocol.images import size_words
from agent_tui.protocol.status import NoticeLevel
from agent_tui.ui.foreign_text import harmless
from agent_tui.ui.transcript.transcript import Transcript

_MOST_LINES = 10
_STOP = "/export stop ends it"


class ExchangeForwarder:
    """To the transcript, whichever session is in view: whoever waits for a file may look elsewhere
    meanwhile.

    say: answers in the status bar for a moment. open_session: shows a stored session. shown_id:
    gives the id of the session in view.
    """

    events = (ExchangeProgressed, SessionExported, SessionsImported)

    def __init__(
        self,
        transcript: Transcript,
        *,
        say: Callable[[str], object],
        open_session: Callable[[str], object],
        shown_id: Callable[[], str],
    ) -> None:
        self._transcript, self._say = transcript, say
        self._open_session, self._shown_id = open_session, shown_id

    def forward(self, event: AgentEvent) -> None:
        """Show one event."""
        match event:
            case ExchangeProgressed(is_import=is_import, done=done, total=total):
                doing, what = (
                    ("importing", "conversations") if is_import else ("exporting", "turns")
                )
                self._say(f"{doing}: {done:,} of {total:,} {what} · {_STOP}")
            case SessionExported():
                self._show_exported(event)
            case SessionsImported():
                self._show_imported(event)

    def _show_exported(self, event: SessionExported) -> None:
        exported = event.exported
        if exported is None:
            self._say("the export was stopped, and nothing of it is left")
            return
        beside = ", with a folder of images beside it" if exported.images else ""
        self._transcript.add_notice(
            NoticeLevel.INFO,
            f"Exported, {size_words(exported.size)}{beside}",
            harmless(exported.path),
            link=harmless(exported.path),
        )

    def _show_imported(self, event: SessionsImported) -> None:
        sessions = event.sessions
        stopped = "Stopped: " if event.is_stopped else ""
        count = f"{len(sessions):,} session{'' if len(sessions) == 1 else 's'} imported"
        told = [note for session in sessions for note in session.notes]
        told = [*event.problems, *told]
        more = len(told) - _MOST_LINES
        lines = [harmless(line).replace("\n", " ") for line in told[:_MOST_LINES]]
        if more > 0:
            lines.append(f"and {more:,} more")
        # Nobody is led away from what they turned to meanwhile.
        is_opened = len(sessions) == 1 and event.session_id == self._shown_id()
        if is_opened:
            self._open_session(sessions[0].id)
        if is_opened and not lines:
            self._say("imported")  # the session itself is to be seen
            return
        if sessions and not is_opened:
            lines.append(f"Find {'it' if len(sessions) == 1 else 'them'} with /resume.")
        level = NoticeLevel.WARNING if event.problems else NoticeLevel.INFO
        self._transcript.add_notice(level, stopped + count, "\n".join(lines))

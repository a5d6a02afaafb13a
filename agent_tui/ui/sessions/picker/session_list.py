"""The list of stored sessions, with what is done to one of them within its row."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from rich.segment import Segment
from textual import events
from textual.message import Message

from agent_tui.protocol.finding_events import SessionsFound, StoredRefused
from agent_tui.protocol.session_search import SearchHit
from agent_tui.protocol.sessions import SessionInfo
from agent_tui.ui.foreign_text import harmless
from agent_tui.ui.render.cells import cut_end
from agent_tui.ui.sessions.open_sessions import OpenSessions
from agent_tui.ui.sessions.picker.catalogue import Heading, ListRow, SessionCatalogue
from agent_tui.ui.sessions.picker.row_look import RowLook
from agent_tui.ui.widgets.filtered_list import FilteredList


class SessionList(FilteredList):
    """Shows a catalogue. What it is asked to do, it tells in messages; the screen does it.

    | key | does |
    |---|---|
    | Enter | open the session; of what was found, at that place |
    | Tab | sessions of this project, or of all |
    | Ctrl+R | rename |
    | Ctrl+D, then y | delete for good |
    | Ctrl+S | sort by another thing |
    | right, left | show and hide the preview |
    """

    DEFAULT_CSS = """
    SessionList {
        height: 1fr; max-height: 100vh; width: 1fr;
        background: $background; color: $foreground;
    }
    SessionList .filtered-list--dim, SessionList .filtered-list--cursor,
    SessionList .filtered-list--match { background: $background; }
    """

    class Chosen(Message):
        """Open this. hit: where to go in it; None for its end."""

        def __init__(self, session_id: str, hit: SearchHit | None) -> None:
            super().__init__()
            self.session_id, self.hit = session_id, hit

    class Renamed(Message):
        """Give the session this title."""

        def __init__(self, session_id: str, title: str) -> None:
            super().__init__()
            self.session_id, self.title = session_id, title

    class Deleted(Message):
        """Delete the session."""

        def __init__(self, session_id: str) -> None:
            super().__init__()
            self.session_id = session_id

    class Moved(Message):
        """Another row is the current one, or the same one has changed."""

    class Sought(Message):
        """The filter has another text, or covers other projects."""

    class PreviewWanted(Message):
        """Show or hide the preview, where it is not always shown."""

        def __init__(self, *, is_wanted: bool) -> None:
            super().__init__()
            self.is_wanted = is_wanted

    def __init__(self, catalogue: SessionCatalogue, open_sessions: OpenSessions) -> None:
        super().__init__()
        self._catalogue, self._open_sessions = catalogue, open_sessions
        self._look = RowLook(catalogue, self._ink, badge=open_sessions.badge, now=time.time)
        self._new_title: str | None = None  # while the current session gets one
        self._is_deleting = False  # the current session, once that is confirmed
        self._refusals: dict[str, str] = {}  # why a session was not renamed or deleted
        self._told: object = ""  # which row is the current one, as others know it
        self.is_reading = True  # nothing is known yet

    @property
    def current(self) -> ListRow | None:
        """The row under the cursor."""
        rows = self._catalogue.rows
        return rows[self._cursor] if self._cursor < len(rows) else None

    def show_rows(self) -> None:
        """The catalogue has other rows; the cursor stays with its session, if that is there."""
        self.is_reading = False
        self._move_to(self._cursor)
        self.post_message(self.Moved())

    def keep_cursor(self, row: ListRow | None) -> None:
        """After the rows were made anew: go to where this one stands now."""
        wanted = _key(row)
        rows = self._catalogue.rows
        at = next((at for at, one in enumerate(rows) if _key(one) == wanted), None)
        if wanted and at is not None:
            self._cursor = at

    def show_refusal(self, refused: StoredRefused) -> None:
        """Say in its row why a session was not renamed or deleted."""
        self._refusals[refused.stored_id] = refused.failure.text
        self.refresh()

    def found(self, found: SessionsFound) -> None:
        """What was said fits; rows above stay where they are."""
        self._catalogue.found(found)
        self.show_rows()

    def close_part(self) -> bool:
        """End what is done within a row. False when nothing is."""
        if self._new_title is None and not self._is_deleting:
            return False
        self._new_title, self._is_deleting = None, False
        self.refresh()
        return True

    @property
    def _count(self) -> int:
        return len(self._catalogue.rows)

    @property
    def _filter_text(self) -> str:
        return self._catalogue.text if self._new_title is None else self._new_title

    @property
    def _titles(self) -> Sequence[str]:
        if self._new_title is not None:
            return ("New title",)
        catalogue = self._catalogue
        where = "this project" if catalogue.is_here_only else "all projects"
        hits = f"{catalogue.hit_count}{'+' if catalogue.has_more_hits else ''}"
        below = f"{hits} hit{'' if hits == '1' else 's'} below"
        if catalogue.has_only_hits:
            return (f"Found in {where} · {hits}", "Found")
        if self.is_reading:
            return (f"Sessions of {where}", "Sessions")
        count = f"{catalogue.session_count} of {catalogue.total}"
        more = below if catalogue.hit_count else f"{catalogue.order.value} first"
        head = f"Sessions of {where}"
        return (f"{head} · {count} · {more}", f"{head} · {count}", head, "Sessions")

    @property
    def _helps(self) -> Sequence[str]:
        # The other keys stand below: there is no room beside the filter.
        return ("Enter renames · Esc does not",) if self._new_title is not None else ()

    @property
    def _nothing_text(self) -> str:
        if self.is_reading:
            return "reading …"
        is_here = self._catalogue.is_here_only
        if self._catalogue.text:
            return f"no session fits{' · Tab looks in all projects' if is_here else ''}"
        if is_here:
            return "no session of this project is stored · Tab shows all projects"
        return "no session is stored yet"

    def _set_filter(self, text: str) -> None:
        if self._new_title is not None:
            self._new_title = text
        else:
            self._catalogue.set_text(text)
            self.post_message(self.Sought())

    def _write(self, text: str) -> None:
        if self._new_title is None:
            super()._write(text)
        else:
            self._new_title = text
            self.refresh()

    def _take(self, at: int) -> None:
        row = self._catalogue.rows[at]
        if isinstance(row, SessionInfo):
            self.post_message(self.Chosen(row.id, None))
        elif isinstance(row, SearchHit):
            self.post_message(self.Chosen(row.session_id, row))

    def on_click(self, event: events.Click) -> None:
        """Open what was clicked; not while something is done within a row."""
        if not self.close_part():
            super().on_click(event)

    def _take_key(self, key: str) -> bool:
        if self._new_title is not None:
            return self._take_title_key(key)
        if self._is_deleting:
            self._answer(is_confirmed=key == "y")
            return True
        match key:
            case "enter":
                if self._count:
                    self._take(self._cursor)
            case "tab":
                self._rearrange(self._catalogue.toggle_here)
                self.post_message(self.Sought())
            case "ctrl+s":
                self._rearrange(self._catalogue.sort_next)
            case "ctrl+r":
                self._begin_renaming()
            case "ctrl+d":
                self._is_deleting = self._session is not None
                self.refresh()
            case "right" | "left":
                self.post_message(self.PreviewWanted(is_wanted=key == "right"))
            case _:
                return False
        return True

    def _take_title_key(self, key: str) -> bool:
        """Keys while a new title is written; letters change it as they change the filter."""
        session = self._session
        if key == "enter" and session is not None and self._new_title is not None:
            if title := " ".join(self._new_title.split()):
                self._refusals.pop(session.id, None)
                self.post_message(self.Renamed(session.id, title))
            self._new_title = None
            self.refresh()
            return True
        return key in ("enter", "tab", "up", "down", "pageup", "pagedown")

    def _answer(self, *, is_confirmed: bool) -> None:
        self._is_deleting = False
        if is_confirmed and self._session is not None:
            self._refusals.pop(self._session.id, None)
            self.post_message(self.Deleted(self._session.id))
        self.refresh()

    def _begin_renaming(self) -> None:
        if self._session is not None:
            self._new_title = harmless(self._session.title)
            self.refresh()

    @property
    def _session(self) -> SessionInfo | None:
        """The session under the cursor; what was found has no row of its own to be renamed in."""
        current = self.current
        return current if isinstance(current, SessionInfo) else None

    def _rearrange(self, change: Callable[[], object]) -> None:
        current = self.current
        change()
        self._cursor = 0
        self.keep_cursor(current)
        self.show_rows()

    def _move_to(self, at: int) -> None:
        rows = self._catalogue.rows
        at = min(max(at, 0), max(len(rows) - 1, 0))
        if rows and isinstance(rows[at], Heading):  # nothing to be chosen there: the next, else
            below, above = at + 1, at - 1  # the one before
            is_down = (at >= self._cursor or not at) and below < len(rows)
            at = below if is_down or above < 0 else above
        super()._move_to(at)
        if self._cursor == 1 and isinstance(rows[0], Heading):
            self._top = 0  # it says how far the search is
        if self._cursor == len(rows) - 2 and isinstance(rows[-1], Heading):
            self._top = max(self._top, len(rows) - max(self.size.height - 1, 2))
        if (key := _key(self.current)) != self._told:
            self._told = key
            self._new_title, self._is_deleting = None, False
            self.post_message(self.Moved())

    def _row(self, at: int, width: int) -> list[Segment]:
        row, is_current = self._catalogue.rows[at], at == self._cursor
        if isinstance(row, Heading):
            return [Segment(cut_end(f"  {row.text}", width), self._ink("dim"))]
        if isinstance(row, SearchHit):
            return self._look.hit(row, width, is_current=is_current)
        if is_current and self._is_deleting:
            return self._look.question(row, width)
        if row.id in self._refusals:
            return self._look.refused(row, self._refusals[row.id], width, is_current=is_current)
        return self._look.session(row, width, is_current=is_current)


def _key(row: ListRow | None) -> object:
    match row:
        case SessionInfo():
            return row.id
        case SearchHit():
            return row.session_id, row.message_id, row.speaker
        case _:
            return ""

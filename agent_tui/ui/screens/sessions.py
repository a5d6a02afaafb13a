"""The screen with all stored sessions: filter, preview, search, rename, delete, open."""

from __future__ import annotations

from textual import events
from textual.app import ComposeResult
from textual.containers import Container
from textual.content import Content
from textual.screen import Screen
from textual.timer import Timer
from textual.widgets import Static

from agent_tui.protocol.agent_event import AgentEvent
from agent_tui.protocol.finding_events import (
    SessionPreviewed,
    SessionsFound,
    StoredDeleted,
    StoredRefused,
    StoredRenamed,
)
from agent_tui.protocol.ids import new_id
from agent_tui.protocol.session_events import SessionsListed
from agent_tui.protocol.session_search import SearchHit
from agent_tui.protocol.sessions import SessionInfo
from agent_tui.ui.commands.command import CommandHost
from agent_tui.ui.finding_link import MOST_LISTED
from agent_tui.ui.sessions.picker.catalogue import SessionCatalogue
from agent_tui.ui.sessions.picker.preview import SessionPreview
from agent_tui.ui.sessions.picker.session_list import SessionList

_KEYS = "Enter opens · Tab projects · ^R rename · ^D delete · ^S sort · → preview · Esc"
_SEARCH_KEYS = "Enter opens it there · Tab projects · → preview · Esc closes"

_WIDE = 100  # columns from which on the preview stands beside the list
_SEARCH_AFTER_S, _PREVIEW_AFTER_S = 0.12, 0.06  # while keys come, nothing is asked
_AT_ONCE_S = 0.001  # a timer cannot be shorter
_HITS = 50
_MOST_PREVIEWS = 200  # kept, so that going back shows them at once


class SessionsScreen(Screen[None]):
    """Lists what is stored, and asks the engine for it. text: the filter at first. is_search: what
    was said is sought, in all projects."""

    AUTO_FOCUS = "SessionList"
    DEFAULT_CSS = """
    SessionsScreen { background: $background; }
    SessionsScreen #keys {
        height: 1; padding: 0 1; color: $text-muted; text-wrap: nowrap; text-overflow: ellipsis;
    }
    SessionsScreen #sessions { layout: vertical; height: 1fr; }
    SessionsScreen #sessions.-wide { layout: horizontal; }
    SessionsScreen SessionPreview { display: none; height: 50%; width: 1fr; }
    SessionsScreen .-previewing SessionPreview { display: block; }
    SessionsScreen #sessions.-wide SessionPreview { display: block; height: 1fr; width: 40%; }
    """

    def __init__(self, host: CommandHost, *, text: str = "", is_search: bool = False) -> None:
        super().__init__()
        self._host = host
        self._catalogue = SessionCatalogue(host.workspace, is_search=is_search)
        self._catalogue.is_here_only = not is_search
        self._catalogue.set_text(text)
        self._list = SessionList(self._catalogue, host.known.open_sessions)
        self._preview = SessionPreview()
        self._previews: dict[str, SessionPreviewed] = {}
        self._search_timer: Timer | None = None
        self._preview_timer: Timer | None = None
        self._query_id = ""
        self._hits_wanted = _HITS
        self._is_wide = self._is_preview_wanted = self._has_asked_for_all = False

    def compose(self) -> ComposeResult:
        """The list, and how the current session ends."""
        with Container(id="sessions"):
            yield self._list
            yield self._preview
        yield Static(Content(_SEARCH_KEYS if self._catalogue.is_search else _KEYS), id="keys")

    def on_mount(self) -> None:
        """Show what is known already, and ask for the rest."""
        known = self._host.known
        known.listener = self.told
        if known.sessions:
            self._catalogue.show(known.sessions)
            self._list.show_rows()
        # Some first: their rows are there sooner.
        self._host.link.stored.list_sessions()
        self._search_soon(0.0)

    def on_unmount(self) -> None:
        """Ask for nothing any more."""
        self._host.known.listener = None
        self._host.link.stored.search_sessions("", "", limit=0, is_here_only=False)

    def on_resize(self, event: events.Resize) -> None:
        """The preview stands where there is room."""
        self._is_wide = event.size.width >= _WIDE
        self.query_one("#sessions").set_class(self._is_wide, "-wide")
        self._ask_preview_soon()

    def told(self, event: AgentEvent) -> None:
        """The engine told something of stored sessions."""
        current = self._list.current
        match event:
            case SessionsListed(sessions=sessions, unreadable=unreadable):
                self._catalogue.unreadable = unreadable
                if len(sessions) == MOST_LISTED and not self._has_asked_for_all:
                    self._has_asked_for_all = True
                    self._host.link.stored.list_sessions(limit=0)
                self._catalogue.show(sessions)
                self.call_after_refresh(self._catalogue.prepare)  # once the rows are painted
            case SessionsFound(query_id=query_id) if query_id == self._query_id:
                self._catalogue.found(event)
            case StoredRenamed(stored_id=stored_id, title=title):
                self._catalogue.renamed(stored_id, title)
            case StoredDeleted(stored_id=stored_id):
                self._catalogue.deleted(stored_id)
            case StoredRefused():
                self._list.show_refusal(event)
                return
            case SessionPreviewed(stored_id=stored_id):
                self._keep_preview(stored_id, event)
                return
            case _:
                return
        self._list.keep_cursor(current)
        self._list.show_rows()

    def close_part(self) -> bool:
        """Esc: end what is done within a row. False when nothing is, and the screen may go."""
        return self._list.close_part()

    def on_session_list_chosen(self, message: SessionList.Chosen) -> None:
        """Open it, and land where it was said."""
        self.app.pop_screen()
        self._host.open_stored(message.session_id, message.hit)

    def on_session_list_renamed(self, message: SessionList.Renamed) -> None:
        """Rename it."""
        self._host.link.stored.rename_stored(message.session_id, message.title)

    def on_session_list_deleted(self, message: SessionList.Deleted) -> None:
        """Delete it."""
        self._host.link.stored.delete_stored(message.session_id)

    def on_session_list_preview_wanted(self, message: SessionList.PreviewWanted) -> None:
        """Show the preview below the list, or hide it."""
        self._is_preview_wanted = message.is_wanted
        self.query_one("#sessions").set_class(message.is_wanted, "-previewing")
        self._ask_preview_soon()

    def on_session_list_sought(self) -> None:
        """Seek what was said, once the keys pause."""
        self._hits_wanted = _HITS
        self._search_soon(_SEARCH_AFTER_S)

    def on_session_list_moved(self) -> None:
        """Show how the current session ends, once the keys pause."""
        row = self._list.current
        if isinstance(row, SearchHit):
            self._preview.show(self._catalogue.session(row.session_id), hit=row)
            self._want_more(row)
        elif isinstance(row, SessionInfo):
            self._preview.show(row, exchange=self._previews.get(row.id))
            self._ask_preview_soon()

    def _ask_preview_soon(self) -> None:
        if self._preview_timer is not None:
            self._preview_timer.stop()
        self._preview_timer = self.set_timer(_PREVIEW_AFTER_S, self._ask_preview)

    def _ask_preview(self) -> None:
        row = self._list.current
        is_shown = self._is_wide or self._is_preview_wanted
        if isinstance(row, SessionInfo) and is_shown and row.id not in self._previews:
            self._host.link.stored.preview_session(row.id)

    def _keep_preview(self, stored_id: str, event: SessionPreviewed) -> None:
        self._previews[stored_id] = event
        if len(self._previews) > _MOST_PREVIEWS:
            del self._previews[next(iter(self._previews))]
        row = self._list.current
        if isinstance(row, SessionInfo) and row.id == stored_id:
            self._preview.show(row, exchange=event)

    def _search_soon(self, after_s: float) -> None:
        if self._search_timer is not None:
            self._search_timer.stop()
        self._search_timer = self.set_timer(max(after_s, _AT_ONCE_S), self._search)

    def _search(self) -> None:
        if not self._catalogue.is_sought:
            if self._query_id:
                self._query_id = ""
                self._host.link.stored.search_sessions("", "", limit=0, is_here_only=False)
            return
        self._query_id = new_id()
        self._host.link.stored.search_sessions(
            self._query_id,
            self._catalogue.text,
            limit=self._hits_wanted,
            is_here_only=self._catalogue.is_here_only,
        )

    def _want_more(self, row: SearchHit) -> None:
        rows = self._catalogue.rows
        if rows and rows[-1] is row and self._catalogue.has_more_hits:
            self._hits_wanted += _HITS
            self._search_soon(0.0)

"""Which stored sessions are listed, in which order, and what was found in them. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace

from agent_tui.protocol.finding_events import SessionsFound
from agent_tui.protocol.ids import short_id
from agent_tui.protocol.session_search import SearchHit, Speaker
from agent_tui.protocol.sessions import SessionInfo
from agent_tui.ui.commands.picking import Pick
from agent_tui.ui.render.one_line import one_line
from agent_tui.ui.widgets.pick_filter import PickFilter

LEAST_SOUGHT = 3
"""Characters from which on it is also sought what was said."""


class Order(StrEnum):
    """How sessions are sorted; the value is for people."""

    USED = "last used"
    CREATED = "newest"
    TITLE = "title"
    MESSAGES = "longest"

    @property
    def following(self) -> Order:
        """The next one, round to the first."""
        all_orders = list(Order)
        return all_orders[(all_orders.index(self) + 1) % len(all_orders)]


class Heading(Struct, frozen=True):
    """A row that cannot be chosen."""

    text: str


ListRow = SessionInfo | SearchHit | Heading


class SessionCatalogue:
    """Rows from the sessions, the filter and what was found. Rows are the sessions themselves:
    nothing is made for ten thousand of them before somebody looks. cwd: the folder of "this
    project". is_search: once there is something to seek, only what was found is listed, titles
    included. unreadable: how many stored sessions no row can stand for."""

    def __init__(self, cwd: str, *, is_search: bool = False) -> None:
        self.cwd, self.is_search = cwd, is_search
        self.unreadable = 0
        self.text = ""
        self.order = Order.USED
        self.is_here_only = True
        self.rows: Sequence[ListRow] = ()
        self.session_count = 0  # of the rows
        self._sessions: Sequence[SessionInfo] = ()  # last used first
        self._listed: list[SessionInfo] = []  # in the order, of the project
        self._filter: PickFilter | None = None  # over the listed
        self._found: SessionsFound | None = None

    def show(self, sessions: Sequence[SessionInfo]) -> None:
        """These are stored, last used first."""
        self._sessions = sessions
        self._list()

    def prepare(self) -> None:
        """Do while nobody waits what the first letter of a filter needs."""
        self._made_filter().prepare()

    def set_text(self, text: str) -> None:
        """Filter by this."""
        self.text = text
        if not self.is_sought:
            self._found = None
        self._fill()

    def sort_next(self) -> None:
        """Sort in another way."""
        self.order = self.order.following
        self._list()

    def toggle_here(self) -> None:
        """The sessions of this project, or all."""
        self.is_here_only = not self.is_here_only
        self._list()

    def found(self, found: SessionsFound) -> None:
        """What the search has found so far."""
        self._found = found
        self._fill()

    def renamed(self, session_id: str, title: str) -> None:
        """A session has another title."""
        self.show(
            [replace(one, title=title) if one.id == session_id else one for one in self._sessions]
        )

    def deleted(self, session_id: str) -> None:
        """A session is gone."""
        if self._found is not None:
            left = tuple(hit for hit in self._found.hits if hit.session_id != session_id)
            self._found = replace(self._found, hits=left)
        self.show([one for one in self._sessions if one.id != session_id])

    def session(self, session_id: str) -> SessionInfo | None:
        """A stored session by its id."""
        return next((one for one in self._sessions if one.id == session_id), None)

    @property
    def total(self) -> int:
        """Sessions without the filter."""
        return len(self._listed)

    @property
    def is_sought(self) -> bool:
        """The text is long enough to seek what was said."""
        return len(self.text.strip()) >= LEAST_SOUGHT

    @property
    def has_only_hits(self) -> bool:
        """The rows are what was found, and no sessions."""
        return self.is_search and self.is_sought

    @property
    def hit_count(self) -> int:
        """Places in conversations among the rows."""
        return sum(1 for _ in self._hits())

    @property
    def has_more_hits(self) -> bool:
        """There are others behind those that are listed."""
        return self._found is not None and self._found.has_more

    def positions(self, label: str) -> tuple[int, ...]:
        """Which characters of a title were typed."""
        return self._filter.positions(label) if self._filter is not None and self.text else ()

    def _list(self) -> None:
        listed = [one for one in self._sessions if not self.is_here_only or one.cwd == self.cwd]
        match self.order:
            case Order.CREATED:
                listed.sort(key=lambda one: -one.created)
            case Order.TITLE:
                listed.sort(key=lambda one: one.title.casefold())
            case Order.MESSAGES:
                listed.sort(key=lambda one: -one.message_count)
            case Order.USED:
                pass  # as they come
        self._listed, self._filter = listed, None
        self._fill()

    def _fill(self) -> None:
        fitting = () if self.has_only_hits else self._fitting()
        self.session_count = len(fitting)
        self.rows = [*fitting, *self._conversation_rows(), *self._unreadable_rows()]

    def _fitting(self) -> Sequence[SessionInfo]:
        if not self.text.strip():
            return self._listed
        rows = self._made_filter()
        rows.set_text(self.text)
        return [self._listed[int(pick.value)] for pick in rows.fitting]

    def _made_filter(self) -> PickFilter:
        if self._filter is None:
            self._filter = PickFilter(
                [
                    # Raw: it is shown by others, and ten thousand need not be made harmless.
                    Pick(str(at), one.title, f"{one.first_prompt} {one.cwd}")
                    for at, one in enumerate(self._listed)
                ]
            )
        return self._filter

    def _conversation_rows(self) -> Sequence[ListRow]:
        if not self.is_sought:
            return ()
        where = "In titles and conversations" if self.is_search else "In conversations"
        return (Heading(f"{where}{self._state()}"), *self._hits())

    def _hits(self) -> Iterator[SearchHit]:
        """Without the titles where the sessions that have them stand above."""
        hits = self._found.hits if self._found is not None else ()
        return (hit for hit in hits if self.is_search or hit.speaker is not Speaker.TITLE)

    def _state(self) -> str:
        if self._found is None:
            return " · searching …"
        progress = self._found.progress
        parts = []
        if not progress.is_whole:
            parts.append(f"indexing, {progress.indexed} of {progress.total} sessions")
        if progress.note:
            parts.append(progress.note)
        if not self.hit_count:
            parts.append("nothing" if progress.is_whole else "nothing so far")
            if progress.is_whole and not self.session_count and self.is_here_only:
                parts.append("Tab looks in all projects")
        return "".join(f" · {part}" for part in parts)

    def _unreadable_rows(self) -> Sequence[ListRow]:
        if self.text.strip() or not self.unreadable:
            return ()
        what = "1 session" if self.unreadable == 1 else f"{self.unreadable} sessions"
        return (Heading(f"{what} cannot be read; see: agent-tui sessions list"),)


def title_of(info: SessionInfo) -> str:
    """The title as one harmless line; the short id where there is none."""
    return one_line(info.title) or short_id(info.id)

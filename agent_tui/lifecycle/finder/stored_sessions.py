"""Stored sessions that can be mentioned, found by their titles."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from agent_tui.protocol.finding import FoundPlace
from agent_tui.protocol.fuzzy_match import WITHIN_NAME, FuzzyQuery
from agent_tui.protocol.ids import short_id
from agent_tui.protocol.mentions import SESSION_PREFIX
from agent_tui.protocol.sessions import SessionInfo

_MOST_BESIDE_FILES, _MOST_ALONE = 5, 50
_LEAST_LETTERS = 2  # one letter is in every title


class StoredSessions:
    """listed: gives them, the last used first; may block; is called when first wanted."""

    def __init__(self, listed: Callable[[], Sequence[SessionInfo]]) -> None:
        self._listed = listed
        self._known: Sequence[SessionInfo] | None = None

    def forget(self) -> None:
        """List them anew when they are wanted again."""
        self._known = None

    def fitting(self, query: str) -> tuple[FoundPlace, ...]:
        """Those whose title fits a query, or with the prefix of sessions all of its kind."""
        is_alone = query.startswith(SESSION_PREFIX)
        wanted = query.removeprefix(SESSION_PREFIX)
        if not is_alone and (len(wanted) < _LEAST_LETTERS or "/" in wanted):
            return ()
        if self._known is None:
            self._known = [info for info in self._listed() if info.title]
        fuzzy = FuzzyQuery(wanted)
        ranked = []
        for place, info in enumerate(self._known):
            rank = fuzzy.rank(info.title.lower().replace("/", " "))
            if rank is None and is_alone and info.id.startswith(wanted):
                rank = (0, 0)
            if rank is not None and (is_alone or rank[0] <= WITHIN_NAME):
                ranked.append((rank[0], place, info))
        ranked.sort(key=lambda one: one[:2])
        most = _MOST_ALONE if is_alone else _MOST_BESIDE_FILES
        return tuple(_place(info) for _, _, info in ranked[:most])


def _place(info: SessionInfo) -> FoundPlace:
    return FoundPlace(target=f"{SESSION_PREFIX}{short_id(info.id)}", label=info.title)

"""Files, folders and sessions behind an "@"."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from agent_tui.protocol.finding import FileFinder, Found, FoundPlace
from agent_tui.protocol.fuzzy_match import FuzzyQuery, Rank
from agent_tui.protocol.mentions import SESSION_PREFIX, UnfinishedMention, mention_at, mention_of
from agent_tui.ui.completion.offer import Entry, Offer, TypedLine
from agent_tui.ui.render.one_line import name_line

KIND = "mention"


class MentionSource:
    """Asks the finder, and shows what it has told so far.

    recent: paths that come first. changed: called on the UI loop when the finder has told more.
    on_loop: runs something on the UI loop, from any thread.
    """

    def __init__(
        self,
        finder: FileFinder,
        *,
        recent: Callable[[], Sequence[str]],
        changed: Callable[[], None],
        on_loop: Callable[[Callable[[], None]], object],
    ) -> None:
        self._finder, self._recent = finder, recent
        self._changed, self._on_loop = changed, on_loop
        self._asked: str | None = None
        self._found = Found(query="", places=())

    def offer(self, typed: TypedLine) -> Offer | None:
        """See `CompletionSource`."""
        mention = mention_at(typed.text, typed.column)
        if mention is None:
            self._asked = None
            return None
        if mention.target != self._asked:
            if self._asked is None:  # begun anew: what was found before may be gone
                self._found = Found(query="", places=(), is_searching=True)
            self._asked = mention.target
            self._finder.find(mention.target, self._tell, self._recent())
        return self._offer(mention)

    def _tell(self, found: Found) -> None:
        self._on_loop(lambda: self._take(found))

    def _take(self, found: Found) -> None:
        if found.query == self._asked:
            self._found = found
            self._changed()

    def _offer(self, mention: UnfinishedMention) -> Offer | None:
        query, found = mention.target, self._found
        fuzzy = FuzzyQuery(query.removeprefix(SESSION_PREFIX))
        is_answer = found.query == query
        places = found.places if is_answer else _fitting(found.places, fuzzy)
        entries = [_entry(place, fuzzy) for place in places]
        is_searching = found.is_searching or not is_answer
        if not (places or is_searching or found.note):
            return None
        is_named = bool(places) and places[0].target == query
        return Offer(
            start=mention.start,
            end=mention.end,
            kind=KIND,
            entries=entries,
            prefers_first=is_answer and bool(query) and not query.endswith("/") and not is_named,
            note=_note(found, is_searching=is_searching),
            has_tree=True,
        )


def _fitting(places: Sequence[FoundPlace], fuzzy: FuzzyQuery) -> list[FoundPlace]:
    """Of what an earlier query found: shown until the new one is answered."""
    ranked: list[tuple[Rank, int, FoundPlace]] = []
    for number, place in enumerate(places):
        rank = fuzzy.rank((place.label or place.target).lower())
        if rank is not None:
            ranked.append((rank, number, place))
    ranked.sort(key=lambda one: one[:2])
    return [place for _, _, place in ranked]


def _entry(place: FoundPlace, fuzzy: FuzzyQuery) -> Entry:
    label = name_line(place.label or place.target)
    ending = "" if place.target.endswith("/") else " "
    return Entry(
        inserted=mention_of(place.target) + ending,
        label=label,
        target=place.target,
        detail="session" if place.label else "",
        matched=tuple(at for at in fuzzy.positions(label) if at < len(label)),
        keeps_end=not place.label,
    )


def _note(found: Found, *, is_searching: bool) -> str:
    if is_searching:
        return f"{found.known:,} so far".replace(",", " ") if found.known else "looking"
    return found.note

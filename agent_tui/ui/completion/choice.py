"""Which offer is open, and which of its entries is chosen. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from agent_tui.ui.completion.offer import CompletionSource, Entry, Offer, TypedLine


class Choice:
    """Asks the sources about a line and keeps what the user chose in the answer."""

    def __init__(self) -> None:
        self.sources: Sequence[CompletionSource] = ()
        self.offer: Offer | None = None
        self.chosen = -1  # among the offer's entries; -1 for none
        self._row = 0  # of the line that was asked about
        self._has_moved = False
        self._dismissed: tuple[str, int, int] | None = None  # kind, row and start

    @property
    def is_open(self) -> bool:
        """There is something to choose from, or to wait for."""
        return self.offer is not None

    @property
    def entry(self) -> Entry | None:
        """The chosen entry."""
        return (
            self.offer.entries[self.chosen] if self.offer is not None and self.chosen >= 0 else None
        )

    def update(self, typed: TypedLine | None) -> None:
        """The line changed, or a source knows more. None: nothing may be offered now."""
        offer = None
        if typed is not None:
            offers = (source.offer(typed) for source in self.sources)
            offer = next((one for one in offers if one is not None), None)
        begin = (offer.kind, typed.row, offer.start) if offer and typed else None
        if begin != self._dismissed:
            self._dismissed = None
        elif begin is not None:
            offer = None
        self._row = typed.row if typed else 0
        former, self.offer = self.offer, offer
        self._choose_again(former, offer)

    def move(self, by: int) -> None:
        """Choose another entry; beyond the ends comes none, then the other end."""
        if self.offer is None or not self.offer.entries:
            return
        count = len(self.offer.entries)
        self.chosen = (self.chosen + 1 + by) % (count + 1) - 1
        self._has_moved = True

    def choose(self, number: int) -> None:
        """Choose an entry by its place."""
        if self.offer is not None and 0 <= number < len(self.offer.entries):
            self.chosen, self._has_moved = number, True

    def dismiss(self) -> None:
        """Offer nothing more until something else is begun."""
        if self.offer is not None:
            self._dismissed = (self.offer.kind, self._row, self.offer.start)
            self.offer, self.chosen = None, -1

    def _choose_again(self, former: Offer | None, offer: Offer | None) -> None:
        """What was chosen with a key stays chosen while the same word is looked for."""
        chosen = former.entries[self.chosen] if former and self.chosen >= 0 else None
        is_same = bool(former and offer and (former.start, former.end) == (offer.start, offer.end))
        if offer is not None and self._has_moved and is_same:
            places = (
                number
                for number, entry in enumerate(offer.entries)
                if chosen is not None and entry.inserted == chosen.inserted
            )
            self.chosen = next(places, -1)
            return
        self._has_moved = False
        self.chosen = 0 if offer is not None and offer.prefers_first and offer.entries else -1

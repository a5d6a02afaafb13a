"""How much a run measures."""

from __future__ import annotations

from msgspec import Struct

SIZES = (100, 1_000, 10_000, 50_000)
SHORT_SIZES = (20, 100)


class Options(Struct, frozen=True, kw_only=True):
    """runs: repetitions, 0 for what each benchmark thinks right. sizes: messages in a session,
    ascending. is_short: only see that it runs."""

    runs: int = 0
    sizes: tuple[int, ...] = SIZES
    is_short: bool = False

    def runs_or(self, usual: int) -> int:
        """How often to repeat what is usually done `usual` times."""
        return self.runs or (1 if self.is_short else usual)

    def amount(self, usual: int, *, short: int) -> int:
        """Keys, deltas or seconds of one repetition."""
        return short if self.is_short else usual

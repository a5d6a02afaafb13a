"""A choice that a command leaves to the user: a list above the composer, with a filter."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from msgspec import Struct


class Pick(Struct, frozen=True):
    """One row. value: what is handed to `chosen`. label: what is matched and shown, harmless; note:
    what it means, shown dim, harmless. keys: shown at the right."""

    value: str
    label: str
    note: str = ""
    keys: str = ""


class Picking(Struct, frozen=True, kw_only=True):
    """What is to be chosen.

    chosen: called with the value, once the list is closed. highlighted: called with each value that
    the cursor comes to, also while the user types. dismissed: called when nothing was chosen.
    completes: called with the value for the Tab key; None leaves Tab without a meaning. start: the
    value under the cursor at first. help: the keys, in the title row.
    """

    title: str
    picks: Sequence[Pick]
    chosen: Callable[[str], object]
    highlighted: Callable[[str], object] | None = None
    dismissed: Callable[[], object] | None = None
    completes: Callable[[str], object] | None = None
    start: str = ""
    help: str = "Enter chooses · Esc closes"

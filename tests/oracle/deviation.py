"""What a documented difference is, and how one knows that a case may meet it."""

from __future__ import annotations

import re
from collections.abc import Callable

from msgspec import Struct

from agent_tui.ui.vim.widths import is_composing
from tests.oracle import engine_run
from tests.oracle.case import Case, Outcome

Applies = Callable[[Case, Outcome], object]


class Deviation(Struct, frozen=True):
    """applies: whether a case, and what Vim made of it, may meet it. fields: of `Outcome`, those
    that may differ then. example: a case that does."""

    name: str
    why: str
    applies: Applies
    fields: frozenset[str]
    example: Case


def types(pattern: str) -> Applies:
    """The keys have something in them."""
    expression = re.compile(pattern)
    return lambda case, real: expression.search(case.keys)


def leaves_half_a_character(case: Case, real: Outcome) -> bool:
    texts = [real.text, *(text for _, text in real.registers.values())]
    # In a recording the same sign stands for the byte that begins a key such as <Up>.
    return any(re.search("\ufffd(?!k[bdhlruD]|@7)", text) for text in texts)


def counts_bytes(case: Case, real: Outcome) -> bool:
    """With marks in bytes the engine does all that Vim did."""
    if (case.text + case.keys).isascii():
        return False
    ours = engine_run.outcome(case, is_escaped=real.is_escaped, counts_bytes=True)
    return ours == real


def types_beside_wide(pattern: str) -> Applies:
    """The keys have something in them, and there is a character of several bytes."""
    has_keys = types(pattern)
    return lambda case, real: not (case.text + case.keys).isascii() and has_keys(case, real)


def types_beside_tabs(pattern: str) -> Applies:
    """The keys have something in them, and there is a tab in the text."""
    has_keys = types(pattern)
    return lambda case, real: "\t" in case.text and has_keys(case, real)


def begins_with_a_mark(case: Case, real: Outcome) -> bool:
    return any(line and is_composing(line[0]) for line in f"{case.text}\n{real.text}".split("\n"))


def has_stars(case: Case, real: Outcome) -> bool:
    return "*" in case.text + case.keys and ("gq" in case.keys or "gw" in case.keys)


def brings_back_of_r(case: Case, real: Outcome) -> bool:
    back = "<(?:BS|C-[huw])>"
    return bool(re.search(rf"r(?:.|<lt>).*R[^<]*{back}|R{back}.*r.*@", case.keys))


def shifts_a_block_away(case: Case, real: Outcome) -> bool:
    """Vim's cursor is behind the last character of its line."""
    row, column = real.cursor
    is_behind = real.mode == "n" and column == len(real.text.split("\n")[row]) > 0
    return is_behind and bool(re.search(r"<C-v>.*<lt>", case.keys))

"""What the engine does otherwise than Vim, and why: Vim's way is of no use here, or a slip."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection

from msgspec import Struct

from tests.oracle.case import Case, case

Applies = Callable[[Case], object]


class Deviation(Struct, frozen=True):
    """applies: whether a case may meet it. fields: of `Outcome`, those that may differ then.
    example: a case that does."""

    name: str
    why: str
    applies: Applies
    fields: frozenset[str]
    example: Case


def _types(pattern: str) -> Applies:
    """The keys have something in them."""
    expression = re.compile(pattern)
    return lambda case: expression.search(case.keys)


def _has_marks(case: Case) -> bool:
    return bool(re.search("[\u0300-\u036f]", case.text) and re.search(r"[/?:]", case.keys))


_CHANGES = frozenset({"text", "cursor", "registers", "selection", "mode", "search"})
_PLACES = frozenset({"cursor", "selection"})

DEVIATIONS: tuple[Deviation, ...] = (
    Deviation(
        "indent with =",
        "Vim indents as C when it has no other idea. A prompt is prose or of any language: here = "
        "gives each line the indent of the line above.",
        _types(r"="),
        _CHANGES,
        case("{\n|a", "=="),
    ),
    Deviation(
        "repeating what was done to a selection up to the line's end",
        "Within one line Vim adds to the largest number there is and begins at the first column.",
        _types(r"v.*(?:\$|<End>).*\."),
        _CHANGES,
        case("one t|wo\nfour five", "v$x."),
    ),
    Deviation(
        "marks over letters in patterns",
        "To Vim the letter of a pattern is none that has a combining mark over it. Python's `re` "
        "looks at code points, and somebody who searches for e is not astonished to find it there.",
        _has_marks,
        _CHANGES,
        case("|xe\u0301", "/e<CR>"),
    ),
    Deviation(
        "Ctrl+T and Ctrl+D within the indent",
        "Vim keeps the cursor's distance from the text by putting spaces before a tab.",
        _types(r"<C-[td]>"),
        _CHANGES,
        case(" |", "i<C-t><Esc>"),
    ),
    Deviation(
        "textwidth while typing",
        "The composer wraps on the screen: lines that are sent have no breaks that nobody typed. "
        "'textwidth' is for gq.",
        _types(r":set tw="),
        _CHANGES,
        case("one", ":set tw=5<CR>A two three<Esc>"),
    ),
    Deviation(
        "expressions in :s",
        "There is no Vim script here: \\= is refused with a message.",
        _types(r"/\\="),
        _CHANGES,
        case("one", ":s/one/\\=1+1/<CR>"),
    ),
    Deviation(
        "\\n in what :s puts in",
        "Vim puts in a null character, of no use in a prompt. Here it is a line break, as \\r is.",
        _types(r":s/\w+/\\n/"),
        _CHANGES,
        case("one", ":s/one/\\n/<CR>"),
    ),
    Deviation(
        "register 1 after a jump that failed",
        "After d`x without a mark x the next small deletion goes to register 1, too: Vim does not "
        "take back what the jump asked for.",
        _types(r"`[^<]|`<lt>|`>|`<"),
        frozenset({"registers"}),
        case("|ab", "d`xx"),
    ),
    Deviation(
        "the cursor after gw",
        "Vim follows the character that the cursor was on; here the cursor stays at its place.",
        _types(r"gw"),
        _PLACES,
        case("one\ntwo| three", "gwip"),
    ),
)


def deviation_of(case: Case, fields: Collection[str]) -> str:
    """The name of the deviation that explains why these fields differ; "" for none."""
    for deviation in DEVIATIONS:
        if deviation.fields.issuperset(fields) and deviation.applies(case):
            return deviation.name
    return ""

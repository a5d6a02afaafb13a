"""What the engine does otherwise than Vim, and why: Vim's way is of no use here, or a slip."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection

from msgspec import Struct

from tests.oracle import engine_run
from tests.oracle.case import Case, Outcome, case

Applies = Callable[[Case, Outcome], object]


class Deviation(Struct, frozen=True):
    """applies: whether a case, and what Vim made of it, may meet it. fields: of `Outcome`, those
    that may differ then. example: a case that does."""

    name: str
    why: str
    applies: Applies
    fields: frozenset[str]
    example: Case


def _types(pattern: str) -> Applies:
    """The keys have something in them."""
    expression = re.compile(pattern)
    return lambda case, real: expression.search(case.keys)


def _leaves_half_a_character(case: Case, real: Outcome) -> bool:
    texts = [real.text, *(text for _, text in real.registers.values())]
    # In a recording the same sign stands for the byte that begins a key such as <Up>.
    return any(re.search("\ufffd(?!k[bdhlruD]|@7)", text) for text in texts)


def _counts_bytes(case: Case, real: Outcome) -> bool:
    """With marks in bytes the engine does all that Vim did."""
    if (case.text + case.keys).isascii():
        return False
    ours = engine_run.outcome(case, is_escaped=real.is_escaped, counts_bytes=True)
    return ours == real


def _types_beside_wide(pattern: str) -> Applies:
    """The keys have something in them, and there is a character of several bytes."""
    types = _types(pattern)
    return lambda case, real: not (case.text + case.keys).isascii() and types(case, real)


def _stays_on_a_tab(case: Case, real: Outcome) -> bool:
    # The first motion goes nowhere, the second one down.
    stays = r"(?:v|<C-v>)\d*(?:[bBh0^({]|g[eE]|[ia].|<Left>|<BS>|<Home>)+\d*(?:[jk+-]|<Down>|<Up>)"
    return "\t" in case.text and bool(re.search(stays, case.keys))


def _brings_back_of_r(case: Case, real: Outcome) -> bool:
    return bool(re.search(r"r(?:.|<lt>).*R[^<]*<(?:BS|C-h)>|R<(?:BS|C-h)>.*r.*@", case.keys))


_CHANGES = frozenset({"text", "cursor", "registers", "selection", "mode", "search"})
_PLACES = frozenset({"cursor", "selection"})
_ALL = _CHANGES | {"command_line", "recording"}

DEVIATIONS: tuple[Deviation, ...] = (
    Deviation(
        "indent with =",
        "Vim indents as C when it has no other idea. A prompt is prose or of any language: here = "
        "gives each line the indent of the line above.",
        _types(r"==|=[ia]\w|=[jkG{}()%]|[vV].*(?<!sw)(?<!ts)(?<!tw)="),
        _CHANGES,
        case("{\n|a", "=="),
    ),
    Deviation(
        "repeating what was done to a selection up to the line's end",
        "Within one line Vim adds to the largest number there is and begins at the first column.",
        _types(r"(?:v[^V]*(?:\$|<End>)|(?:\$|<End>)(?:[^\x00-\x7f]|<C-w>.)*v).*\."),
        _CHANGES,
        case("one t|wo\nfour five", "v$x."),
    ),
    Deviation(
        "repeating what was done to a selection behind g^",
        "Vim begins at the first column, as if the cursor had not moved.",
        _types(r"v.*g\^\d*\."),
        frozenset({"text", "cursor", "registers"}),
        case(" \t| y", "vdg^."),
    ),
    Deviation(
        "a range that runs backwards",
        "Vim asks whether to swap it. Here nothing asks: it is refused, as when n is the answer.",
        _types(r":(?:[3-9$][^<a-z]*,[\d.]|[\d.$]+,1)[^<]*<CR>y"),
        _ALL,
        case("one\n|two\nthree", ":3,1d<CR>y"),
    ),
    Deviation(
        'the mark "',
        "It is where a file was left last, at first its beginning. A prompt is no file.",
        _types(r"[`']\""),
        _CHANGES,
        case("a\n|b", "'\"x"),
    ),
    Deviation(
        ":u with a number",
        "There it goes to a change by its number; here changes have none, and it is refused.",
        _types(r":\d[\d,]*u(?:ndo)?<CR>|:u(?:ndo)? \d"),
        _CHANGES,
        case("|a\nb", "x:0u<CR>"),
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
        "the cursor after gw",
        "Vim follows the character that the cursor was on; here the cursor stays at its place.",
        _types(r"gw(?:w|[ia]p|[jk{}G])|[vV].*gw"),
        _PLACES,
        case("one\ntwo| three", "gwip"),
    ),
    Deviation(
        "half a character",
        "Vim counts in bytes: some commands cut a character, or part a letter from its marks.",
        _leaves_half_a_character,
        _CHANGES,
        case("|\u0303", "vAY<Esc>mb`<lt>c`b"),
    ),
    Deviation(
        "places beside wide characters",
        "To Vim a mark is so many bytes from the line's beginning. When a character of several "
        "bytes comes or goes before it, it is at another one; here it keeps its column.",
        _counts_bytes,
        _CHANGES,
        case("b|\t", "<C-v>Xi\u00e9<Esc>`>"),
    ),
    Deviation(
        "the ends of a change beside wide characters",
        "Vim counts them in bytes, too: of a block in wide characters, and of an insertion that "
        "went on before where it began.",
        _types_beside_wide(r"(?:<C-v>|<C-o>).*[`'][\[\]]"),
        _PLACES,
        case("|\u5b57", "<C-v>rj`]"),
    ),
    Deviation(
        "an operator with a line that changes wide characters",
        "Where the operator begins is a number of bytes, too.",
        _types_beside_wide(r"(?:[dcy]|g[uU~?]):"),
        frozenset({"text", "cursor", "registers"}),
        case("|\uff0c\u3002\nw )", "ld:d<CR>"),
    ),
    Deviation(
        "q: q/ and q?",
        "They open a window to edit a command line in, and there is none.",
        _types(r"q[:/?]"),
        _ALL,
        case("tw|o", "q?x"),
    ),
    Deviation(
        "! with a motion",
        "It filters text through a program; here ! is no operator.",
        lambda case, real: real.command_line.startswith(":") and real.command_line.find("!") > 0,
        _ALL,
        case("one", "!!"),
    ),
    Deviation(
        "z and a line",
        "z<CR>, z. and z- scroll, which is the host's, and on the way go to a line's first word.",
        _types(r"z(?:<CR>|[.+^-])"),
        _CHANGES,
        case(" 2", "z<CR>"),
    ),
    Deviation(
        ":a, :c, :i and :o",
        "They read the lines that follow, as a script has them, or begin Vi's open mode.",
        _types(r":[acio]<CR>"),
        _CHANGES,
        case("", ":i<CR>o<Esc>"),
    ),
    Deviation(
        "& and Ctrl+R : before any line",
        "Vim cannot be made to forget its last :s and last line: the oracle leaves empty ones.",
        _types(r":g.*&|[iaoIAOsScCR:/].*<C-r>:"),
        _CHANGES,
        case("s", ":g/.<CR>&"),
    ),
    Deviation(
        "repeating control characters",
        "Vim repeats a control character that was typed by its number as the key of that name.",
        _types(r"<C-v>x.*(?:\.|<C-a>|@)"),
        _CHANGES,
        case("", "A<C-o>w<C-v>xf <Esc>."),
    ),
    Deviation(
        "R and Backspace behind r",
        "What r replaced stays on Vim's list of what Backspace brings back.",
        _brings_back_of_r,
        frozenset({"text", "cursor", "registers"}),
        case("a|bc", "rxR<BS><Esc>"),
    ),
    Deviation(
        "Ctrl+X in insert mode",
        "There is no completion of its own: the composer has a popup.",
        _types(r"<C-x><C-"),
        _CHANGES,
        case("|x", "O<C-x><C-v>"),
    ),
    Deviation(
        "an operator with gV",
        "It takes a character or none, as the last selection left it; here it takes none.",
        _types(r"gV"),
        _CHANGES,
        case("|ee", "v>dgV"),
    ),
    Deviation(
        "columns on a tab",
        "Where the cursor has not moved Vim keeps the column that it had in another mode: "
        "visual mode shows it where a tab begins, normal mode where it ends.",
        _stays_on_a_tab,
        frozenset({"text", "cursor", "registers", "selection"}),
        case("|\t\tx\na\tb", "vbjy"),
    ),
    Deviation(
        "leaving the place of a block's insertion",
        "When keys delete or move beyond where it began, change the indent or put in lines, Vim "
        "copies what is found there by bytes.",
        _types(
            r"(?:<C-v>)(?:(?!<Esc>).)*[IAcC](?:(?!<Esc>).)*"
            r"<(?:BS|C-[hwutdr]|Del|Home|End|Left|Right)>"
        ),
        frozenset({"text", "cursor", "registers", "selection"}),
        case("|y\n \ny", "<C-v>#A<Del><Esc>5Y"),
    ),
    Deviation(
        "nostartofline in :g",
        "Its lines begin in the first column; Vim keeps the column from before.",
        _types(r"nosol<CR>.*:[gv]/"),
        _CHANGES,
        case(" |o", ":se nosol<CR>:g/./p<CR>"),
    ),
)


def deviation_of(case: Case, real: Outcome, fields: Collection[str]) -> str:
    """The name of the deviation that explains why these fields differ; "" for none."""
    for deviation in DEVIATIONS:
        if deviation.fields.issuperset(fields) and deviation.applies(case, real):
            return deviation.name
    return ""

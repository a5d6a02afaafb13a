"""What the engine does otherwise than Vim, and why: Vim's way is of no use here, or a slip."""

from __future__ import annotations

from collections.abc import Collection

from tests.oracle.case import Case, Outcome, case
from tests.oracle.deviation import (
    Deviation,
    begins_with_a_mark,
    brings_back_of_r,
    counts_bytes,
    has_stars,
    leaves_half_a_character,
    shifts_a_block_away,
    types,
    types_beside_tabs,
    types_beside_wide,
)

_CHANGES = frozenset({"text", "cursor", "registers", "selection", "mode", "search"})
_PLACES = frozenset({"cursor", "selection"})
_ALL = _CHANGES | {"command_line", "recording"}

DEVIATIONS: tuple[Deviation, ...] = (
    Deviation(
        "indent with =",
        "Vim indents as C when it has no other idea. A prompt is prose or of any language: here = "
        "gives each line the indent of the line above.",
        types(r"==|=[ia]\w|=[jkG{}()%]|[vV].*(?<!sw)(?<!ts)(?<!tw)="),
        _CHANGES,
        case("{\n|a", "=="),
    ),
    Deviation(
        "repeating what was done to a selection up to the line's end",
        "Within one line Vim adds to the largest number there is and begins at the first column.",
        types(r"(?:v[^V]*(?:\$|<End>)|(?:\$|<End>)(?:[^\x00-\x7f]|<C-w>.)*v).*\."),
        _CHANGES,
        case("one t|wo\nfour five", "v$x."),
    ),
    Deviation(
        "going on behind g^",
        "Where g^ leads to the place that the cursor came from, Vim goes on as from the first "
        "column.",
        types(r"g\^(?:\d*(?:[jk+-]|<Down>|<Up>)|.*\.)"),
        frozenset({"text", "cursor", "registers"}),
        case(" \t| y", "vdg^."),
    ),
    Deviation(
        "a range that runs backwards",
        "Vim asks whether to swap it. Here nothing asks: it is refused, as when n is the answer.",
        types(r":(?:[3-9$][^<a-z]*,[\d.]|[\d.$]+,1)[^<]*<CR>y"),
        _ALL,
        case("one\n|two\nthree", ":3,1d<CR>y"),
    ),
    Deviation(
        'the mark "',
        "It is where a file was left last, at first its beginning. A prompt is no file.",
        types(r"[`']\""),
        _CHANGES,
        case("a\n|b", "'\"x"),
    ),
    Deviation(
        ":u with a number",
        "There it goes to a change by its number; here changes have none, and it is refused.",
        types(r":\d[\d,]*u(?:ndo)?<CR>|:u(?:ndo)? \d"),
        _CHANGES,
        case("|a\nb", "x:0u<CR>"),
    ),
    Deviation(
        "textwidth while typing",
        "The composer wraps on the screen: lines that are sent have no breaks that nobody typed. "
        "'textwidth' is for gq.",
        types(r":set tw="),
        _CHANGES,
        case("one", ":set tw=5<CR>A two three<Esc>"),
    ),
    Deviation(
        "expressions",
        "There is no Vim script here: \\= in :s and the register = are refused.",
        types(r"/\\=|:[^<]*pu[^<]*=|\"=|<C-r>="),
        _CHANGES,
        case("one", ":s/one/\\=1+1/<CR>"),
    ),
    Deviation(
        "\\n in what :s puts in",
        "Vim puts in a null character, of no use in a prompt. Here it is a line break, as \\r is.",
        types(r":s/\w+/\\n/"),
        _CHANGES,
        case("one", ":s/one/\\n/<CR>"),
    ),
    Deviation(
        "the cursor after gw",
        "Vim follows the character that the cursor was on; here the cursor stays at its place.",
        types(r"gw(?:w|[ia]p|[jk{}G])|[vV].*gw"),
        _PLACES,
        case("one\ntwo| three", "gwip"),
    ),
    Deviation(
        "half a character",
        "Vim counts in bytes: some commands cut a character, or part a letter from its marks.",
        leaves_half_a_character,
        _CHANGES,
        case("|\u0303", "vAY<Esc>mb`<lt>c`b"),
    ),
    Deviation(
        "places beside wide characters",
        "To Vim a mark is so many bytes from the line's beginning. When a character of several "
        "bytes comes or goes before it, it is at another one; here it keeps its column.",
        counts_bytes,
        _CHANGES,
        case("b|\t", "<C-v>Xi\u00e9<Esc>`>"),
    ),
    Deviation(
        "the ends of a change beside wide characters",
        "Vim counts them in bytes, too: of a block in wide characters, and of an insertion that "
        "went on before where it began.",
        types_beside_wide(r"(?:<C-v>|<C-o>|g[uU~?]).*[`'][\[\]]"),
        _PLACES,
        case("|\u5b57", "<C-v>rj`]"),
    ),
    Deviation(
        "an operator with a line that changes wide characters",
        "Where the operator begins is a number of bytes, too.",
        types_beside_wide(r"(?:[dcy]|g[uU~?]):"),
        frozenset({"text", "cursor", "registers"}),
        case("|\uff0c\u3002\nw )", "ld:d<CR>"),
    ),
    Deviation(
        "q: q/ and q?",
        "They open a window to edit a command line in, and there is none.",
        types(r"q[:/?]"),
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
        types(r"z(?:<CR>|[.+^-])"),
        _CHANGES,
        case(" 2", "z<CR>"),
    ),
    Deviation(
        ":a, :c, :i and :o",
        "They read the lines that follow, as a script has them, or begin Vi's open mode.",
        types(r":[acio]<CR>"),
        _CHANGES,
        case("", ":i<CR>o<Esc>"),
    ),
    Deviation(
        "& and Ctrl+R : before any line",
        "Vim cannot be made to forget its last :s and last line: the oracle leaves empty ones.",
        types(r":[gv].*(?:&|:s<CR>)|[iaoIAOsScCR:/].*<C-r>:"),
        _CHANGES,
        case("s", ":g/.<CR>&"),
    ),
    Deviation(
        "repeating control characters",
        "Vim repeats a control character that was typed by its number as the key of that name.",
        types(r"<C-v>x.*(?:\.|<C-a>|@)"),
        _CHANGES,
        case("", "A<C-o>w<C-v>xf <Esc>."),
    ),
    Deviation(
        "Ctrl+H behind Ctrl+V",
        "In a register the oracle cannot tell it from Backspace.",
        types(r"<C-[vq]>[xXoOuU]?<C-h>"),
        frozenset({"registers"}),
        case("", "a<C-v><C-h><Esc>x"),
    ),
    Deviation(
        "Ctrl+H in a digraph",
        "There, too, the oracle cannot tell it from Backspace.",
        types(r"<C-k>(?:.|<[^>]+>)?<C-h>"),
        _CHANGES,
        case("", "i<C-k>a<C-h><Esc>"),
    ),
    Deviation(
        "r with Ctrl+V and Ctrl+E or Ctrl+Y",
        "Vim looks for a character below or above that it then does not put there, and writes one "
        "that nobody typed.",
        types(r"r<C-[vq]><C-[ey]>"),
        _CHANGES,
        case("ab|c\ndef", "r<C-v><C-e>"),
    ),
    Deviation(
        "R and Backspace behind r",
        "What r replaced stays on Vim's list of what Backspace brings back.",
        brings_back_of_r,
        frozenset({"text", "cursor", "registers"}),
        case("a|bc", "rxR<BS><Esc>"),
    ),
    Deviation(
        "Ctrl+X in insert mode",
        "There is no completion of its own: the composer has a popup.",
        types(r"<C-x><C-"),
        _CHANGES,
        case("|x", "O<C-x><C-v>"),
    ),
    Deviation(
        "an operator with gV",
        "It takes a character or none, as the last selection left it; here it takes none.",
        types(r"gV"),
        _CHANGES,
        case("|ee", "v>dgV"),
    ),
    Deviation(
        "< on a block of a line's last tab",
        "Vim leaves the cursor behind the line's end until the next key.",
        shifts_a_block_away,
        frozenset({"cursor"}),
        case("|\t\n(\neefoo foo", ">><C-v>9g_<lt>"),
    ),
    Deviation(
        "the column kept behind a block that begins with a tab",
        "Vim goes on from the block's last column.",
        types_beside_tabs(r"<C-v>.*(?:[jk+-]|<Down>|<Up>)"),
        frozenset({"text", "cursor", "registers", "selection"}),
        case("|\t+\n  bar_baz\n", "<C-v>_OUjiy<Esc>J"),
    ),
    Deviation(
        "nostartofline and shifts",
        "Vim goes to the column that a motion within the line wants, or that it had in the indent.",
        types(r"nosol<CR>.*(?:<lt>|>)"),
        frozenset({"text", "cursor", "registers"}),
        case("|l>", ":se nosol<CR><lt><End>"),
    ),
    Deviation(
        "bullets with *",
        "To Vim, lines that begin with /* or * are a comment in C, and gq joins them. Here * is a "
        "bullet, as - is.",
        has_stars,
        frozenset({"text", "cursor", "registers"}),
        case("|* a\n* b", "gqj"),
    ),
    Deviation(
        "a block of marks alone",
        "A mark that follows no letter takes a cell; Vim puts a block of such as if it took none.",
        begins_with_a_mark,
        frozenset({"text", "cursor", "registers"}),
        case("|\u0303x", "<C-v>yp"),
    ),
    Deviation(
        "where Ctrl+U and Ctrl+W stop beside wide characters",
        "They stop where the insertion began, which is a number of bytes, too.",
        types_beside_wide(r"(?:<C-[uw]>|\d[aAiI]).*<C-[uw]>"),
        frozenset({"text", "cursor", "registers"}),
        case("\t|c", "i<C-w>\u00e9:<C-u><CR>"),
    ),
    Deviation(
        "insertions into an area beside wide characters",
        "Where they go and how much they are is a number of bytes, too.",
        types_beside_wide(r"c<C-v>|v.*[AI].*\."),
        frozenset({"text", "cursor", "registers"}),
        case("b |\U0001f642\n\u6f22\u5b57", 'c<C-v>+<C-r>"<Esc><Del>b'),
    ),
    Deviation(
        "where u leads beside wide characters",
        "Vim goes to a number of bytes in one line that was counted in another.",
        types_beside_wide(r"[cJj].*u"),
        frozenset({"text", "cursor", "registers"}),
        case(" c\n\u65e5|\u5b57", "ck<Esc>u"),
    ),
    Deviation(
        "leaving the place of a block's insertion",
        "When keys delete or move beyond where it began, change the indent or put in lines, Vim "
        "copies what is found there by bytes.",
        types(
            r"(?:<C-v>)(?:(?!<Esc>).)*[IAcC](?:(?!<Esc>).)*"
            r"<(?:BS|C-[hwutdr]|Del|Home|End|Left|Right)>"
        ),
        frozenset({"text", "cursor", "registers", "selection"}),
        case("|y\n \ny", "<C-v>#A<Del><Esc>5Y"),
    ),
    Deviation(
        "nostartofline in :g",
        "Its lines begin in the first column; Vim keeps the column from before.",
        types(r"nosol<CR>.*:[gv]/"),
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

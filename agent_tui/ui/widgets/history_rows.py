"""How a past prompt stands in one row. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from agent_tui.ui.foreign_text import harmless
from agent_tui.ui.render.cells import cells_of, cut_end
from agent_tui.ui.render.marked_runs import marked_runs

LINE_BREAK = " ↵ "
_CONTEXT_CHARACTERS = 12  # what stays visible before a match that would not be
_LOOKED_AT = 10_000
_UNITS = ((60, "min", 60), (3600, "h", 24), (86_400, "d", 365), (31_536_000, "y", 10**6))


def short_age(seconds: float) -> str:
    """How long ago, in a few cells: "now", "5 min", "3 h", "20 d", "2 y"."""
    for unit_s, name, most in _UNITS:
        if unit_s <= seconds < unit_s * most:
            return f"{int(seconds // unit_s)} {name}"
    return "now"


def snippet(text: str, words: Sequence[str], cells: int, *, has_capitals: bool) -> str:
    """The start of a prompt in one line, or the part around the first word that was found."""
    line = LINE_BREAK.join(harmless(text[:_LOOKED_AT]).strip().split("\n")).replace("\t", " ")
    searched = line if has_capitals else line.lower()
    first = min((at for word in words if (at := searched.find(word)) >= 0), default=0)
    if first and cells_of(line[: first + len(words[0])]) > cells:
        line = "…" + line[first - min(first, _CONTEXT_CHARACTERS) :]
    return cut_end(line, cells)


def marked(line: str, words: Sequence[str], *, has_capitals: bool) -> list[tuple[str, bool]]:
    """The line in pieces; True for what was typed."""
    searched = line if has_capitals else line.lower()
    places: set[int] = set()
    # A letter whose small form is longer would move all that stand behind it.
    for word in words if len(searched) == len(line) else ():
        at = searched.find(word)
        while at >= 0:
            places.update(range(at, at + len(word)))
            at = searched.find(word, at + len(word))
    return list(marked_runs(line, places))

"""Foreign text as one harmless line."""

from __future__ import annotations

from rich.cells import set_cell_size

from agent_tui.ui.foreign_text import harmless
from agent_tui.ui.markdown.wrap import cells_of
from agent_tui.ui.render.exact_text import revealed

_MOST_CHARACTERS = 400  # of one piece: more never fits into a row


def one_line(text: str) -> str:
    """The beginning of a foreign text, harmless, its blanks and line ends as single blanks."""
    return " ".join(harmless(text[:_MOST_CHARACTERS]).split())


def exact_line(text: str) -> str:
    """The whole of a foreign text on one line, with everything spelled out that the eye would miss:
    for what must be read exactly, such as a rule or a command."""
    return revealed(text).replace("\n", "↵").replace("\t", "→")


def cut_end(text: str, cells: int) -> str:
    """`text` in at most so many cells; an ellipsis stands for the end that was cut."""
    if cells_of(text) <= cells:
        return text
    return set_cell_size(text, max(cells - 1, 0)).rstrip() + "…" if cells > 0 else ""


def cut_start(text: str, cells: int) -> str:
    """`text` in at most so many cells, its end kept: of a path, the name counts."""
    if cells_of(text) <= cells:
        return text
    start = max(len(text) - cells + 1, 0)
    while start < len(text) and cells_of(text[start:]) > cells - 1:
        start += 1
    return "…" + text[start:] if cells > 0 else ""

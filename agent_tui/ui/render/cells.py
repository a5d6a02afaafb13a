"""Widths in terminal cells, and texts cut to them."""

from __future__ import annotations

from rich.cells import cell_len, set_cell_size


def cells_of(text: str) -> int:
    """Width of `text` in terminal cells."""
    return len(text) if text.isascii() else cell_len(text)


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

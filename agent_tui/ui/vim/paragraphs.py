"""Where paragraphs begin."""

from __future__ import annotations

from agent_tui.ui.vim.text import VimText

_SECTION_MACROS = ("SH", "NH", "H ", "HU", "nh", "sh")
_PARAGRAPH_MACROS = ("IP", "LP", "PP", "QP", "P ", "TP", "HP", "LI", "Pp", "Lp", "It", "pp", "lp",
                     "ip", "bp")  # fmt: skip


def _is_macro(line: str, names: tuple[str, ...]) -> bool:
    return line[1:3].ljust(2) in names


def starts_section(line: str) -> bool:
    """A form feed, or an nroff macro that begins a section."""
    return line[:1] == "\f" or (line[:1] == "." and _is_macro(line, _SECTION_MACROS))


def starts_paragraph(line: str) -> bool:
    """An empty line, a form feed, or an nroff macro that begins a paragraph or section."""
    if not line or line[0] == "\f":
        return True
    return line[0] == "." and (
        _is_macro(line, _SECTION_MACROS) or _is_macro(line, _PARAGRAPH_MACROS)
    )


def paragraph_row(text: VimText, row: int, step: int, count: int) -> int | None:
    """The row at which the `count`th paragraph border lies; None when there are not so many."""
    last = text.line_count - 1
    for left in range(count - 1, -1, -1):
        has_skipped, is_first = False, True
        while True:
            line = text.line(row)
            has_skipped = has_skipped or bool(line)
            if not is_first and has_skipped and starts_paragraph(line):
                break
            if not 0 <= row + step <= last:
                if left:
                    return None
                break
            row += step
            is_first = False
    return row

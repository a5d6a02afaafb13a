"""The help as one long text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from textual.content import Content

from agent_tui.ui.help.sections import HelpSection
from agent_tui.ui.render.cells import cells_of

_MOST_LEFT_CELLS = 34  # longer ones stand in a row of their own
_LEAST_RIGHT_CELLS = 20  # in less, words are not kept below each other


def help_content(
    sections: Iterable[HelpSection], closing: Sequence[str] = (), width: int = 0
) -> Content:
    """Titles and rows; closing: lines below all of them. width: cells to wrap what keys do at, 0
    to leave it whole."""
    lines: list[Content] = []
    for section in sections:
        lines += _section(section, width)
        lines.append(Content(""))
    lines += [Content(line).stylize("$text-muted") for line in closing]
    return Content("\n").join(lines)


def _section(section: HelpSection, width: int) -> Iterator[Content]:
    if section.title:
        yield Content(section.title).stylize("bold $primary")
        yield Content("")
    fitting = [cells_of(left) for left, _ in section.rows if cells_of(left) <= _MOST_LEFT_CELLS]
    column = max(fitting, default=0) + 3
    for left, right in section.rows:
        if not left:
            yield Content(right)
            continue
        is_long = cells_of(left) > _MOST_LEFT_CELLS
        if is_long:
            yield Content.assemble((left, "$foreground"))
        first, *others = _wrapped(right, width - column)
        head = " " * column if is_long else left + " " * (column - cells_of(left))
        yield Content.assemble((head, "$foreground"), (first, "$text-muted"))
        for other in others:
            yield Content.assemble((" " * column + other, "$text-muted"))


def _wrapped(text: str, width: int) -> list[str]:
    if width < _LEAST_RIGHT_CELLS:
        return [text]
    lines = [""]
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}" if lines[-1] else word
        if cells_of(longer) > width and lines[-1]:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines

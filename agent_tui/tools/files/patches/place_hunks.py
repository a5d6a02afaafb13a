"""Putting hunks into a text: by their lines, which must match exactly, wherever they moved to."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from agent_tui.errors import ToolError
from agent_tui.tools.files.patches.file_patch import Hunk
from agent_tui.tools.files.text.lf_text import joined
from agent_tui.tools.files.text.lines import split_lines
from agent_tui.tools.files.text.near_text import nearest_text
from agent_tui.tools.files.text.text_form import with_lf


class _Place(Struct, frozen=True):
    hunk: Hunk
    start: int  # index in the lines

    @property
    def end(self) -> int:
        return self.start + len(self.hunk.old)


def patched(text: str, hunks: Sequence[Hunk], *, newline: str, name: str) -> str:
    """The text with all hunks. Lines that stay keep their line ends, new ones get `newline`.

    Raises `ToolError`, which names the hunk that does not fit.
    """
    lines = split_lines(text)
    plain = [line.rstrip("\r\n") for line in lines]
    is_open = bool(lines) and lines[-1] == plain[-1]
    if is_open:
        lines[-1] += newline
    places = _placed(plain, hunks, name)
    result: list[str] = []
    done = 0
    for place in places:
        result += lines[done : place.start]
        result += _replaced(lines, place, newline)
        done = place.end
        if place.end == len(lines):
            hunk = place.hunk
            is_open = hunk.new_is_open or (is_open and not hunk.old_is_open)
    result += lines[done:]
    if is_open and result:
        result[-1] = with_lf(result[-1]).removesuffix("\n")
    return joined(result)


def _replaced(lines: Sequence[str], place: _Place, newline: str) -> list[str]:
    result = []
    index = place.start
    for sign, text in place.hunk.lines:
        if sign == "+":
            result.append(text + newline)
            continue
        if sign == " ":
            result.append(lines[index])
        index += 1
    return result


def _placed(lines: Sequence[str], hunks: Sequence[Hunk], name: str) -> list[_Place]:
    places: list[_Place] = []
    done = drift = 0
    for number, hunk in enumerate(hunks, 1):
        try:
            place = _Place(hunk, _found(lines, hunk, done, drift))
        except ToolError as error:
            raise ToolError(
                f"Hunk {number} of {len(hunks)} for {name} ({hunk.header.strip()}) does not fit. "
                f"{error} Nothing was changed."
            ) from None
        if hunk.old_start is not None:
            drift = place.start - (hunk.old_start - bool(hunk.old))
        done = place.end
        places.append(place)
    return places


def _found(lines: Sequence[str], hunk: Hunk, done: int, drift: int) -> int:
    """The index where the hunk belongs, at or after `done`. Raises `ToolError`."""
    old = hunk.old
    if not old:
        if lines and hunk.old_start is None:
            raise ToolError("It has neither a line number nor lines that stay. Add some.")
        return min(max(done, (hunk.old_start or 0) + drift), len(lines))
    found = _places(lines, old)
    later = [place for place in found if place >= done]
    if not later:
        raise ToolError(_reason(lines, hunk, found))
    if hunk.old_start is None:
        nearest = later
    else:
        expected = hunk.old_start - 1 + drift
        least = min(abs(place - expected) for place in later)
        nearest = [place for place in later if abs(place - expected) == least]
    if len(nearest) > 1:
        numbers = ", ".join(str(place + 1) for place in nearest[:10])
        raise ToolError(f"It fits equally well at lines {numbers}. Add lines around it.")
    return nearest[0]


def _places(lines: Sequence[str], wanted: Sequence[str]) -> list[int]:
    first, count = wanted[0], len(wanted)
    return [
        index
        for index, line in enumerate(lines)
        if line == first and lines[index : index + count] == wanted
    ]


def _reason(lines: Sequence[str], hunk: Hunk, found: Sequence[int]) -> str:
    if found:
        return (
            f"Its lines stand at line {found[0] + 1}, before the end of the hunk before it. "
            "Put the hunks in the order of their lines, each change once."
        )
    if hunk.new and (made := _places(lines, hunk.new)):
        return (
            f"What it would make stands there already, at line {made[0] + 1}: it was applied "
            "before, or the patch is reversed."
        )
    return nearest_text("\n".join(lines), "\n".join(hunk.old))

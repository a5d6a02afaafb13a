"""Why a text is not found: what in the file comes nearest to it, and in what it differs."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Sequence

from agent_tui.tools.files.text.lines import numbered_lines

_MAX_SHOWN = 3
_MAX_SHOWN_LINES = 12
_MAX_COMPARED = 5_000  # lines; difflib needs some 10 us for each
_MIN_LIKENESS = 0.6
_LINE_NUMBER = re.compile(r"^ *\d+\t", re.MULTILINE)
_LOOK_ALIKES = str.maketrans("‘’‚‛“”„‟‐‑‒–—―−", "''''\"\"\"\"-------")


def nearest_text(text: str, wanted: str) -> str:
    """Sentences and numbered lines that help to find it the next time. Both with LF only."""
    if not wanted.strip():
        return "It is only white space; give some of the text around it."
    if found := _known_slip(text, wanted):
        return found
    lines, block = text.split("\n"), wanted.strip("\n").split("\n")
    for normalise, difference in _NORMALISERS:
        starts = _starts(lines, block, normalise)
        if starts:
            return _described(lines, block, starts, normalise, difference)
    if start := _most_alike(lines, block):
        shown = numbered_lines(start, lines[start - 1 : start - 1 + min(len(block), 12)])
        return f"The nearest is at line {start}:\n{shown}"
    return "Nothing in the file resembles it. Read the file again."


def _known_slip(text: str, wanted: str) -> str:
    without_numbers = _LINE_NUMBER.sub("", wanted)
    if without_numbers != wanted and without_numbers.strip("\n") in text:
        return "It contains the line numbers that read_file shows. Leave them out."
    if wanted.endswith("\n") and text.endswith(wanted.rstrip("\n")):
        return "The file ends there without a line break. Leave out the line break at the end."
    if (place := text.find(wanted.strip("\n"))) >= 0:
        number = text.count("\n", 0, place) + 1
        return f"It is at line {number} without the line breaks around it. Leave those out."
    unescaped = wanted.replace("\\n", "\n").replace("\\t", "\t").replace('\\"', '"')
    if unescaped != wanted and unescaped in text:
        return "It is there without the backslashes: it was escaped once too often."
    return ""


def _plain(line: str) -> str:
    return unicodedata.normalize("NFKC", line.translate(_LOOK_ALIKES))


def _without_space(line: str) -> str:
    return "".join(line.split())


_NORMALISERS: tuple[tuple[Callable[[str], str], str], ...] = (
    (str.rstrip, "in the spaces at the end"),
    (str.strip, "in indentation"),
    (_without_space, "in white space"),
    (_plain, "in look-alike characters (quotes, dashes, spaces or accents)"),
    (lambda line: _plain(line).strip(), "in indentation and look-alike characters"),
    (str.casefold, "in upper and lower case"),
)


def _starts(
    lines: Sequence[str], block: Sequence[str], normalise: Callable[[str], str]
) -> list[int]:
    """Indexes at which the normalised block stands."""
    wanted = [normalise(line) for line in block]
    if not any(wanted):
        return []
    normal = [normalise(line) for line in lines]
    first, count = wanted[0], len(wanted)
    return [
        index
        for index, line in enumerate(normal)
        if line == first and normal[index : index + count] == wanted
    ]


def _described(
    lines: Sequence[str],
    block: Sequence[str],
    starts: Sequence[int],
    normalise: Callable[[str], str],
    difference: str,
) -> str:
    parts = []
    for start in starts[:_MAX_SHOWN]:
        place = lines[start : start + len(block)]
        other = [start + 1 + index for index, line in enumerate(place) if line != block[index]]
        parts.append(f"{_line_list(other)} only {difference}:")
        shown = min(len(place), _MAX_SHOWN_LINES)
        parts.append(numbered_lines(start + 1, place[:shown]))
    if len(starts) > _MAX_SHOWN:
        parts.append(f"({len(starts) - _MAX_SHOWN} more such places.)")
    return "\n".join(parts)


def _line_list(numbers: Sequence[int]) -> str:
    if len(numbers) == 1:
        return f"Line {numbers[0]} differs"
    shown = ", ".join(str(number) for number in numbers[:10])
    return f"Lines {shown}{' and more' if len(numbers) > 10 else ''} differ"


def _most_alike(lines: Sequence[str], block: Sequence[str]) -> int:
    """The number of the line at which the most alike place starts, 0 for none."""
    rarity = Counter(line.strip() for line in lines)
    positions: dict[str, int] = {}
    for index, line in enumerate(block):
        positions.setdefault(line.strip(), index)
    votes: Counter[int] = Counter()
    for index, line in enumerate(lines):
        place = positions.get(line.strip())
        if place is not None and line.strip():
            # Rare lines say more about the place than "else:" does.
            votes[max(0, index - place)] += 1 + 100 // rarity[line.strip()]
    if votes:
        return votes.most_common(1)[0][0] + 1
    return _most_alike_line(lines, block)


def _most_alike_line(lines: Sequence[str], block: Sequence[str]) -> int:
    import difflib  # late: only for what is not found

    longest = max(block, key=len).strip()
    place = next(index for index, line in enumerate(block) if line.strip() == longest)
    stripped = [line.strip()[:500] for line in lines[:_MAX_COMPARED]]
    found = difflib.get_close_matches(longest[:500], stripped, n=1, cutoff=_MIN_LIKENESS)
    return max(0, stripped.index(found[0]) - place) + 1 if found else 0

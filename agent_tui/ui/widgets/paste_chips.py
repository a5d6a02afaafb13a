"""Large pastes: a short label in the composer, the whole text when it leaves. Pure."""

from __future__ import annotations

import re

CHIP_CHARACTERS = 4000
"""A paste with more characters becomes a chip: one long line makes every later key slow."""

CHIP_LINES = 50
"""A paste with more lines becomes a chip: the composer could not show it anyway."""

LARGEST_EDITABLE = 50_000
"""A stored text with more characters comes back as a chip."""

_LABEL = re.compile(r"\[Pasted text #(\d+) \+\d+ lines?\]")
# What a paste may carry besides text: terminal sequences (colours of a log) and control characters.
_SEQUENCES = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[@-Z\\-_])")
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


class PasteChips:
    """The pastes behind the labels. A label that was edited is plain text.

    Pastes are kept for as long as the program runs: stash, history and undo may bring a label back.
    """

    def __init__(self) -> None:
        self._texts: dict[int, str] = {}

    def add(self, text: str) -> str:
        """Keep a paste; returns the label that stands for it."""
        number = len(self._texts) + 1
        self._texts[number] = text
        lines = text.count("\n") + 1
        return f"[Pasted text #{number} +{lines} {'line' if lines == 1 else 'lines'}]"

    def expanded(self, text: str) -> str:
        """`text` with every label replaced by what was pasted."""
        return _LABEL.sub(lambda match: self._texts.get(int(match[1]), match[0]), text)

    def label_before(self, line: str, column: int) -> str:
        """The label that ends exactly at `column` of `line`, "" when none does."""
        for match in _LABEL.finditer(line[:column]):
            if match.end() == column and int(match[1]) in self._texts:
                return match[0]
        return ""

    def label_after(self, line: str, column: int) -> str:
        """The label that begins exactly at `column` of `line`, "" when none does."""
        match = _LABEL.match(line, column)
        return match[0] if match and int(match[1]) in self._texts else ""


def is_chip_worthy(text: str) -> bool:
    """True when a paste is too large to be edited comfortably."""
    return len(text) > CHIP_CHARACTERS or text.count("\n") >= CHIP_LINES


def is_too_large_to_edit(text: str) -> bool:
    """True when a stored text, say a draft from disk, would make every key slow."""
    return len(text) > LARGEST_EDITABLE or max(map(len, text.split("\n"))) > CHIP_CHARACTERS


def clean_paste(text: str) -> str:
    """Foreign text as it may stand in the composer: line ends unified, nothing that moves the
    cursor."""
    unified = text.replace("\r\n", "\n").replace("\r", "\n")
    return _CONTROLS.sub("", _SEQUENCES.sub("", unified))

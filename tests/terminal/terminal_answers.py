"""What a terminal answers to the questions that programs ask it."""

from __future__ import annotations

import re

_QUESTION = re.compile(
    rb"\x1b\[\?2026\$p|\x1b\[\?2048\$p|\x1b\[\?u|\x1b\[0?c|\x1b\]1([01]);\?(?:\x07|\x1b\\)"
)
_FIXED = {
    b"\x1b[?2026$p": b"\x1b[?2026;2$y",  # synchronised output: known, off
    b"\x1b[?2048$p": b"\x1b[?2048;0$y",  # resize reports: not known
    b"\x1b[?u": b"\x1b[?0u",  # kitty keyboard: known, nothing switched on
    b"\x1b[c": b"\x1b[?62;22c",
    b"\x1b[0c": b"\x1b[?62;22c",
}
# The longest question is shorter; what is cut off at the end of a read is looked at again.
_LONGEST = 16


class TerminalAnswers:
    """Finds the questions in a stream of output. background, foreground: "rrggbb"."""

    def __init__(self, *, background: str = "1e1e1e", foreground: str = "e0e0e0") -> None:
        self._colours = {b"0": foreground, b"1": background}
        self._seen = 0

    def to(self, output: bytes | bytearray) -> bytes:
        """The answers to what was asked since the last call. `output` is all of it so far."""
        answers = b""
        for match in _QUESTION.finditer(output, self._seen):
            answers += _FIXED.get(match[0]) or self._colour_answer(match[1])
            self._seen = match.end()
        self._seen = max(self._seen, len(output) - _LONGEST)
        return answers

    def _colour_answer(self, which: bytes) -> bytes:
        colour = self._colours[which]
        parts = "/".join(colour[i : i + 2] * 2 for i in (0, 2, 4))
        return b"\x1b]1%b;rgb:%b\x1b\\" % (which, parts.encode())

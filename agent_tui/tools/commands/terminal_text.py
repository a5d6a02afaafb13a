"""Output that was meant for a terminal, as plain lines. Pure."""

from __future__ import annotations

import codecs
import re

# Colours, cursor movements, titles, links: whatever begins with an escape character.
_SEQUENCE = re.compile(
    r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[PX^_][^\x1b]*\x1b\\"
    r"|[ -/]+[0-~]|[0-OQ-WYZ\\`-~])"
)
_BEGUN_SEQUENCE = re.compile(r"\x1b(?:\[[0-?]*[ -/]*|[\]PX^_][^\x07\x1b]*\x1b?|[ -/]*)\Z")
_LONGEST_SEQUENCE = 4096
# A longer line is passed on in pieces: output without any line end must not pile up.
_LONGEST_LINE = 8192


class TerminalText:
    """Decodes output and plays what a terminal would: a line that was written again and again
    (progress bars) is its last state, backspaces delete, colours go. Other control characters
    stay.

    unfinished: the line that has no end yet, as far as it is known.
    """

    def __init__(self) -> None:
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._held = ""
        self._line = ""

    @property
    def unfinished(self) -> str:
        """The present state of the line that has not ended."""
        return self._line

    def feed(self, data: bytes) -> str:
        """The lines that have ended with this, each with its line end."""
        return self._fed(self._decoder.decode(data))

    def end(self) -> str:
        """What remains when there is no more output."""
        rest = self._fed(self._decoder.decode(b"", final=True))
        rest += last_state(self._line + self._held.partition("\x1b")[0])
        self._line = self._held = ""
        return rest

    def _fed(self, text: str) -> str:
        text, self._held = _without_sequences(self._held + text)
        if text.endswith("\r"):  # perhaps half of a line end
            text, self._held = text[:-1], "\r" + self._held
        if "\r" in text:
            text = text.replace("\r\n", "\n")
        text = self._line + text
        end = text.rfind("\n") + 1
        ended, line = text[:end], text[end:]
        if "\r" in ended or "\b" in ended:
            ended = "\n".join(map(last_state, ended.split("\n")))
        line = last_state(line)
        if len(line) > _LONGEST_LINE:
            ended, line = ended + line, ""
        self._line = line
        return ended


def last_state(line: str) -> str:
    """What is seen of a line at the end: `"10 %\\r100 %"` is `"100 %"`, `"ab\\bc"` is `"ac"`."""
    if "\r" in line:
        line = next((state for state in reversed(line.split("\r")) if state), "")
    if "\b" not in line:
        return line
    seen: list[str] = []
    for character in line:
        if character != "\b":
            seen.append(character)
        elif seen:
            seen.pop()
    return "".join(seen)


def _without_sequences(text: str) -> tuple[str, str]:
    """The text, and the beginning of a sequence whose end has not come."""
    if "\x1b" not in text:
        return text, ""
    text = _SEQUENCE.sub("", text)
    begun = _BEGUN_SEQUENCE.search(text)
    if begun is None or len(text) - begun.start() > _LONGEST_SEQUENCE:
        return text, ""
    return text[: begun.start()], text[begun.start() :]

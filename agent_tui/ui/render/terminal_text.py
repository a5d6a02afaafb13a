"""Command output without what only a terminal understands: colours, cursor moves, overwriting."""

from __future__ import annotations

import re

# ECMA-48: CSI sequences; OSC, DCS, SOS, PM and APC strings up to their terminator; single escapes.
_SEQUENCE = re.compile(
    r"\x1b(?:\[[0-?]*[ -/]*[@-~]|[\]PX^_][^\x07\x1b\n]*(?:\x07|\x1b\\)|[ -/]+[0-~]|[0-OQ-WYZ\\`-~])"
)
# One that may go on in the next delta.
_UNFINISHED = re.compile(r"\x1b(?:\[[0-?]*[ -/]*|[\]PX^_][^\x07\x1b\n]*\x1b?|[ -/]*)?\Z")
_MOST_HELD = 1_000  # characters; what is longer was no sequence
_ERASED = re.compile(r"[^\n\b]?\x08")


def terminal_text(text: str) -> str:
    """A whole output: sequences left out, each line as it stood at its end. Other control
    characters stay; see `harmless`."""
    stream = TerminalTextStream()
    return stream.feed(text) + stream.open_line


class TerminalTextStream:
    """`terminal_text` for output that comes in deltas, cut anywhere.

    `feed` returns finished lines, each with its newline; `open_line` is what stands after them.
    most_open: characters kept of a line that never ends, 0 for all.
    """

    def __init__(self, *, most_open: int = 0) -> None:
        self._most_open = most_open
        self._held = ""  # the beginning of an escape sequence
        self._open = ""

    @property
    def open_line(self) -> str:
        """The line that may still change."""
        return _settled(self._open)

    def feed(self, delta: str) -> str:
        """Take more output."""
        text = self._held + delta
        self._held = ""
        if "\x1b" in text:
            text = _SEQUENCE.sub("", text)
            unfinished = _UNFINISHED.search(text)
            if unfinished and len(unfinished.group()) < _MOST_HELD:
                self._held = unfinished.group()
                text = text[: unfinished.start()]
        text = self._open + text
        if "\b" in text:
            text = _ERASED.sub("", text)
        if "\r" in text:
            *finished, last = text.split("\n")
            lines = "".join(f"{_settled(line)}\n" for line in finished)
            self._open = _overwritten(last)
        else:
            end = text.rfind("\n") + 1
            lines, self._open = text[:end], text[end:]
        if self._most_open and len(self._open) > self._most_open:
            self._open = self._open[-self._most_open :]
        return lines


def _overwritten(line: str) -> str:
    """Without what a carriage return has made invisible; one at the end still waits for text."""
    body = line.rstrip("\r")
    kept = body[body.rfind("\r") + 1 :]
    return f"{kept}\r" if body != line else kept


def _settled(line: str) -> str:
    return _overwritten(line).removesuffix("\r")

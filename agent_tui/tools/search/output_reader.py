"""Reads what a search prints, whichever program does.

A line of content is `./path NUL number:column:offset:text`, a line of context
`./path NUL number-offset-text`, a file with its count `./path NUL count`, a file alone
`./path NUL`. Our own search prints `number:text` and `number=text` for lines that are cut already,
and `!reason:./path NUL` for what it did not search. Complaints are `!complaints:text NUL`.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from agent_tui.tools.search.complaints import add_complaints
from agent_tui.tools.search.found_lines import COMPLAINTS, Found, FoundLine
from agent_tui.tools.search.grep_request import GrepOutput

_CONTENT = re.compile(
    rb"(?P<number>\d+)(?::(?P<column>\d+):(?P<offset>\d+):|-\d+-|(?P<final>[:=]))"
    rb"(?P<text>[^\n]*)\n"
)
_COUNT = re.compile(rb"(?P<count>\d+)\r?\n")
_FILE = re.compile(rb"")
_AFTER_PATH = {
    GrepOutput.CONTENT: _CONTENT,
    GrepOutput.COUNT: _COUNT,
    GrepOutput.FILES: _FILE,
}
_ASIDE = re.compile(rb"!(?P<kind>\w+):(?P<text>.*)", re.DOTALL)
# ripgrep says so among the results, after those of the file.
_BINARY = re.compile(
    rb"(?:rg: )?(?P<path>\./[^\0]*?): (?:WARNING: stopped searching binary file[^\n]*"
    rb"|binary file matches[^\n]*)\n"
)
_MOST_PENDING = 1_000_000


class OutputReader:
    """Feed it bytes as they come. fits: which paths are wanted."""

    def __init__(self, found: Found, output: GrepOutput, fits: Callable[[str], bool]) -> None:
        self._found, self._fits = found, fits
        self._is_content = output is GrepOutput.CONTENT
        self._after_path = _AFTER_PATH[output]
        self._pending, self._complaint = b"", ""

    def feed(self, data: bytes) -> None:
        """More output."""
        data, start = self._pending + data, 0
        while not self._found.is_full and (end := data.find(b"\0", start)) >= 0:
            before = self._without_warnings(data[start:end])
            if aside := _ASIDE.fullmatch(before):
                self._take_aside(aside["kind"].decode(), aside["text"])
                start = end + 1
            elif after := self._after_path.match(data, end + 1):
                self._take(_path(before), after)
                start = after.end()
            elif (line_end := data.find(b"\n", end)) >= 0:
                start = line_end + 1  # something that no search prints
            else:
                break
        self._pending = data[start:][-_MOST_PENDING:]

    def end(self) -> str:
        """No more output. What a program that failed complained of, "" when it did not."""
        rest, self._pending = self._without_warnings(self._pending), b""
        return (self._complaint or _decoded(rest)).strip()

    def _take(self, path: str, after: re.Match[bytes]) -> None:
        if not self._fits(path):
            return
        if self._is_content:
            self._found.add_line(_line(path, after))
        else:
            count = after.groupdict().get("count")
            self._found.add_file(path, int(count or 0))

    def _take_aside(self, kind: str, text: bytes) -> None:
        if kind == COMPLAINTS:
            self._complaint = add_complaints(self._found, text.decode("utf-8", "surrogateescape"))
        else:
            self._found.skip(kind, _path(text))

    def _without_warnings(self, text: bytes) -> bytes:
        while match := _BINARY.match(text):
            self._found.forget(_path(match["path"]))
            text = text[match.end() :]
        return text


def _line(path: str, match: re.Match[bytes]) -> FoundLine:
    number, text = int(match["number"]), _decoded(match["text"]).removesuffix("\r")
    if match["final"]:
        return FoundLine(path, number, text, is_match=match["final"] == b":", is_final=True)
    if match["column"] is None:
        return FoundLine(path, number, text, is_match=False)
    column, offset = int(match["column"]), int(match["offset"])
    return FoundLine(path, number, text, column=column, offset=offset)


def _path(raw: bytes) -> str:
    return raw.decode("utf-8", "surrogateescape").removeprefix("./")


def _decoded(text: bytes) -> str:
    return text.decode("utf-8", "replace")

"""Our own search in one file, printed in the form that `OutputReader` reads."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from agent_tui.tools.search.grep_request import GrepOutput, GrepRequest
from agent_tui.tools.search.long_lines import shown_line

_MARKS = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}
_UTF8_MARK = b"\xef\xbb\xbf"


class FileSearch:
    """A compiled request. Raises `re.error` for a pattern that is none."""

    def __init__(self, request: GrepRequest) -> None:
        self._request = request
        pattern = re.escape(request.pattern) if request.is_literal else request.pattern
        flags = re.MULTILINE | (re.IGNORECASE if request.ignore_case else 0)
        flags |= re.DOTALL if request.is_multiline else 0
        self._regex = re.compile(pattern, flags)
        # Most files do not contain a plain text: that is seen without taking them to pieces.
        is_plain = request.is_literal or re.fullmatch(r"[\w \-/:,;<>=\"'!@#%&~`]+", pattern)
        has_case = not request.ignore_case
        self._needle = request.pattern.encode() if is_plain and has_case else b""

    def records(self, name: bytes, data: bytes) -> Iterator[bytes]:
        """name: what stands before each record. Nothing for a file that is not text."""
        mark = _MARKS.get(data[:2])
        if mark is not None:
            data = data[2:].decode(mark, "replace").encode("utf-8", "replace")
        if b"\0" in data or self._needle not in data:
            return
        lines = data.removeprefix(_UTF8_MARK).split(b"\n")
        if not lines[-1]:
            lines.pop()
        texts = [line.removesuffix(b"\r").decode("utf-8", "surrogateescape") for line in lines]
        columns, count = self._in_text(texts) if self._request.crosses_lines else self._in(texts)
        if not columns:
            return
        if self._request.output is GrepOutput.FILES:
            yield name
        elif self._request.output is GrepOutput.COUNT:
            yield b"%b%d\n" % (name, count)
        else:
            yield from self._content(name, texts, columns)

    def _in(self, texts: list[str]) -> tuple[dict[int, int], int]:
        """Where in its line the first match is, by the index of the line; and how many lines."""
        search = self._regex.search
        columns = {i: m.start() for i, text in enumerate(texts) if (m := search(text))}
        return columns, len(columns)

    def _in_text(self, texts: list[str]) -> tuple[dict[int, int], int]:
        """The same over line breaks; and how many matches."""
        starts, end = [], 0
        for text in texts:
            starts.append(end)
            end += len(text) + 1
        columns: dict[int, int] = {}
        count = 0
        for count, match in enumerate(self._regex.finditer("\n".join(texts)), 1):  # noqa: B007 - the last one is used
            first = bisect_right(starts, match.start()) - 1
            last = bisect_right(starts, max(match.start(), match.end() - 1)) - 1
            columns.setdefault(first, match.start() - starts[first])
            for index in range(first + 1, last + 1):
                columns.setdefault(index, 0)
        return columns, count

    def _content(self, name: bytes, texts: list[str], columns: dict[int, int]) -> Iterator[bytes]:
        around = self._request.context_lines
        shown = {j for i in columns for j in range(i - around, i + around + 1)}
        for index in sorted(shown.intersection(range(len(texts)))):
            text, column = texts[index], columns.get(index)
            before = len(text[: column or 0].encode("utf-8", "surrogateescape"))
            line = shown_line(text.encode("utf-8", "surrogateescape"), before + 1)
            form = b"%b%d=%b\n" if column is None else b"%b%d:%b\n"
            yield form % (name, index + 1, line.encode())

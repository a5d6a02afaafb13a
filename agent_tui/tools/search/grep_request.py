"""What is searched for, as both ways of searching get it."""

from __future__ import annotations

import re
from enum import StrEnum

from msgspec import Struct

LINE_BYTES = 400  # a longer line is shown in part, around what was found
LARGEST_FILE_BYTES = 10_000_000  # for our own search, which reads a file as a whole

_LINE_BREAK = re.compile(r"(?<!\\)(?:\\\\)*\\n|\n")


class GrepOutput(StrEnum):
    """What is told of the matches."""

    CONTENT = "content"
    FILES = "files"
    COUNT = "count"


class GrepRequest(Struct, frozen=True, kw_only=True):
    """file: the name of the only file to search, "" for the whole folder. name_glob: files whose
    name does not fit are not searched; what is searched beyond the wish is dropped later."""

    pattern: str
    file: str = ""
    name_glob: str = ""
    ignore_case: bool = False
    context_lines: int = 0
    output: GrepOutput = GrepOutput.CONTENT
    is_literal: bool = False
    is_multiline: bool = False
    include_ignored: bool = False

    @property
    def crosses_lines(self) -> bool:
        """A pattern that names a line break could find nothing in single lines."""
        text = self.pattern
        return self.is_multiline or ("\n" in text if self.is_literal else has_line_break(text))


def has_line_break(regex: str) -> bool:
    """Whether a regular expression contains a line break or `\\n`."""
    return _LINE_BREAK.search(regex) is not None

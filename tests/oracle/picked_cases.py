"""The cases that were picked by hand: the tables in cases/, one file for each kind of command."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from msgspec import Struct

from tests.oracle.case import Case, case

FOLDER = Path(__file__).with_name("cases")
_HEADING = re.compile(r"\[(\S+)\](?: (\d+))?")


class PickedCase(Struct, frozen=True):
    """command: what it is about, as the heading names it."""

    command: str
    case: Case


@cache
def picked_cases() -> tuple[PickedCase, ...]:
    """Those of all tables."""
    return tuple(each for file in sorted(FOLDER.glob("*.txt")) for each in read_table(file))


def read_table(file: Path) -> list[PickedCase]:
    """The cases of one table.

    A line is a comment (";"), a heading ("[command]", with a width in cells if lines wrap), a line
    of text ("> ", with a "|" where the cursor begins) or key strings, apart by blanks.
    """
    cases: list[PickedCase] = []
    command, width = "", 0
    text: list[str] = []
    is_text_complete = False
    for line in file.read_text().splitlines():
        if heading := _HEADING.fullmatch(line):
            command, width = heading[1], int(heading[2] or 0)
            text = []
        elif line.startswith("> ") or line == ">":
            text = [line[2:]] if is_text_complete else [*text, line[2:]]
        elif not line.startswith(";"):
            marked = "\n".join(text)
            for keys in line.split():
                typed = keys.replace("<Space>", " ")
                cases.append(PickedCase(command, case(marked, typed, width=width)))
        is_text_complete = not line.startswith(">")
    return cases

"""What search programs print is read the same, however it is cut into pieces on its way."""

from __future__ import annotations

import pytest

from agent_tui.tools.search.found_lines import MOST_ITEMS, Found
from agent_tui.tools.search.grep_request import GrepOutput
from agent_tui.tools.search.output_reader import OutputReader

CONTENT = (
    b"./a\0001:3:0:one\n./a\0002-4-two\n./b\nc\0007:1:9:x:y-z\r\n"
    b'./bin\0001:1:0:foo\n./bin: WARNING: stopped searching binary file after match (found "\\0")\n'
    b"!secret:./.env\0./d\0009:last\n./d\00010=around\n"
    b'!complaints:./k.pem: preprocessor command could not start: \'"/" "./k.pem"\': Permission '
    b"denied (os error 13)\nrg: ./locked: Permission denied (os error 13)\n\0"
)


def read(output: GrepOutput, data: bytes, size: int) -> tuple[Found, str]:
    found = Found()
    reader = OutputReader(found, output, lambda path: path != "unwanted")
    for start in range(0, len(data), size):
        reader.feed(data[start : start + size])
    return found, reader.end()


@pytest.mark.parametrize("size", [1, 2, 7, 64, 10_000])
def test_content_is_read_in_pieces_of_any_size(size: int) -> None:
    found, complaint = read(GrepOutput.CONTENT, CONTENT, size)

    assert [(line.path, line.number, line.text, line.is_match) for line in found.lines] == [
        ("a", 1, "one", True),
        ("a", 2, "two", False),
        ("b\nc", 7, "x:y-z", True),
        ("d", 9, "last", True),
        ("d", 10, "around", False),
    ]
    assert found.matches == 3
    assert found.skipped == {"secret": [".env", "k.pem"], "unreadable": ["locked"]}
    assert complaint == ""


@pytest.mark.parametrize("size", [1, 5, 1000])
def test_files_and_counts_are_read_in_pieces_of_any_size(size: int) -> None:
    files, _ = read(GrepOutput.FILES, b"./a\0./unwanted\0!secret:./.env\0./b\nc\0", size)
    counts, _ = read(GrepOutput.COUNT, b"./a\0003\n./unwanted\0001\n./b\nc\00012\r\n", size)

    assert list(files.counts) == ["a", "b\nc"]
    assert files.skipped == {"secret": [".env"]}
    assert counts.counts == {"a": 3, "b\nc": 12}


def test_a_complaint_about_the_pattern_is_given_back() -> None:
    _, complaint = read(
        GrepOutput.CONTENT, b"!complaints:regex parse error:\n  (\nerror: unclosed group\0", 10
    )

    assert complaint == "regex parse error:\n  (\nerror: unclosed group"


def test_what_no_search_prints_does_not_stop_the_reading() -> None:
    found, _ = read(GrepOutput.COUNT, b"./a\0not a number\n./b\0002\n", 100)

    assert found.counts == {"b": 2}


def test_there_is_an_end_to_what_is_gathered() -> None:
    found, _ = read(GrepOutput.COUNT, b"".join(b"./%d\0001\n" % n for n in range(9000)), 4096)

    assert len(found.counts) == MOST_ITEMS
    assert found.is_full

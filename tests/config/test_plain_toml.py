"""What is read without the TOML library is what the library reads."""

from __future__ import annotations

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent_tui.config.sources.plain_toml import read_plainly
from agent_tui.ui.themes import theme_folders

_PIECES = st.sampled_from(
    [*' \t\n\r"=[]#.\\-_', '""', "'", "key", "a", "true", "false", "10", "07", "1_0", "é", "\x07"]
)


def test_all_shipped_themes_are_plain() -> None:
    files = list(theme_folders()[0].glob("*.toml"))

    assert files
    for file in files:
        text = file.read_text(encoding="utf-8")
        assert read_plainly(text) == tomllib.loads(text)


def test_strings_numbers_booleans_tables_and_comments_are_plain() -> None:
    text = '# Ours\nmodel = "a # b" # c\n\n[ui]\nmouse = false\nrows-shown = 12#\n[empty] # x\n'

    assert read_plainly(text) == {
        "model": "a # b",
        "ui": {"mouse": False, "rows-shown": 12},
        "empty": {},
    }


@pytest.mark.parametrize(
    "text",
    [
        "a = [1]",
        'a = "\\n"',
        'a = """x"""',
        "a = 'x'",
        "a.b = 1",
        "[a.b]",
        "[[a]]",
        "a = 1.5",
        "a = 07",
        'a = "x" y',
        'a = "x',
        "a = 1\na = 2",
        "[a]\n[a]",
        "a = 1\n[a]",
        "a",
        "a = ",
        " = 1",
        "a = \x07",
        "a = 1\r\n",
    ],
)
def test_everything_else_is_left_to_the_library(text: str) -> None:
    assert read_plainly(text) is None


@given(st.lists(_PIECES, max_size=14).map("".join))
def test_no_text_is_read_otherwise_than_by_the_library(text: str) -> None:
    read = read_plainly(text)

    if read is not None:
        assert read == tomllib.loads(text)

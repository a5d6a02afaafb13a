from __future__ import annotations

import pytest

from agent_tui.ui.vim.ex.execute import execute
from agent_tui.ui.vim.options import VimOptions
from tests.ui.vim_ex.plain_editor import PlainEditor


@pytest.mark.parametrize(
    ("line", "name", "value"),
    [
        ("set ic", "ignorecase", True),
        ("set ic noic", "ignorecase", False),
        ("set invic", "ignorecase", True),
        ("set ic!", "ignorecase", True),
        ("set ic ic&", "ignorecase", False),
        ("set sw=4", "shiftwidth", 4),
        ("set sw:4", "shiftwidth", 4),
        ("set sw=4 sw+=2", "shiftwidth", 6),
        ("set sw-=2", "shiftwidth", 6),
        ("set sw^=2", "shiftwidth", 16),
        ("set sw=4 sw&", "shiftwidth", 8),
        ("set ww+=h", "whichwrap", "b,s,h"),
        ("set ww-=b", "whichwrap", "s"),
        ("set ww^=l", "whichwrap", "l,b,s"),
        ("se ww=", "whichwrap", ""),
    ],
)
def test_options_are_set_as_vim_sets_them(line: str, name: str, value: object) -> None:
    editor = PlainEditor("")

    outcome = execute(line, editor)

    assert (outcome.message, getattr(editor.options, name)) == ("", value)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("set sw", "  shiftwidth=8"),
        ("set sw?", "  shiftwidth=8"),
        ("set noic?", "noignorecase"),
        ("set ic ic?", "  ignorecase"),
        ("set", ""),
        ("set ic sw=3 | set", "  ignorecase\n  shiftwidth=3"),
        ("set foo", "E518: Unknown option: foo"),
        ("set nofoo", "E518: Unknown option: nofoo"),
        ("set sw=x", "E521: Number required after =: sw=x"),
        ("set sw=-1", "E487: Argument must be positive: sw=-1"),
        ("set ts=0", "E487: Argument must be positive: ts=0"),
        ("set sw=99999999999", "E474: Invalid argument: sw=99999999999"),
        ("set ic=3", "E474: Invalid argument: ic=3"),
        ("set nosw", "E474: Invalid argument: nosw"),
        ("set sw!", "E474: Invalid argument: sw!"),
    ],
)
def test_options_are_told_or_refused_in_vims_words(line: str, message: str) -> None:
    assert execute(line, PlainEditor("")).message == message


def test_what_was_set_before_an_unknown_option_stays_set() -> None:
    editor = PlainEditor("")

    execute("set ic foo sw=2", editor)

    assert editor.options == VimOptions(ignorecase=True)


def test_all_options_are_listed() -> None:
    listed = execute("set all", PlainEditor("")).message.split("\n")

    assert len(listed) == len(VimOptions.__struct_fields__)
    assert "nowrapscan" not in listed
    assert "  wrapscan" in listed

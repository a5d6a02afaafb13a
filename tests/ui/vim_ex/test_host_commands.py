from __future__ import annotations

import pytest

from agent_tui.ui.vim.effects import HostAction, HostCall
from agent_tui.ui.vim.ex.execute import execute
from tests.ui.vim_ex.plain_editor import PlainEditor


@pytest.mark.parametrize(
    ("line", "calls"),
    [
        ("q", [HostCall(HostAction.QUIT)]),
        ("qa!", [HostCall(HostAction.QUIT, is_forced=True)]),
        ("wq", [HostCall(HostAction.QUIT)]),
        ("x", [HostCall(HostAction.QUIT)]),
        ("wq talk.md", [HostCall(HostAction.WRITE, "talk.md"), HostCall(HostAction.QUIT)]),
        ("w", [HostCall(HostAction.WRITE)]),
        ("w! a b.md", [HostCall(HostAction.WRITE, "a b.md", is_forced=True)]),
        ("w a.md|q", [HostCall(HostAction.WRITE, "a.md"), HostCall(HostAction.QUIT)]),
        ("e", [HostCall(HostAction.EDIT)]),
        ("e notes.md", [HostCall(HostAction.EDIT, "notes.md")]),
        ("help", [HostCall(HostAction.SLASH_COMMAND, "help")]),
        ("h vim", [HostCall(HostAction.SLASH_COMMAND, "help vim")]),
        (":: theme nord ", [HostCall(HostAction.SLASH_COMMAND, "theme nord")]),
        ("search a|b", [HostCall(HostAction.SLASH_COMMAND, "search a|b")]),
        ("status", [HostCall(HostAction.SLASH_COMMAND, "status")]),
        ("keymap", [HostCall(HostAction.SLASH_COMMAND, "keymap")]),
        ("mcp", [HostCall(HostAction.SLASH_COMMAND, "mcp")]),
        ("add-dir x", [HostCall(HostAction.SLASH_COMMAND, "add-dir x")]),
        ('"only a comment', []),
        ("", []),
    ],
)
def test_what_only_the_host_can_do_is_asked_of_it(line: str, calls: list[HostCall]) -> None:
    editor = PlainEditor("text")

    outcome = execute(line, editor)

    assert (outcome.message, editor.calls) == ("", calls)


def test_a_line_with_a_range_is_never_a_slash_command() -> None:
    editor = PlainEditor("text")

    assert execute("1theme nord", editor).is_error
    assert execute("!ls", editor).is_error
    assert editor.calls == []


def test_quit_takes_no_argument() -> None:
    assert execute("q now", PlainEditor("")).message == "E488: Trailing characters: now"

"""What the engine tells its host, and what the host may do to it."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from agent_tui.ui.vim.effects import HostAction, HostCall
from agent_tui.ui.vim.engine import VimEngine
from agent_tui.ui.vim.keys import parsed
from agent_tui.ui.vim.mode import Mode
from agent_tui.ui.vim.options import VimOptions
from agent_tui.ui.vim.text import Buffer
from tests.ui.vim.typing_keys import after, feed_all, opened, shown


class Wrapped(Buffer):
    """Lines that are wrapped every ten characters."""

    def wraps(self, row: int) -> Sequence[int]:
        return tuple(range(0, max(1, len(self.line(row))), 10))


@pytest.mark.parametrize(
    ("keys", "mode"),
    [
        ("", Mode.NORMAL),
        ("d", Mode.OPERATOR_PENDING),
        ("2", Mode.NORMAL),
        ("i", Mode.INSERT),
        ("i<C-o>", Mode.NORMAL),
        ("R", Mode.REPLACE),
        ("v", Mode.VISUAL),
        ("V", Mode.VISUAL_LINE),
        ("<C-v>", Mode.VISUAL_BLOCK),
        (":", Mode.COMMAND),
        ("/ab", Mode.COMMAND),
        ("d/ab", Mode.COMMAND),
        ("d/ab<Esc>", Mode.NORMAL),
        ("d<Esc>", Mode.NORMAL),
        ("vd", Mode.NORMAL),
        ("vc", Mode.INSERT),
    ],
)
def test_the_mode_says_what_the_next_key_means(keys: str, mode: Mode) -> None:
    engine, _ = opened("o|ne")

    feed_all(engine, keys)

    assert engine.mode is mode


@pytest.mark.parametrize(
    ("keys", "pending"),
    [("", ""), ("2", "2"), ('"ad2', '"ad2'), ("dw", ""), ("g", "g"), ("fx", ""), ("di", "di")],
)
def test_the_keys_of_an_unfinished_command_are_shown(keys: str, pending: str) -> None:
    engine, _ = opened("o|ne two")

    feed_all(engine, keys)

    assert engine.pending == pending


@pytest.mark.parametrize(
    ("keys", "line"),
    [
        (":s/a", ":s/a"),
        ("/one two<C-w>x", "/one x"),
        (":abc<C-u>w", ":w"),
        (":ab<BS>c", ":ac"),
        (":a<BS><BS>", ""),
        ('yiw:<C-r>"', ":one"),
        ("/x<CR>/y<CR>/<Up><Up>", "/x"),
        (":noh<CR>:<Up>", ":noh"),
        ("V:", ":'<,'>"),
        ("3:", ":.,.+2"),
    ],
)
def test_the_command_line_is_edited_and_remembers(keys: str, line: str) -> None:
    engine, _ = opened("|one x y\nx y")

    feed_all(engine, keys)

    assert engine.command_line == line


def test_every_key_gives_the_host_the_edits_that_make_the_same_text() -> None:
    engine, buffer = opened("|one two\nthree four\nfive")
    mirror = Buffer(buffer.text)

    for key in parsed("dwjp.yyPu<C-r>Vjyp<C-v>jd3ia<CR>b<Esc>.:s/e/E/g<CR>ggJuGdd"):
        for edit in engine.feed(key).edits:
            mirror.apply(edit)

    assert mirror.text == buffer.text


@pytest.mark.parametrize(
    ("keys", "calls"),
    [
        ("ZZ", (HostCall(HostAction.WRITE), HostCall(HostAction.QUIT))),
        ("ZQ", (HostCall(HostAction.QUIT, is_forced=True),)),
        ('"+yiw', (HostCall(HostAction.CLIPBOARD, "one"),)),
        ('"*yy', (HostCall(HostAction.PRIMARY, "one two\n"),)),
    ],
)
def test_the_host_is_asked_for_what_only_it_can_do(keys: str, calls: tuple[HostCall, ...]) -> None:
    engine, _ = opened("|one two")

    assert feed_all(engine, keys).calls == calls


def test_a_text_that_the_host_replaces_is_one_undo_step() -> None:
    engine, buffer = opened("|one")

    feed_all(engine, "ixy")
    engine.feed("<Esc>")
    engine.set_text("two\nthree", (1, 2))

    assert shown(buffer, engine.cursor) == "two\nth|ree"
    engine.feed("u")
    assert buffer.text == "xyone"
    engine.feed("u")
    assert buffer.text == "one"


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        ("i", "aX\nY|bc"),
        ("", "ab|X\nYc"),
        ("vl", "a|X\nY"),
        ("i<Esc>", "a|X\nYbc"),
    ],
)
def test_a_paste_goes_where_the_cursor_is(keys: str, expected: str) -> None:
    engine, buffer = opened("a|bc")

    feed_all(engine, keys)
    engine.insert("X\nY")

    assert shown(buffer, engine.cursor) == expected


def test_a_paste_is_undone_in_one_step() -> None:
    engine, buffer = opened("a|bc")

    engine.insert("X\nY")
    engine.feed("u")

    assert buffer.text == "abc"


def test_a_click_ends_what_an_insertion_repeats() -> None:
    engine, buffer = opened("|ab")

    feed_all(engine, "ix")
    engine.move_to((0, 3))
    feed_all(engine, "y<Esc>.")

    assert buffer.text == "xabyy"


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        ("gj", (0, 13)),
        ("gjgj", (0, 23)),
        ("gjgjgj", (1, 3)),
        ("3gjgk", (0, 23)),
        ("gjg0", (0, 10)),
        ("gjg$", (0, 19)),
        ("j", (1, 3)),
    ],
)
def test_rows_of_the_screen_are_walked(keys: str, expected: tuple[int, int]) -> None:
    engine = VimEngine(Wrapped("0123456789" * 2 + "01234567\nabcdef"))
    engine.move_to((0, 3))

    feed_all(engine, keys)

    assert engine.cursor == expected


@pytest.mark.parametrize(
    ("text", "keys", "expected"),
    [
        ("日本|語\nabcdefgh", "j", "日本語\nabcd|efgh"),
        ("\ta|b\nabcdefghijkl", "j", "\tab\nabcdefghi|jkl"),
        ("e\u0301|a\nxy", "hx", "|a\nxy"),
        ("|日本語\nabcdef", "<C-v>jld", "|本語\ncdef"),
    ],
)
def test_columns_are_those_of_the_screen(text: str, keys: str, expected: str) -> None:
    assert after(text, keys) == expected


def test_the_pattern_for_highlights_is_there_until_noh() -> None:
    engine, _ = opened("|one two", VimOptions(hlsearch=True))

    feed_all(engine, "/two<CR>")
    assert engine.search_pattern == "two"
    feed_all(engine, ":noh<CR>")
    assert engine.search_pattern == ""
    feed_all(engine, "n")
    assert engine.search_pattern == "two"


def test_recording_names_the_register() -> None:
    engine, _ = opened("|one")

    feed_all(engine, "qa")
    assert engine.recording == "a"
    feed_all(engine, "q")
    assert engine.recording == ""


def test_a_selection_is_given_as_vim_draws_it() -> None:
    engine, _ = opened("a\tb|c\ndef")

    feed_all(engine, "<C-v>j")

    selection = engine.selection
    assert selection is not None
    assert (selection.start, selection.end) == ((0, 3), (1, 3))
    assert (selection.first_cell, selection.last_cell) == (3, 9)

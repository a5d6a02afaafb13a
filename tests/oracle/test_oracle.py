"""That the oracle itself can be believed: what it reads, that its cases are apart, that it ends."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.oracle import real_vim
from tests.oracle.case import TO_LINE_END, Case, case
from tests.oracle.picked_cases import picked_cases, read_table
from tests.oracle.random_cases import random_cases

needs_vim = pytest.mark.skipif(bool(real_vim.missing()), reason=real_vim.missing())


@needs_vim
@pytest.mark.parametrize(
    ("keys", "mode"),
    [
        ("d", "no"),
        ("iX", "i"),
        ("RX", "R"),
        ("vl", "v"),
        ("V", "V"),
        ("<C-v>j", "\x16"),
        ("3", "n"),
    ],
)
def test_vim_is_read_in_the_mode_that_the_keys_leave_it_in(keys: str, mode: str) -> None:
    [answer] = real_vim.outcomes([case("one|\ntwo", keys)])

    assert answer is not None
    assert (answer.mode, answer.is_escaped) == (mode, False)


@needs_vim
def test_places_are_in_code_points_and_blocks_in_cells() -> None:
    moved, chars, block = real_vim.outcomes(
        [case("日本|語x\ny", "lj"), case("日本|語x", "vl"), case("日本|語x\nlonger", "<C-v>j$")]
    )

    assert moved is not None
    assert chars is not None
    assert block is not None
    assert moved.cursor == (1, 0)
    assert chars.selection == ((0, 2), (0, 3))
    assert block.selection == ((0, 4), (1, TO_LINE_END))


@needs_vim
def test_keys_that_end_within_a_command_are_ended_by_an_escape() -> None:
    [answer] = real_vim.outcomes([case("one", "f")])

    assert answer is not None
    assert answer.is_escaped


@needs_vim
def test_a_command_line_is_read_while_it_is_typed() -> None:
    [answer] = real_vim.outcomes([case("one", ":s/o/0")])

    assert answer is not None
    assert (answer.mode, answer.command_line) == ("c", ":s/o/0")


@needs_vim
def test_cases_of_one_process_know_nothing_of_each_other() -> None:
    leaves = [
        'ma"ayyqqxq/one<CR>fo:s/o/0/<CR>ix<Esc>v',
        ":set ic sw=3 tw=9<CR>:g/o/s//x/<CR>qaiX",
        "vjd<C-v>j",
    ]
    asks = ["`ax", '"ap', "n", ";x", ".", "gv", "@q", "u", "&", '".p', ">>", "/ONE<CR>x", "G<C-o>"]
    alone = [real_vim.outcomes([case("two\none| o", keys)])[0] for keys in asks]
    for leaving in leaves:
        mixed = [case("two\none| o", keys) for ask in asks for keys in (leaving, ask)]

        assert real_vim.outcomes(mixed)[1::2] == alone


@needs_vim
def test_a_case_that_never_ends_is_given_up_and_the_others_are_answered() -> None:
    endless = case("one", "qaix<Esc>@aq@a")

    before, given_up, after = real_vim.outcomes(
        [case("one", "x"), endless, case("one", "~")], limit_s=1.0
    )

    assert before is not None
    assert given_up is None
    assert after is not None
    assert (before.text, after.text) == ("ne", "One")


def test_a_table_is_text_with_a_cursor_and_keys_apart_by_blanks(tmp_path: Path) -> None:
    file = tmp_path / "table.txt"
    file.write_text("; about x\n[x]\n> on|e\n>\nx 3x\n> t|wo\nd<Space>\n[gj] 20\n> a\ngj\n")

    assert [(each.command, each.case) for each in read_table(file)] == [
        ("x", Case("one\n", "x", (0, 2))),
        ("x", Case("one\n", "3x", (0, 2))),
        ("x", Case("two", "d ", (0, 1))),
        ("gj", Case("a", "gj", (0, 0), 20)),
    ]


def test_a_seed_stands_for_the_same_cases_for_ever() -> None:
    assert random_cases(5, 1, start=10) == random_cases(20, 1)[10:15]
    assert random_cases(5, 1) != random_cases(5, 2)


def test_there_are_hundreds_of_picked_cases() -> None:
    assert len({each.case for each in picked_cases()}) > 2_500

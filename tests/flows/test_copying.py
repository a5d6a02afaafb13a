"""Selecting in a real terminal, and what is copied then."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.flows.chat_program import CTRL_C, ESC, SIZES, chat, type_prompt
from tests.flows.model_server import ModelServer, says
from tests.terminal.pty_program import PtyProgram

F6, CURSOR = "\x1b[17~", "▌"
FIRST = "Alpha has **bold** words.\n\n- one\n- see https://example.org/a?b=1 there"
SECOND = "Beta is a paragraph which is so long that it does not fit into one row. " * 2
CODE = "for x in y:\n    print(x)"

sizes = pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
one_size = pytest.mark.parametrize("size", SIZES[:1], ids=["80x24"])
other_size = pytest.mark.parametrize("size", SIZES[1:], ids=["120x40"])


@contextmanager
def a_talk(home: Path, size: tuple[int, int], *answers: str) -> Iterator[PtyProgram]:
    """A chat with these answers, all in view."""
    with (
        ModelServer(*(says(answer) for answer in answers)) as server,
        chat(server, home, size=size) as program,
    ):
        for number, answer in enumerate(answers, 1):
            type_prompt(program, f"question {number}")
            program.wait_for(answer.split()[0])
            wait_for_turns(program, number)
        # In the first second the markdown parser is still on its way.
        program.wait_for(lambda: not re.search(r"\*\*|`", program.screen_text()))
        yield program


def wait_for_turns(program: PtyProgram, count: int) -> None:
    program.wait_for(lambda: program.screen_text().count("18 tokens") == count)


def place_of(program: PtyProgram, text: str) -> tuple[int, int]:
    """Column and row of a text on the screen, as soon as it is there."""
    program.wait_for(text)
    row = next(y for y, line in enumerate(program.lines()) if text in line)
    return program.line(row).index(text), row


def report(code: int, place: tuple[int, int], *, is_release: bool = False) -> str:
    """What the terminal sends for the mouse."""
    column, row = place
    return f"\x1b[<{code};{column + 1};{row + 1}{'m' if is_release else 'M'}"


def drag(program: PtyProgram, start: tuple[int, int], end: tuple[int, int]) -> None:
    program.send(report(0, start))
    program.send(report(32, (start[0] + 1, start[1])) + report(32, end))
    program.send(report(0, end, is_release=True))


def click(program: PtyProgram, place: tuple[int, int], times: int) -> None:
    program.send((report(0, place) + report(0, place, is_release=True)) * times)


def sent(program: PtyProgram, where: str) -> list[str]:
    """What the terminal was asked to keep. where: "c" for the clipboard, "p" for primary."""
    found = re.findall(rb"\x1b\]52;%s;([\w+/=]*)\x07" % where.encode(), bytes(program.output))
    return [base64.b64decode(data).decode() for data in found]


def wait_for_sent(program: PtyProgram, where: str, text: str) -> None:
    program.wait_for(lambda: text in sent(program, where))


@sizes
def test_a_drag_over_two_answers_and_ctrl_c_copy_their_source(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    with a_talk(tmp_path, size, FIRST, SECOND) as program:
        column, row = place_of(program, "bold")
        end = place_of(program, "fit")
        drag(program, (column, row), (end[0] + 2, end[1]))
        expected = (
            "bold words.\n\n- one\n- see https://example.org/a?b=1 there\n\nquestion 2\n\n"
            + SECOND[: SECOND.index("fit") + 3]
        )
        wait_for_sent(program, "p", expected)
        assert sent(program, "c") == []

        program.send(CTRL_C)

        wait_for_sent(program, "c", expected)
        program.wait_for("Copied selection")
        assert program.exit_code is None


@one_size
def test_an_answer_between_two_others_is_copied_as_the_markdown_it_is(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    with a_talk(tmp_path, size, "Start.", "Some **bold**\nand `code`.", "End here.") as program:
        end = place_of(program, "End")
        drag(program, place_of(program, "Start"), (end[0] + 2, end[1]))

        wait_for_sent(
            program,
            "p",
            "Start.\n\nquestion 2\n\nSome **bold**\nand `code`.\n\nquestion 3\n\nEnd",
        )


@other_size
def test_clicks_select_an_address_and_a_line_of_the_source(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    with a_talk(tmp_path, size, SECOND, FIRST) as program:
        click(program, place_of(program, "words."), times=2)
        wait_for_sent(program, "p", "words")
        click(program, place_of(program, "fit"), times=3)
        wait_for_sent(program, "p", SECOND.strip())


@one_size
def test_v_moves_and_y_copy_code_without_what_was_drawn_around_it(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    with a_talk(tmp_path, size, f"Here:\n\n```python\n{CODE}\n```") as program:
        program.send(F6)
        program.wait_for(CURSOR)
        program.wait_for(f"{CURSOR} Here:")
        program.send("v")
        program.wait_for("y copies")
        program.send("jj" + "o" + "jjj$" + "y")

        wait_for_sent(program, "c", CODE)


@other_size
def test_y_copies_the_item_that_the_cursor_marks(tmp_path: Path, size: tuple[int, int]) -> None:
    with a_talk(tmp_path, size, FIRST, "Short.") as program:
        program.send(F6)
        program.wait_for(CURSOR)
        program.send("kk")
        program.wait_for(f"{CURSOR} Alpha")
        program.send("y")

        wait_for_sent(program, "c", FIRST)
        program.wait_for("Copied answer")


def test_esc_leaves_the_selection_and_nothing_is_copied(tmp_path: Path) -> None:
    with a_talk(tmp_path, SIZES[0], "Short.") as program:
        program.send(F6)
        program.wait_for(CURSOR)
        program.send("v")
        program.wait_for("y copies")
        program.send(ESC)
        program.wait_for(lambda: "y copies" not in program.screen_text())
        program.send(F6)
        type_prompt(program, "more")

        program.wait_for("nothing more to say")
        assert sent(program, "c") == sent(program, "p") == []

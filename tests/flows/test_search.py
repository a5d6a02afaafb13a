from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.flows.chat_program import ENTER, ESC, SIZES, chat, type_prompt
from tests.flows.model_server import ModelServer, says
from tests.terminal.pty_program import PtyProgram

F6, ALT_DOWN = "\x1b[17~", "\x1b[1;3B"
TURNS = 4


def an_answer(turn: int) -> str:
    """Longer than any window; its middle has a needle."""
    lines = [f"Line {line} of answer {turn}." for line in range(60)]
    lines[30] += f" Here is a **needle number {turn}** in it."
    return "\n\n".join(lines)


@contextmanager
def a_long_chat(home: Path, size: tuple[int, int]) -> Iterator[PtyProgram]:
    """A chat with some long answers, read by its end."""
    with (
        ModelServer(*(says(an_answer(turn)) for turn in range(TURNS))) as server,
        chat(server, home, size=size) as program,
    ):
        for turn in range(TURNS):
            type_prompt(program, f"question {turn}?")
            program.wait_for(f"Line 59 of answer {turn}.")
            program.wait_for("? help")
        yield program


def is_prompt_at_top(program: PtyProgram, text: str) -> Callable[[], bool]:
    return lambda: any(text in line for line in program.lines()[:2])


def bar(program: PtyProgram) -> str:
    return next((line for line in program.lines() if line.startswith("/ ")), "")


def transcript_rows(program: PtyProgram) -> list[str]:
    """What stands above the composer, without scroll bar and the mark of the current item."""
    rows = program.lines()[:-4]
    return [row.replace("▌", " ").rstrip(" ▁▂▃▄▅▆▇█") for row in rows]


@pytest.mark.parametrize("size", [SIZES[0]])
def test_a_search_goes_from_match_to_match_and_back_to_where_one_was(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    with a_long_chat(tmp_path, size) as program:
        program.send(F6)
        program.wait_for("▌")
        before = transcript_rows(program)
        program.send("/needle num")
        program.wait_for(lambda: bar(program).endswith("1 of 4"))
        program.wait_for("needle number 3")

        program.send("ber")
        program.wait_for(lambda: bar(program).startswith("/ needle number"))
        program.send(ESC)
        program.wait_for(lambda: not bar(program))
        program.wait_for(lambda: transcript_rows(program) == before)

        program.send("/needle" + ENTER + "n")
        program.wait_for(lambda: bar(program).endswith("2 of 4"))
        program.wait_for("needle number 2")
        program.send("N")
        program.wait_for("needle number 3")
        program.send(ESC)
        program.wait_for(lambda: not bar(program))
        assert "needle number 3" in program.screen_text()

        program.send("what next?")
        program.wait_for("❯ what next?")


@pytest.mark.parametrize("size", [SIZES[1]])
def test_one_travels_from_turn_to_turn_and_types_on(tmp_path: Path, size: tuple[int, int]) -> None:
    with a_long_chat(tmp_path, size) as program:
        program.send(F6)
        program.wait_for("▌")
        program.send("{")
        program.wait_for(is_prompt_at_top(program, "question 3?"))
        program.send("{{")
        program.wait_for(is_prompt_at_top(program, "question 1?"))
        program.send("}")
        program.wait_for(is_prompt_at_top(program, "question 2?"))
        program.send("gg")
        program.wait_for("keys and commands")

        program.send("what next?")
        program.wait_for("❯ what next?")
        program.send(ALT_DOWN * 2)
        program.wait_for(is_prompt_at_top(program, "question 1?"))
        assert "❯ what next?" in program.screen_text()

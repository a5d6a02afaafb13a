"""The terminal is asked for its background; its answer is never taken for keys."""

from __future__ import annotations

import os
import random
import termios
import tty
from pathlib import Path

import pytest

from agent_tui.boot_background import QUESTION, BackgroundAnswer, can_be_asked
from tests.boot.conftest import Gate, StandIn
from tests.terminal.pty_program import PtyProgram

ANSWER = b"\x1b]11;rgb:fbfb/fbfb/fafa\x1b\\"


def fed(*pieces: bytes) -> tuple[bytes, BackgroundAnswer]:
    answer = BackgroundAnswer()
    return b"".join(answer.feed(piece) for piece in pieces), answer


@pytest.mark.parametrize(
    ("said", "colour"),
    [
        (b"rgb:fbfb/fbfb/fafa\x1b\\", "fbfbfa"),
        (b"rgb:1e1e/2020/ffff\x07", "1e20ff"),
        (b"rgb:f/0/8\x07", "ff0088"),
        (b"rgba:ff/ff/ff/80\x07", "ffffff"),
        (b"rgb:ff/ff\x07", ""),
        (b"rgb:-f/+f/ f\x07", ""),
        (b"#ffffff\x07", ""),
        (b"\x07", ""),
    ],
)
def test_each_form_of_the_answer_is_understood_and_taken_out(said: bytes, colour: str) -> None:
    keys, answer = fed(b"ab\x1b]11;" + said + b"cd")

    assert (keys, answer.colour, answer.has_come) == (b"abcd", colour, True)


def test_an_answer_cut_anywhere_amid_keys_leaves_just_the_keys() -> None:
    chance = random.Random(11)
    for _ in range(300):
        before = chance.choice([b"", b"typed", b"\x1b[A", "né汉".encode()])
        data = before + ANSWER + b"after\x1b[B"
        cuts = sorted(chance.randrange(len(data)) for _ in range(chance.randrange(6)))
        keys, answer = fed(*(data[a:b] for a, b in zip([0, *cuts], [*cuts, None], strict=True)))

        assert keys == before + b"after\x1b[B"
        assert answer.colour == "fbfbfa"


@pytest.mark.parametrize("key", [b"\x1b", b"\x1b]"])
def test_a_key_that_looks_like_the_beginning_is_given_back_when_nothing_follows(key: bytes) -> None:
    answer = BackgroundAnswer()

    assert answer.feed(b"x" + key) == b"x"
    assert answer.may_hold_key
    assert answer.release() == key
    assert answer.feed(b"y") == b"y"


def test_a_key_that_looks_like_the_beginning_goes_on_with_the_next_key() -> None:
    assert fed(b"\x1b", b"[A")[0] == b"\x1b[A"
    assert fed(b"\x1b]", b"x")[0] == b"\x1b]x"


def test_half_an_answer_is_never_given_back_as_a_key() -> None:
    keys, answer = fed(ANSWER[:9])

    assert not answer.may_hold_key
    assert (keys, answer.release()) == (b"", b"")
    assert (answer.feed(ANSWER[9:] + b"x"), answer.colour) == (b"x", "fbfbfa")


def test_what_begins_like_an_answer_and_never_ends_does_not_hold_keys_for_ever() -> None:
    keys, answer = fed(b"\x1b]11;", b"x" * 70)

    assert keys == b"x" * 70
    assert answer.has_come


def test_once_it_has_come_everything_else_is_keys() -> None:
    assert fed(ANSWER, b"\x1b", ANSWER)[0] == b"\x1b" + ANSWER


def test_terminals_that_would_print_the_question_are_not_asked(stand_in: StandIn) -> None:
    assert can_be_asked({"TERM": "tmux-256color"})
    with stand_in("report", env={"TERM": "linux"}) as program:
        program.wait_for_exit()

        assert QUESTION not in program.output


@pytest.mark.parametrize("cut", [1, 2, 7, len(ANSWER) - 1, len(ANSWER)])
def test_an_answer_around_the_handover_is_not_among_the_keys(
    stand_in: StandIn, gate: Gate, cut: int
) -> None:
    with stand_in("report", gate=gate, answers=False) as program:
        program.wait_for("starting")
        program.send(b"draft" + ANSWER[:cut])
        program.wait_for("❯ draft")
        program.send(ANSWER[cut:])
        gate.open()
        program.wait_for_exit()

    assert b'"text": "draft", "submitted": [], "raw": ""' in program.output


@pytest.mark.parametrize("words", [("print",), ("crash",), ("exit",)])
def test_an_answer_under_way_is_not_left_for_the_shell(
    stand_in: StandIn, gate: Gate, words: tuple[str, ...]
) -> None:
    with stand_in(*words, gate=gate, answers=False) as program:
        program.wait_for("starting")
        terminal = Path(os.readlink(f"/proc/{program.pid}/fd/0"))
        gate.open()
        program.send(ANSWER)
        program.wait_for_exit()

        assert unread_input(program, terminal) == b""


def unread_input(program: PtyProgram, terminal: Path) -> bytes:
    attributes = program.attributes()
    attributes[tty.LFLAG] &= ~termios.ICANON
    program.set_attributes(attributes)
    fd = os.open(terminal, os.O_RDONLY | os.O_NOCTTY | os.O_NONBLOCK)
    try:
        return os.read(fd, 4096)
    except BlockingIOError:
        return b""
    finally:
        os.close(fd)

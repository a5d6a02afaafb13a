"""Terminals that do not read or have no room, and text that would like to be their master."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.flows.chat_program import CTRL_Q, ENTER, READY, chat, journals, type_prompt
from tests.flows.model_server import ModelServer, calls, says, sends_raw, streams
from tests.terminal.control_sequences import control_sequences, unexpected_sequences
from tests.terminal.pty_program import PtyProgram

DELTA = 'data: {"choices":[{"index":0,"delta":{"content":%s}}]}\n\n'
STOP = 'data: {"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}\n\ndata: [DONE]\n\n'
EVIL = (
    "start \x1b]0;owned\x07 \x1b]52;c;b3duZWQ=\x07 \x1b[2J\x1b[1;1H \x1bc \x1bP+q544e\x1b\\ "
    "\x1b_Gi=1\x1b\\ \x9b31m \x9d0;owned\x9c \x00\x08\x0b\x0c\x0e\x7f \u202e "
    "[bold red]markup[/] \x1b[?1049l \x1b[?1000h \x1b[6n \x1b[c end"
)
EVIL_ANSWER = (
    f"{EVIL}\n\n# {EVIL}\n\n| a | {EVIL} |\n|:--|--:|\n| {EVIL} | b |\n\n> {EVIL}\n\n- {EVIL}\n\n"
    f"[{EVIL}](http://x/\x1b]0;owned\x07?\x9b2J) `{EVIL}`\n\n```{EVIL}\n{EVIL}\n```\n\n"
    f"<b>{EVIL}</b>\n\nFINIS"
)


def sends_deltas(*texts: str) -> bytes:
    return ("".join(DELTA % json.dumps(text) for text in texts) + STOP).encode()


def stored_answer(home: Path) -> str:
    """The text of the last finished answer in the journal."""
    lines = [json.loads(line) for line in journals(home)[-1].read_text().splitlines()]
    messages = [line["message"] for line in lines if line["type"] == "message"]
    answers = [message for message in messages if message["role"] == "assistant"]
    return "".join(part["text"] for part in answers[-1]["parts"] if part["type"] == "text")


def test_a_turn_goes_on_while_the_terminal_does_not_read(tmp_path: Path) -> None:
    hold = threading.Event()
    words = [f"word{number} " for number in range(20_000)]

    def pieces() -> Iterator[str]:
        yield "The beginning. "
        assert hold.wait(15)
        yield from words

    with (
        ModelServer(streams(pieces()), says("The second answer.")) as server,
        chat(server, tmp_path) as program,
    ):
        type_prompt(program, "talk")
        program.wait_for("The beginning.")
        type_prompt(program, "and then")
        program.wait_for("1 queued")

        # From here on nobody reads the terminal. That the second prompt is sent at all says that
        # the first turn has ended; the screen cannot have shown it.
        hold.set()
        server.wait_for_requests(2)
        assert server.requests[1]["messages"][-2]["content"] == "The beginning. " + "".join(words)
        assert any("word19999" in path.read_text() for path in journals(tmp_path))
        assert "word19999" not in program.screen_text()

        program.wait_for("The second answer.")
        program.wait_for(READY)
        assert "word19998 word19999" in " ".join(program.screen_text().split())


@pytest.mark.parametrize("size", [(10, 3), (1, 1)])
def test_a_window_too_small_for_anything_takes_keys_and_is_right_again_when_it_grows(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    with (
        ModelServer(says("The first answer."), says("Told in the dark.")) as server,
        chat(server, tmp_path) as program,
    ):
        type_prompt(program, "before")
        program.wait_for("The first answer.")
        program.wait_for(READY)

        program.resize(*size)
        program.send("in the dark" + ENTER)
        server.wait_for_requests(2)
        program.send("a draft")
        program.resize(80, 24)

        for text in ("The first answer.", "Told in the dark.", "❯ a draft", "F1 help"):
            program.wait_for(text)
        assert server.requests[1]["messages"][-1]["content"] == "in the dark"


@pytest.mark.parametrize("size", [(10, 3), (1, 1)])
def test_a_window_too_small_for_anything_can_be_left(tmp_path: Path, size: tuple[int, int]) -> None:
    with ModelServer() as server, chat(server, tmp_path) as program:
        program.resize(*size)
        program.send(CTRL_Q)

        assert program.wait_for_exit() == 0
        assert program.is_restored()


@pytest.mark.timeout(60)
def test_a_burst_of_100_000_deltas_is_shown_to_its_end_and_stored_whole(tmp_path: Path) -> None:
    words = [f"w{number} " for number in range(100_000)]
    with (
        ModelServer(sends_raw(sends_deltas(*words, "LASTWORD"))) as server,
        chat(server, tmp_path) as program,
    ):
        type_prompt(program, "everything")
        program.wait_for("LASTWORD", timeout=30)
        program.wait_for(READY)

        assert stored_answer(tmp_path) == "".join(words) + "LASTWORD"


def test_one_line_of_200_kb_in_a_fence_is_shown_and_the_next_prompt_answered(
    tmp_path: Path,
) -> None:
    line = "abcdefghij" * 20_000
    with (
        ModelServer(says("```\n", line, "\n```\nBehind it."), says("Still here.")) as server,
        chat(server, tmp_path) as program,
    ):
        type_prompt(program, "one line")
        program.wait_for("Behind it.", timeout=15)
        type_prompt(program, "more")
        program.wait_for("Still here.")

        assert line in stored_texts(tmp_path)


def test_characters_cut_in_two_are_shown_and_stored_whole(tmp_path: Path) -> None:
    halves = ("joined: \ud83d", "\ude00, half: \ud83d", " and \ude00", " FINIS")
    with (
        ModelServer(sends_raw(sends_deltas(*halves)), says("Still here.")) as server,
        chat(server, tmp_path) as program,
    ):
        type_prompt(program, "an emoji")
        program.wait_for("FINIS")
        program.wait_for(READY)
        type_prompt(program, "more")
        program.wait_for("Still here.")

        whole = "joined: \U0001f600, half: \ufffd and \ufffd FINIS"
        assert server.requests[1]["messages"][-2]["content"] == whole
        assert whole in stored_texts(tmp_path)
        assert "\U0001f600".encode() in program.output


@pytest.mark.parametrize("depth", [400, 900, 5_000])
def test_arguments_nested_as_deep_as_one_likes_are_refused_and_the_turn_goes_on(
    tmp_path: Path, depth: int
) -> None:
    arguments = '{"path":' + "[" * depth + "]" * depth + "}"
    function = {"name": "read_file", "arguments": arguments}
    delta = {"tool_calls": [{"index": 0, "id": "c1", "function": function}]}
    call = f"data: {json.dumps({'choices': [{'index': 0, 'delta': delta}]})}\n\n"
    with (
        ModelServer(sends_raw((call + STOP).encode()), says("Still here.")) as server,
        chat(server, tmp_path) as program,
    ):
        type_prompt(program, "deep")
        program.wait_for("Still here.")
        program.send("\x0f")  # Ctrl+O: all output
        program.wait_for(READY)

        assert "not valid" in server.requests[1]["messages"][-1]["content"]


def stored_texts(home: Path) -> str:
    return "".join(path.read_text() for path in journals(home))


def test_no_sequence_of_an_answer_reaches_the_terminal(tmp_path: Path) -> None:
    characters = sends_raw(sends_deltas(*EVIL_ANSWER))  # one a delta: cut in every place
    whole = sends_raw(sends_deltas(EVIL_ANSWER))
    with ModelServer(whole, characters) as server, chat(server, tmp_path) as program:
        for prompt in ("at once", "bit by bit"):
            type_prompt(program, prompt)
            program.wait_for("FINIS")
            program.wait_for(READY)
        show_all(program)

        assert unexpected_sequences(program.output) == []
        assert "[bold red]markup[/]" in program.output.decode()


def test_no_sequence_of_a_tool_reaches_the_terminal(tmp_path: Path) -> None:
    script = tmp_path / "evil.txt"
    script.write_bytes(EVIL.encode() * 3 + b"\xff\xfe\x80 \x9b2J")
    name = "no\x1b]0;owned\x07such\x9bfile"
    answers = (
        calls("run_command", command=f"cat {script}; printf '\\033]0;owned\\007'; false"),
        calls("read_file", path=str(script)),
        calls("read_file", path=name),
        calls("grep", pattern=name, path=str(tmp_path)),
        calls(f"tool{name}", text=EVIL),
        says("FINIS"),
    )
    with (
        ModelServer(*answers) as server,
        chat(server, tmp_path, "--set", "permission_mode=full", size=(120, 40)) as program,
    ):
        type_prompt(program, "look")
        program.wait_for("FINIS")
        program.send("\x0f")  # Ctrl+O: all output
        program.wait_for(READY)
        show_all(program)

        assert unexpected_sequences(program.output) == []
        assert "markup" in program.output.decode()


def show_all(program: PtyProgram) -> None:
    """Page up to the beginning, so that every row was painted once."""
    before = ""
    while before != program.screen_text():
        before = program.screen_text()
        program.send("\x1b[5~")
        program.wait_for(lambda: True)
        while program.pump(0.2):
            pass


def test_the_search_for_sequences_finds_them() -> None:
    assert control_sequences(EVIL.encode()).count("\x1b]0;owned\x07") == 1
    found = unexpected_sequences(b"a\x1b[2Jb\x1b[1m\x1b]0;x\x07\x1b[6n\x00\xc2\x9b\x1bc")
    assert found == ["\x1b]0;x\x07", "\x1b[6n", "\x00", "\x9b", "\x1bc"]

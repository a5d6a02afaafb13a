"""Piped text becomes a part of the prompt."""

from __future__ import annotations

import io
import os

import pytest

from agent_tui.cli import piped_input
from agent_tui.cli.piped_input import MAX_BYTES, joined_prompt, read_piped_text
from agent_tui.errors import ConfigError
from tests.cli.fake_agent import Printed


def _read(content: bytes) -> str:
    return read_piped_text(io.BytesIO(content), Printed().console)


@pytest.mark.parametrize(
    ("prompt", "piped", "joined"),
    [
        ("Explain", "a file\n", "Explain\n\na file"),
        (None, "a file\n", "a file"),
        ("Explain", "", "Explain"),
        ("  ", " \n", ""),
        (None, "", ""),
    ],
)
def test_the_piped_text_stands_below_the_prompt(
    prompt: str | None, piped: str, joined: str
) -> None:
    assert joined_prompt(prompt, piped) == joined


def test_what_is_no_utf_8_is_replaced() -> None:
    assert _read(b"caf\xe9 \xc3\xa9") == "caf\ufffd é"


def test_more_than_the_limit_is_refused_with_the_limit_in_the_text() -> None:
    assert len(_read(b"x" * MAX_BYTES)) == MAX_BYTES
    with pytest.raises(ConfigError, match="longer than 10 MB"):
        _read(b"x" * (MAX_BYTES + 1))


def test_a_pipe_that_stays_silent_is_waited_for_with_a_word(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(piped_input, "_SILENCE_S", 0.0)
    reading, writing = os.pipe()
    printed = Printed()

    class WritesWhenTold(io.StringIO):
        def write(self, text: str) -> int:
            os.write(writing, b"late")
            os.close(writing)
            return super().write(text)

    console = type(printed.console)(None, WritesWhenTold())
    with open(reading, "rb") as stdin:
        assert read_piped_text(stdin, console) == "late"

"""agent-tui talking to the model server of these benchmarks."""

from __future__ import annotations

import contextlib
import subprocess
import sys
import time
from collections.abc import Iterator
from typing import IO

from benchmarks.sse_server import LAST_WORD
from benchmarks.stored_sessions import last_word, stored_session
from benchmarks.terminal import AGENT_TUI, TimedProgram

SKELETON = "starting"
# What Textual's driver writes last before it reads keys: the program stands.
TEXTUAL_DRIVER = "\x1b[?2004h\x1b[?7l"
# What is loaded a second after the first picture, and by a slow machine.
_WARM_UP_S = 2.5


class ModelServer:
    """The server process. `last_byte_s` waits for the end of an answer."""

    def __init__(self, lines: IO[str]) -> None:
        self._lines = lines
        self.base_url = f"http://127.0.0.1:{int(lines.readline())}/v1"

    def last_byte_s(self) -> float:
        """When the last byte of the next answer to end was sent."""
        return float(self._lines.readline())


@contextlib.contextmanager
def model_server() -> Iterator[ModelServer]:
    """A server on a free port, in a process of its own."""
    with subprocess.Popen(
        [sys.executable, "-m", "benchmarks.sse_server"], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        try:
            yield ModelServer(process.stdout)
        finally:
            process.kill()


def agent_tui_argv(base_url: str) -> list[str]:
    """The installed command, with nothing to set up."""
    return [AGENT_TUI, "--base-url", base_url, "-m", "fake", "--set", "api_key=benchmark"]


def agent_tui_environment(base_url: str) -> dict[str, str]:
    """The same by variables: how most people have it, and no arguments to be parsed."""
    return {"OPENAI_API_KEY": "benchmark", "OPENAI_BASE_URL": base_url, "OPENAI_MODEL": "fake"}


@contextlib.contextmanager
def ready_program(base_url: str) -> Iterator[TimedProgram]:
    """agent-tui after its first answer, so that everything is imported and the screen is quiet."""
    with TimedProgram(agent_tui_argv(base_url)) as program:
        program.wait_for(TEXTUAL_DRIVER)
        program.wait_until_quiet()
        submit(program, "hello")
        program.wait_for(LAST_WORD)
        program.wait_until_quiet()
        yield program


@contextlib.contextmanager
def resumed_program(base_url: str, messages: int) -> Iterator[TimedProgram]:
    """agent-tui with a stored session of so many messages, after everything is loaded."""
    stored = stored_session(messages)
    argv = [*agent_tui_argv(base_url), "--resume", stored.session_id]
    with TimedProgram(argv, data=stored.data_folder) as program:
        program.wait_for(last_word(messages))
        program.pump_for(_WARM_UP_S)
        program.wait_until_quiet()
        yield program


def submit(program: TimedProgram, prompt: str) -> float:
    """Type the prompt, wait until the composer shows its end, press Enter; the time of that."""
    since = len(program.output)
    program.send(prompt)
    program.wait_for(prompt[-1], since=since)
    time.sleep(0.05)
    return program.send("\r")

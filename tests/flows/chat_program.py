"""Starts the real program against a model server and knows where things are on its screen."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.flows.model_server import ModelServer
from tests.terminal.pty_program import AGENT_TUI, PtyProgram

CTRL_C, CTRL_D, CTRL_Q, ESC, ENTER, BACKSPACE = "\x03", "\x04", "\x11", "\x1b", "\r", "\x7f"
SIZES = ((80, 24), (120, 40))
READY = "? help"


@contextmanager
def chat(
    server: ModelServer,
    home: Path,
    *arguments: str,
    size: tuple[int, int] = SIZES[0],
    is_ready: bool = True,
    is_warm: bool = True,
) -> Iterator[PtyProgram]:
    """The program, ready for prompts unless `is_ready` is False. is_warm: see `PtyProgram`."""
    argv = (*AGENT_TUI, "--base-url", server.url, "-m", "model-a", *arguments)
    columns, rows = size
    with PtyProgram(argv, home=home, columns=columns, rows=rows, is_warm=is_warm) as program:
        if is_ready:
            program.wait_for(READY)
        yield program


def type_prompt(program: PtyProgram, text: str) -> None:
    """Type a prompt, see it in the composer, send it."""
    program.send(text)
    program.wait_for(text)
    program.send(ENTER)


def journals(home: Path) -> list[Path]:
    """The journals of all stored sessions, oldest first."""
    found = (home / "data" / "sessions").glob("*/journal.jsonl")
    return sorted(found, key=lambda path: path.stat().st_mtime)


def stored_entries(home: Path) -> list[dict[str, object]]:
    """All entries of the only stored session."""
    (journal,) = journals(home)
    return [json.loads(line) for line in journal.read_text().splitlines()]

"""Text that is piped into the program becomes a part of the prompt."""

from __future__ import annotations

import select
from typing import BinaryIO

from agent_tui.cli.console import Console
from agent_tui.errors import ConfigError

MAX_BYTES = 10_000_000
"""More is a mistake: no model takes it."""
_SILENCE_S = 2.0


def read_piped_text(stdin: BinaryIO, console: Console) -> str:
    """Everything up to the end of `stdin`; what is no UTF-8 is replaced.

    Tells the user what it waits for when nothing comes. Raises `ConfigError` for more than
    `MAX_BYTES`.
    """
    if not _comes_soon(stdin):
        console.tell(
            "Waiting for the end of standard input. To use none: agent-tui ... < /dev/null"
        )
    content = stdin.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        raise ConfigError(
            f"Standard input is longer than {MAX_BYTES // 1_000_000} MB. Give only a part of it."
        )
    return content.decode("utf-8", "replace")


def joined_prompt(prompt: str | None, piped: str) -> str:
    """The prompt with the piped text below it, stripped; "" when there is neither."""
    return "\n\n".join(part for part in ((prompt or "").strip(), piped.strip()) if part)


def _comes_soon(stdin: BinaryIO) -> bool:
    try:
        ready, _, _ = select.select([stdin.fileno()], [], [], _SILENCE_S)
    except (OSError, ValueError):  # no file, or none that can be waited for
        return True
    return bool(ready)

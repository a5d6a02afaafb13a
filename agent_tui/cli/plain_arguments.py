"""The starts that most people type, understood without the grammar, whose import takes 10 ms."""

from __future__ import annotations

from collections.abc import Sequence

from agent_tui.cli.arguments import Arguments


def plain_arguments(argv: Sequence[str]) -> Arguments | None:
    """What `read_command_line` would make of these words; None for all that it must read."""
    match argv:
        case []:
            return Arguments()
        case ["-c" | "--continue"]:
            return Arguments(is_continued=True)
        case ["-r" | "--resume", session] if not session.startswith("-"):
            return Arguments(resume=session)
        case _:
            return None

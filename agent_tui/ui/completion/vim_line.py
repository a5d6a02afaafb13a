"""What a `:` line of vim can become: Vim's own commands, and ours without their slash."""

from __future__ import annotations

from agent_tui.ui.commands.command import CommandHost
from agent_tui.ui.completion.command_source import CommandSource
from agent_tui.ui.completion.offer import TypedLine
from agent_tui.ui.vim.ex.names import VIM_NAMES


def line_completions(host: CommandHost, line: str) -> list[str]:
    """Whole lines, without the ":", that begin with `line`."""
    typed = f"/{line}"
    offer = CommandSource(host).offer(TypedLine(typed, len(typed)))
    ours = [typed[: offer.start] + entry.inserted for entry in offer.entries] if offer else []
    found = {each.removeprefix("/").rstrip() for each in ours} | set(VIM_NAMES)
    return sorted(each for each in found if each.startswith(line) and each != line)

"""`/vim`: the composer as a vim, and back."""

from __future__ import annotations

from agent_tui.ui.commands.command import Command, CommandHost


def _vim(host: CommandHost) -> None:
    host.use_vim(not host.is_vim_on)
    host.outside.say("vim is on: Esc leaves insert mode" if host.is_vim_on else "vim is off")


VIM = Command(
    "/vim",
    "Make the composer a vim, or what it was before",
    _vim,
    details='It holds for this run; keys = "vim" in your settings is for all, and moves what else '
    "is on vim's keys, as the sidebar on Ctrl+B. Registers, marks and macros are kept while it is "
    "on. :q leaves, :w name.md writes the conversation, other : lines are slash commands without "
    "the slash.",
)

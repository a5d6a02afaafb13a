"""`/hooks`: what the program around this chat does at which points."""

from __future__ import annotations

from agent_tui.ui.commands.command import Category, Command, CommandHost


def _hooks(host: CommandHost) -> None:
    host.link.list_hooks()


HOOKS = Command(
    "/hooks",
    "List the hooks that see or change what happens",
    _hooks,
    category=Category.AGENT,
    needs_session=True,
)

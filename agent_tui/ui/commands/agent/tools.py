"""`/tools`: what the model is offered."""

from __future__ import annotations

from agent_tui.ui.commands.command import Category, Command, CommandHost


def _tools(host: CommandHost) -> None:
    host.link.list_tools()


TOOLS = Command(
    "/tools",
    "List the tools that the model is offered",
    _tools,
    category=Category.AGENT,
    needs_session=True,
)

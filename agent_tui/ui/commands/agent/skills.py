"""`/skills`: which instructions are switched on."""

from __future__ import annotations

from agent_tui.protocol.status import NoticeLevel
from agent_tui.ui.commands.command import Category, Command, CommandHost
from agent_tui.ui.foreign_text import harmless
from agent_tui.ui.render.listing import Listing


def _skills(host: CommandHost) -> None:
    skills = host.session.skills if host.session is not None else ()
    if not skills:
        host.show_notice(
            NoticeLevel.INFO,
            "No skill is active",
            "A skill is a set of instructions that the program around this chat switches on.",
        )
        return
    rows = tuple((harmless(skill.name), harmless(skill.description)) for skill in skills)
    footer = "Their instructions go with each request. /clear switches them off."
    host.show_listing(Listing(title="Active skills", rows=rows, wide=1, footer=footer))


SKILLS = Command(
    "/skills",
    "List the skills that are active",
    _skills,
    category=Category.AGENT,
    needs_session=True,
)

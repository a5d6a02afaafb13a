"""`/skills` lists what is switched on."""

from __future__ import annotations

from typing import Any, cast

from agent_tui.protocol.sessions import SessionInfo
from agent_tui.protocol.skills import Skill
from agent_tui.protocol.status import NoticeLevel
from agent_tui.ui.commands.agent.skills import SKILLS
from agent_tui.ui.render.listing import Listing


class FakeHost:
    """What the command uses of its host."""

    def __init__(self, *skills: Skill) -> None:
        self.session = SessionInfo(id="s", skills=skills)
        self.listings: list[Listing] = []
        self.notices: list[str] = []

    def show_listing(self, listing: Listing) -> None:
        self.listings.append(listing)

    def show_notice(self, level: NoticeLevel, title: str, text: str) -> None:
        self.notices.append(title)


def run(host: FakeHost) -> None:
    cast(Any, SKILLS).run(host)


def test_active_skills_are_listed_without_control_characters() -> None:
    host = FakeHost(Skill(name="poet\x1b[2J", description="Writes verse.", instructions="x"))
    run(host)

    ((name, description),) = host.listings[0].rows
    assert "\x1b" not in name
    assert name.startswith("poet")
    assert description == "Writes verse."


def test_a_notice_says_that_none_is_active() -> None:
    host = FakeHost()
    run(host)

    assert host.notices == ["No skill is active"]

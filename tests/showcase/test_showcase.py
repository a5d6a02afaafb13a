"""How the whole conversation looks, in words and in colours. AGENT_TUI_UPDATE_SNAPSHOTS=1 writes
the pictures anew."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from agent_tui.protocol.agent_event import AgentEvent
from agent_tui.ui.markdown import warm_up
from tests.showcase import conversation
from tests.showcase.style_digest import style_digest
from tests.ui.panels.asked import stop_the_clock
from tests.ui.running_chat import RunningChat, running_chat
from tests.ui.test_screen_states import steady

PICTURES = Path(__file__).parent / "pictures"
THEMES = ("agent-tui-dark", "agent-tui-light")
# Together they show each row once; the tall one as a reader of a long answer has it.
SCENES = {
    "beginning_80x120": (conversation.mended, (80, 120), "top"),
    "turns_80x120": (conversation.all_turns, (80, 120), "end"),
    "turns_80x24": (conversation.all_turns, (80, 24), "end"),
    "turns_120x40": (conversation.all_turns, (120, 40), "end"),
    "answer_120x40": (conversation.mended, (120, 40), "end"),
    "turns_200x60": (conversation.all_turns, (200, 60), "end"),
    "permission_120x40": (conversation.edit_to_permit, (120, 40), "end"),
}


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("scene", SCENES)
async def test_the_conversation_looks_as_it_was_agreed(scene: str, theme: str) -> None:
    events, size, place = SCENES[scene]
    async with running_chat(is_open=False, size=size, theme=theme) as chat:
        await shown(chat, events(), place)
        text = steady("\n".join(chat.rows()) + "\n")
        colours = style_digest(chat.strips())

    assert text == agreed(f"{scene}.txt", text)
    assert colours == agreed(f"{scene}.{theme}.styles.txt", colours)


async def shown(chat: RunningChat, events: list[AgentEvent], place: str) -> None:
    warm_up()
    await chat.emit(*conversation.session_opened())
    stop_the_clock(chat)
    await chat.emit(*events)
    transcript = chat.app.chat.transcript
    assert transcript is not None
    if place == "top":
        transcript.focus()
        await chat.press("home")
        chat.composer.focus()
    await chat.pilot.pause()


def agreed(name: str, seen: str) -> str:
    picture = PICTURES / name
    if os.environ.get("AGENT_TUI_UPDATE_SNAPSHOTS"):
        picture.write_text(seen, encoding="utf-8")
    return picture.read_text(encoding="utf-8")

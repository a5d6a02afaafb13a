"""What a user sees of the hooks of a host."""

from __future__ import annotations

from agent_tui.protocol.events import TurnEnded
from agent_tui.protocol.hook_events import PromptRewritten
from agent_tui.protocol.prompt_events import QueueReturned
from agent_tui.protocol.results import TurnResult
from agent_tui.protocol.sessions import QueuedPrompt
from agent_tui.protocol.status import TurnStatus
from tests.ui.running_chat import a_message, running_chat, turn_ended, turn_started


async def test_a_rewritten_prompt_is_shown_as_sent_and_a_blocked_one_comes_back() -> None:
    blocked = TurnResult(
        session_id="s1", turn_id="t2", status=TurnStatus.BLOCKED, reason="Not here."
    )
    async with running_chat() as chat:
        await chat.emit(turn_started("write quickly", prompt_id="m1"))
        rewritten = a_message("write\nslowly", message_id="m1")
        await chat.emit(PromptRewritten(session_id="s1", turn_id="t1", prompt=rewritten))
        await chat.until_sees("slowly")
        assert not chat.sees("quickly")
        await chat.emit(turn_ended())

        await chat.emit(turn_started("my secret", prompt_id="m2", turn_id="t2"))
        prompt = QueuedPrompt(id="m2", text="my secret")
        await chat.emit(QueueReturned(session_id="s1", turn_id="t2", prompts=(prompt,)))
        await chat.emit(TurnEnded(session_id="s1", turn_id="t2", result=blocked))
        await chat.until_sees("not sent: Not here.")
        assert chat.composer.text == "my secret"

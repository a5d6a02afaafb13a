"""`/clear` empties this session, `/new` leaves it alone."""

from __future__ import annotations

from agent_tui.protocol.history_inputs import ClearHistory
from agent_tui.protocol.inputs import NewSession
from tests.ui.running_chat import running_chat


async def test_clear_asks_for_an_empty_history_and_opens_no_session() -> None:
    async with running_chat() as chat:
        await chat.enter("/clear")

        kinds = [type(one) for one in chat.engine.inputs]
    assert ClearHistory in kinds
    assert NewSession not in kinds

"""A history goes out to other programs, and comes back the same."""

from __future__ import annotations

import json

from agent_tui import Agent, ChatMessage, ScriptedProvider, as_chat_completions, calls, says, tool
from agent_tui.protocol.messages import ImagePart

PIXEL = b"GIF89a\x01\x00\x01\x00\x00\x00\x00;"


@tool(is_read_only=True)
def weather(city: str) -> str:
    """The weather.

    Args:
        city: Where.
    """
    return f"Rain in {city}."


async def talked() -> tuple[ChatMessage, ...]:
    provider = ScriptedProvider([calls("weather", city="Oslo")], [says("Take an umbrella.")])
    async with Agent(provider=provider, tools=[weather]) as agent:
        await agent.run_turn("How is the weather?", images=[PIXEL])
        return agent.messages


async def test_a_history_is_told_as_chat_completions_has_it() -> None:
    rows = as_chat_completions(await talked(), system="Be brief.")

    assert [row["role"] for row in rows] == ["system", "user", "assistant", "tool", "assistant"]
    assert rows[0]["content"] == "Be brief."
    assert rows[1]["content"][-1]["image_url"]["url"].startswith("data:image/gif;base64,")
    assert rows[2]["tool_calls"][0]["function"] == {
        "name": "weather",
        "arguments": '{"city":"Oslo"}',
    }
    assert rows[3]["tool_call_id"] == rows[2]["tool_calls"][0]["id"]
    assert rows[4] == {"role": "assistant", "content": "Take an umbrella."}


async def test_what_went_out_through_json_comes_back_the_same() -> None:
    messages = await talked()
    rows = json.loads(json.dumps(as_chat_completions(messages)))

    async with Agent(provider=ScriptedProvider()) as agent:
        await agent.restore(rows)
        again = agent.messages

    assert as_chat_completions(again) == rows
    assert [message.text for message in again] == [message.text for message in messages]
    assert [part for part in again[0].parts if isinstance(part, ImagePart)]


async def test_a_half_of_a_character_does_not_stop_a_history_from_going_out() -> None:
    async with Agent(provider=ScriptedProvider([says("\ud83d")])) as agent:
        await agent.run_turn("Hello")
        rows = as_chat_completions(agent.messages)

    assert json.dumps(rows).encode()
    assert rows[-1]["content"].encode()

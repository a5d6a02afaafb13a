"""How full the window is."""

from __future__ import annotations

from agent_tui.engine.turns.context_window import ContextUsage, context_usage, estimated_tokens
from agent_tui.engine.turns.request_messages import RequestMessages
from agent_tui.protocol.messages import ChatMessage, Role, ThinkingPart, ToolCallPart
from agent_tui.protocol.usage import Usage
from tests.engine.builders import a_prompt


def test_the_count_of_the_provider_is_taken_as_it_is() -> None:
    usage = context_usage(Usage(input_tokens=90, output_tokens=10), lambda: 7)

    assert usage == ContextUsage(100, is_estimated=False)


def test_a_silent_provider_gives_an_estimate_that_is_marked() -> None:
    usage = context_usage(Usage(), RequestMessages([a_prompt("x" * 350)]).tokens)

    assert usage == ContextUsage(104, is_estimated=True)


def test_chinese_text_counts_about_one_token_for_each_character() -> None:
    assert 100 <= estimated_tokens([a_prompt("中" * 100)]) <= 110


def test_tool_calls_count_and_thinking_does_not() -> None:
    call = ToolCallPart(id="1", call_id="1", name="abc", arguments="x" * 32)
    thinking = ThinkingPart(id="2", text="x" * 1_000)
    message = ChatMessage(id="m", role=Role.ASSISTANT, parts=(call, thinking))

    assert estimated_tokens([message]) == 14


def test_half_a_surrogate_pair_is_counted_like_any_text() -> None:
    assert estimated_tokens([a_prompt("\ud83d")]) > 0

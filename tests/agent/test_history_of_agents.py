"""What a host does with the history of its agent."""

from __future__ import annotations

import threading
from typing import Any

import anyio
import pytest

from agent_tui import (
    Agent,
    ChatMessage,
    HistoryInvalid,
    MemorySessionStore,
    PermissionMode,
    ScriptedProvider,
    Skill,
    tool,
)
from agent_tui.agent.agent_errors import AgentClosed, AgentNotStarted, CallWouldDeadlock
from agent_tui.errors import LifecycleError, ProviderError
from agent_tui.protocol.messages import Role, ToolCallPart, ToolResultPart
from agent_tui.providers.scripted import calls, fails, says

CALL = {"id": "c1", "type": "function", "function": {"name": "look", "arguments": '{"at": 1}'}}
ROWS: list[dict[str, Any]] = [
    {"role": "user", "content": "look"},
    {"role": "assistant", "content": None, "tool_calls": [CALL]},
    {"role": "tool", "tool_call_id": "c1", "content": "a tree"},
    {"role": "assistant", "content": [{"type": "text", "text": "I see a tree."}]},
]
Messages = tuple[ChatMessage, ...]


def texts(messages: Messages) -> list[str]:
    return [message.text for message in messages]


async def test_rows_of_a_database_are_the_history_of_the_next_request() -> None:
    provider = ScriptedProvider([says("Green.")])
    async with Agent(provider=provider) as agent:
        await agent.restore(ROWS)
        assert provider.requests == []
        await agent.run_turn("Which colour?")

    look, call, result, answer, asked = provider.requests[0].messages
    assert (look.text, answer.text, asked.text) == ("look", "I see a tree.", "Which colour?")
    assert isinstance(call.parts[0], ToolCallPart)
    assert (call.parts[0].name, call.parts[0].arguments) == ("look", '{"at": 1}')
    assert isinstance(result.parts[0], ToolResultPart)
    assert (result.parts[0].call_id, result.parts[0].text) == ("c1", "a tree")


@pytest.mark.parametrize(
    ("rows", "index", "words"),
    [
        ([*ROWS, ROWS[2]], 4, "did not make"),
        ([{"role": "system", "content": "x"}], 0, "system_prompt"),
        ([ROWS[0], {"content": "x"}], 1, "role None"),
        ([ROWS[0], {"role": "assistant", "content": ""}], 1, "is empty"),
        ([{"role": "user", "content": 7}], 0, "cannot be read"),
        ([{"role": "assistant", "tool_calls": ["x"]}], 0, r"tool_calls\[0\]"),
        ([{"role": "user", "content": [{"type": "audio"}]}], 0, "cannot be kept"),
        ([7], 0, "of the type int"),
    ],
)
async def test_rows_that_are_no_history_change_nothing(
    rows: list[Any], index: int, words: str
) -> None:
    async with Agent(provider=ScriptedProvider([says("Still here.")])) as agent:
        await agent.restore(ROWS[:1])
        with pytest.raises(HistoryInvalid, match=words) as raised:
            await agent.replace(rows)

        assert raised.value.index == index
        assert texts(agent.messages) == ["look"]
        assert (await agent.run_turn("and now?")).text == "Still here."


@pytest.mark.parametrize("given", ["text", b"bytes", {"role": "user"}, 7, None])
async def test_a_history_is_a_list(given: Any) -> None:
    async with Agent(provider=ScriptedProvider()) as agent:
        with pytest.raises(HistoryInvalid, match="is a list of messages"):
            await agent.restore(given)
        with pytest.raises(HistoryInvalid, match="is a list of messages"):
            await agent.edit(lambda _: given)


async def test_what_an_edit_raises_is_raised_and_nothing_has_changed() -> None:
    def change(messages: Messages) -> Messages:
        raise KeyError(len(messages))

    async with Agent(provider=ScriptedProvider()) as agent:
        await agent.restore(ROWS)
        before = agent.messages
        with pytest.raises(KeyError, match="4"):
            await agent.edit(change)
        await agent.edit(lambda messages: messages)

        assert agent.messages == before


async def test_an_edit_may_give_messages_and_rows_together() -> None:
    async with Agent(provider=ScriptedProvider()) as agent:
        await agent.restore(ROWS)
        await agent.edit(lambda messages: [*messages[:1], {"role": "assistant", "content": "no"}])
        await agent.truncate(5)

        assert texts(agent.messages) == ["look", "no"]


async def test_a_tool_that_would_wait_for_its_own_turn_is_told_so() -> None:
    refused: list[BaseException] = []

    @tool
    async def forget() -> str:
        """Forget everything."""
        try:
            await agent.clear_history()
        except CallWouldDeadlock as error:
            refused.append(error)
        return "no"

    provider = ScriptedProvider([calls("forget")], [says("Well.")])
    async with Agent(provider=provider, tools=[forget]) as agent:
        agent.set_permission_mode(PermissionMode.FULL)
        assert (await agent.run_turn("go")).text == "Well."
    assert "clear_history()" in str(refused[0])


def test_the_blocking_forms_need_no_loop() -> None:
    with Agent(provider=ScriptedProvider([says("A summary.")])) as agent:
        agent.blocking.restore(ROWS)
        agent.blocking.edit(lambda messages: messages[:1])
        agent.blocking.replace([*agent.messages, *ROWS])
        agent.blocking.truncate(2)
        assert len(agent.messages) == 2
        assert agent.blocking.summarize() == "A summary."
        agent.blocking.clear_history()
        assert not agent.messages


async def test_a_blocking_form_on_a_loop_names_the_coroutine() -> None:
    async with Agent(provider=ScriptedProvider()) as agent:
        with pytest.raises(LifecycleError, match=r"await clear_history\(\)"):
            agent.blocking.clear_history()


async def test_before_the_start_and_after_the_end_each_call_says_what_to_do() -> None:
    agent = Agent(provider=ScriptedProvider())
    with pytest.raises(AgentNotStarted, match="start"):
        await agent.restore(ROWS)
    with pytest.raises(AgentNotStarted):
        agent.stats()
    async with agent:
        pass
    with pytest.raises(AgentClosed):
        await agent.clear_history()
    with pytest.raises(AgentClosed):
        agent.set_provider(ScriptedProvider())


async def test_stats_make_no_request_and_a_summary_exactly_one() -> None:
    provider = ScriptedProvider([says("One.")], [says("It was short.")])
    async with Agent(provider=provider) as agent:
        await agent.restore(ROWS)
        await agent.run_turn("next")
        stats, before = agent.stats(), agent.messages
        assert (stats.messages, stats.turns, stats.tool_calls) == (6, 2, 1)
        assert (stats.model, len(provider.requests)) == ("scripted", 1)

        assert await agent.summarize(focus="the tree") == "It was short."
        assert len(provider.requests) == 2
        assert agent.messages == before
    told = provider.requests[1].messages[0].text
    assert "a tree" in told
    assert "the tree" in told


async def test_a_summary_that_fails_is_not_asked_for_again() -> None:
    provider = ScriptedProvider([fails()], [says("Late.")])
    async with Agent(provider=provider) as agent:
        await agent.restore(ROWS)
        with pytest.raises(ProviderError, match="connection broke"):
            await agent.summarize()
        assert len(provider.requests) == 1


async def test_nothing_is_asked_about_an_empty_history() -> None:
    provider = ScriptedProvider()
    async with Agent(provider=provider) as agent:
        assert await agent.summarize() == ""
    assert provider.requests == []


async def test_leaving_a_summary_ends_its_request() -> None:
    has_begun, has_ended = threading.Event(), threading.Event()

    async def hold() -> None:
        has_begun.set()
        try:
            await anyio.sleep_forever()
        finally:
            has_ended.set()

    async with Agent(provider=ScriptedProvider([hold], [says("Here.")])) as agent:
        await agent.restore(ROWS)
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(agent.summarize)
            await anyio.to_thread.run_sync(has_begun.wait, 10)
            tasks.cancel_scope.cancel()
        assert await anyio.to_thread.run_sync(has_ended.wait, 10)
        assert (await agent.run_turn("there?")).text == "Here."


async def test_clearing_begins_anew_in_the_same_session() -> None:
    provider = ScriptedProvider([says("One.")], [says("Two.")])
    async with Agent(provider=provider) as agent:
        agent.activate_skill(Skill(name="poet", description="Verse.", instructions="Rhyme."))
        await agent.run_turn("first")
        session = agent.session
        await agent.clear_history()
        assert (agent.messages, dict(agent.active_skills)) == ((), {})
        assert agent.stats().context_tokens == 0
        await agent.run_turn("second")

        assert agent.session is not None
        assert session is not None
        assert agent.session.id == session.id
    assert texts(provider.requests[1].messages) == ["second"]
    assert "Rhyme." in provider.requests[0].system
    assert "Rhyme." not in provider.requests[1].system


async def test_the_to_do_list_is_empty_after_clearing() -> None:
    provider = ScriptedProvider(
        [calls("todo", items=[{"text": "paint"}])],
        [says("Noted.")],
        [calls("todo")],
        [says("Nothing to do.")],
    )
    async with Agent(provider=provider, has_shipped_tools=True) as agent:
        await agent.run_turn("plan")
        await agent.clear_history()
        await agent.run_turn("what is to do?")

    (result,) = [one.parts[0] for one in provider.requests[3].messages if one.role is Role.TOOL]
    assert isinstance(result, ToolResultPart)
    assert result.text == "The to-do list is empty."


async def test_a_resumed_agent_finds_the_edited_history() -> None:
    store = MemorySessionStore()
    async with Agent(provider=ScriptedProvider([says("One.")]), store=store) as agent:
        await agent.run_turn("first")
        await agent.edit(lambda messages: (*messages[:1], *messages[:1]))
        await agent.restore(ROWS)
        kept, session = agent.messages, agent.session
        assert session is not None
    async with Agent(provider=ScriptedProvider(), store=store, resume=session.id) as agent:
        assert agent.messages == kept


def test_edits_of_many_threads_lose_nothing() -> None:
    def increment(messages: Messages) -> list[Any]:
        count = int(messages[0].text) if messages else 0
        return [{"role": "user", "content": str(count + 1)}]

    with Agent(provider=ScriptedProvider()) as agent:

        def work() -> None:
            for _ in range(100):
                agent.blocking.edit(increment)

        threads = [threading.Thread(target=work) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        assert texts(agent.messages) == ["800"]


def test_readers_see_whole_edits_and_turns_that_only_grow() -> None:
    """Pairs are put and taken together, so a reader never sees an odd number outside a turn."""
    seen: list[Messages] = []
    is_over = threading.Event()
    pair = [ROWS[0], ROWS[3]]
    with Agent(provider=ScriptedProvider()) as agent:

        def read() -> None:
            while not is_over.is_set():
                seen.append(agent.messages)

        reader = threading.Thread(target=read)
        reader.start()
        for _ in range(60):
            agent.blocking.restore(pair)
            agent.blocking.replace([*pair, *pair, *pair])
            agent.blocking.truncate(2)
        is_over.set()
        reader.join()

    assert {len(messages) % 2 for messages in seen} == {0}
    assert all(_is_alternating(messages) for messages in seen)


def test_a_history_that_is_cleared_while_others_chat_has_whole_turns_only() -> None:
    def turn_of(messages: list[dict[str, Any]]) -> str:
        return f"to {messages[-1]['content']}"

    with Agent(llm_fn=turn_of) as agent:
        is_over = threading.Event()
        seen: list[Messages] = []

        def clear() -> None:
            while not is_over.is_set():
                agent.blocking.edit(lambda messages: seen.append(messages) or messages)  # type: ignore[func-returns-value]
                agent.blocking.clear_history()

        clearing = threading.Thread(target=clear)
        clearing.start()
        for number in range(30):
            assert agent.chat(f"p{number}") == f"to p{number}"
        is_over.set()
        clearing.join()

    for messages in seen:
        assert _is_alternating(messages)
        assert len(messages) % 2 == 0


def _is_alternating(messages: Messages) -> bool:
    roles = [message.role for message in messages]
    return all(role is (Role.USER, Role.ASSISTANT)[at % 2] for at, role in enumerate(roles))

"""Hooks around tool calls: never around schema or permission."""

from __future__ import annotations

from typing import Any

import anyio
import pytest

from agent_tui.engine.asking.permission_registry import PermissionRegistry
from agent_tui.protocol.asking_events import PermissionRequested
from agent_tui.protocol.cancellation import CancellationToken
from agent_tui.protocol.events import ToolCallEnded, TurnEnded
from agent_tui.protocol.hook_answers import HookAnswer
from agent_tui.protocol.hook_contexts import HookTools, PromptContext, ToolCallContext
from agent_tui.protocol.hook_errors import TurnOver
from agent_tui.protocol.hook_events import HookWaiting
from agent_tui.protocol.hook_points import HookPoint
from agent_tui.protocol.hooks import Hooks
from agent_tui.protocol.inputs import CancelTurn
from agent_tui.protocol.permissions import Access, CommandAccess, Decision
from agent_tui.protocol.status import TurnStatus
from agent_tui.protocol.tools import ToolContext, ToolResult
from tests.engine.builders import an_engine, request_texts
from tests.engine.fake_clock import FakeClock
from tests.engine.fake_provider import FakeProvider, calls, says
from tests.engine.hooks.hook_builders import answering, hangs
from tests.engine.tool_builders import (
    Arguments,
    FakeTool,
    asked,
    calls_all,
    reply,
    result_texts,
    results,
    tool_parts,
)


class CommandTool(FakeTool):
    """Needs what its argument says."""

    def accesses(self, arguments: Arguments, cwd: str) -> tuple[Access, ...]:
        return (CommandAccess(command=arguments.get("command", "ls"), cwd=cwd),)


def before_tool(answer: Any) -> Any:
    return answering(HookPoint.BEFORE_TOOL, answer)


async def test_a_refused_call_gives_the_model_the_reason_and_the_turn_goes_on() -> None:
    provider, tool = FakeProvider(calls("look"), says("fine")), FakeTool("look")
    hooks = before_tool(lambda call: call.block("Not on Sundays."))
    async with an_engine(provider, tools=tool_parts(tool), hooks=hooks) as engine:
        result = await engine.play("hi")

    assert (result.text, tool.runs) == ("fine", [])
    assert result_texts(engine) == ["Not run, because a hook refused it. Not on Sundays."]
    assert results(engine)[0].is_error


async def test_a_hook_that_stops_at_a_call_leaves_none_without_a_result() -> None:
    provider = FakeProvider(calls_all("look", "write", "look"), says("fine"))
    look, write = FakeTool("look"), FakeTool("write")
    hooks = before_tool(lambda call: call.stop("Enough.") if call.name == "write" else None)
    async with an_engine(provider, tools=tool_parts(look, write), hooks=hooks) as engine:
        result = await engine.play("hi")
        later = await engine.play("go on")

    assert (result.status, result.reason) == (TurnStatus.STOPPED, "Enough.")
    assert (look.runs, write.runs) == ([], [])
    assert len(engine.all_of(ToolCallEnded)) == len(result_texts(engine)) == 3
    assert "a hook stopped the turn. Enough." in result_texts(engine)[0]
    assert later.text == "fine"


async def test_changed_arguments_are_what_runs_and_the_model_is_told() -> None:
    provider, tool = FakeProvider(calls("look", '{"path":"a"}')), FakeTool("look")
    hooks = before_tool(lambda call: call.rewrite({**call.parsed, "path": "b"}))
    hooks.before_tool(lambda call: call.rewrite('{"path":"c"}'))
    async with an_engine(provider, tools=tool_parts(tool), hooks=hooks) as engine:
        await engine.play("hi")

    assert tool.runs == [{"path": "c"}]
    assert result_texts(engine)[0].startswith("A hook (mine, <lambda>) changed the arguments to")


@pytest.mark.parametrize("given", ['{"path": ""}', "[1", "{"])
async def test_changed_arguments_that_do_not_fit_the_tool_are_not_run(given: str) -> None:
    provider, tool = FakeProvider(calls("look", '{"path":"a"}')), FakeTool("look")
    hooks = before_tool(lambda call: call.rewrite(given))
    async with an_engine(provider, tools=tool_parts(tool), hooks=hooks) as engine:
        await engine.play("hi")

    assert tool.runs == []
    assert "It was not run." in result_texts(engine)[0]


async def test_changed_arguments_need_the_permission_that_they_need() -> None:
    provider, tool = FakeProvider(calls("sh", '{"command":"ls"}')), CommandTool("sh")
    hooks = before_tool(lambda call: call.rewrite({"command": "rm -rf src"}))
    async with an_engine(provider, tools=tool_parts(tool), hooks=hooks) as engine:
        engine.submit("hi")
        request = await asked(engine)
        assert request.items[0].command == "rm -rf src"
        reply(engine, request, Decision.REJECT)
        await engine.until_type(TurnEnded)

    assert tool.runs == []


async def test_a_hook_is_no_permission() -> None:
    provider, tool = FakeProvider(calls("sh")), FakeTool("sh", asks=True)
    parts = tool_parts(tool, permissions=PermissionRegistry(can_ask=False))
    async with an_engine(provider, tools=parts, hooks=before_tool(lambda _: None)) as engine:
        await engine.play("hi")

    assert tool.runs == []
    assert result_texts(engine)[0].startswith("Not permitted")


async def test_hooks_come_before_the_user_is_asked() -> None:
    provider, tool = FakeProvider(calls("sh")), FakeTool("sh", asks=True)
    hooks = before_tool(lambda call: call.block("Never."))
    async with an_engine(provider, tools=tool_parts(tool), hooks=hooks) as engine:
        await engine.play("hi")

    assert not engine.all_of(PermissionRequested)


async def test_what_the_user_changed_in_the_panel_is_looked_at_again() -> None:
    provider, tool = FakeProvider(calls("sh", '{"path":"a"}')), FakeTool("sh", asks=True)
    seen: list[str] = []

    def looks(call: Any) -> Any:
        seen.append(call.parsed["path"])
        return call.block("Not b.") if call.parsed["path"] == "b" else None

    async with an_engine(provider, tools=tool_parts(tool), hooks=before_tool(looks)) as engine:
        engine.submit("hi")
        reply(engine, await asked(engine), Decision.ONCE, arguments='{"path":"b"}')
        await engine.until_type(TurnEnded)

    assert (seen, tool.runs) == (["a", "b"], [])
    assert "Not b." in result_texts(engine)[0]


async def test_only_calls_that_fit_their_tool_are_shown_to_hooks() -> None:
    seen: list[str] = []
    provider = FakeProvider(calls_all(("look", '{"path":""}'), "unknown", "look"))
    hooks = before_tool(lambda call: seen.append(call.call_id))
    async with an_engine(provider, tools=tool_parts(FakeTool("look")), hooks=hooks) as engine:
        await engine.play("hi")

    assert seen == ["call-3"]


async def test_a_rewritten_result_is_all_that_anybody_gets() -> None:
    async def tells(arguments: Arguments, context: ToolContext) -> ToolResult:
        return ToolResult(text="the key is 1234")

    provider, tool = FakeProvider(calls("look")), FakeTool("look", tells)
    hooks = answering(HookPoint.AFTER_TOOL, lambda done: done.rewrite("the key is hidden"))
    async with an_engine(provider, tools=tool_parts(tool), hooks=hooks) as engine:
        await engine.play("hi")

    assert engine.all_of(ToolCallEnded)[0].text == "the key is hidden"
    assert result_texts(engine) == ["the key is hidden"]


async def test_a_result_whose_guard_fails_is_withheld() -> None:
    async def tells(arguments: Arguments, context: ToolContext) -> ToolResult:
        return ToolResult(text="the key is 1234", diff="+1234")

    provider, tool = FakeProvider(calls("look")), FakeTool("look", tells)

    def fails(done: Any) -> None:
        raise KeyError(done.result.text)

    hooks = answering(HookPoint.AFTER_TOOL, fails)
    async with an_engine(provider, tools=tool_parts(tool), hooks=hooks) as engine:
        await engine.play("hi")

    told = engine.all_of(ToolCallEnded)[0]
    assert told.text.startswith("The result is withheld.")
    assert "1234" not in told.text + told.diff


async def test_hooks_behind_tools_come_in_the_opposite_order_and_see_what_ran() -> None:
    seen: list[tuple[str, str, str]] = []
    provider, tool = FakeProvider(calls("look", '{"path":"a"}')), FakeTool("look")
    hooks = before_tool(lambda call: call.rewrite({"path": "b"}))
    for name in ("outer", "inner"):
        hooks.after_tool(name=name)(
            lambda done, name=name: seen.append((name, done.name, done.arguments))
        )
    async with an_engine(provider, tools=tool_parts(tool), hooks=hooks) as engine:
        await engine.play("hi")

    assert seen == [("inner", "look", '{"path":"b"}'), ("outer", "look", '{"path":"b"}')]


async def test_a_cancel_ends_the_wait_for_a_hook_before_a_tool() -> None:
    clock, provider, tool = FakeClock(), FakeProvider(calls("look")), FakeTool("look")
    hooks = before_tool(hangs)
    async with an_engine(provider, clock=clock, tools=tool_parts(tool), hooks=hooks) as engine:
        engine.submit("hi")
        while not clock.waits:
            await engine.settle()
        clock.advance(0.3)
        await engine.until_type(HookWaiting)
        engine.put(CancelTurn(reason="user"))
        result = (await engine.until_type(TurnEnded)).result

    assert (result.status, tool.runs) == (TurnStatus.CANCELLED, [])
    assert result_texts(engine) == ["Not run: the user stopped the turn."]


async def test_a_hook_sees_the_token_of_its_turn_cancelled() -> None:
    tokens: list[CancellationToken] = []
    provider, tool = FakeProvider(calls("look")), FakeTool("look")
    hooks = before_tool(lambda call: tokens.append(call.token))
    async with an_engine(provider, tools=tool_parts(tool), hooks=hooks) as engine:
        await engine.play("hi")
        await engine.play("again")

    assert [token.is_cancelled for token in tokens] == [False]


async def test_a_hook_may_use_the_tools_of_its_turn_and_the_conversation_knows_nothing() -> None:
    found: list[ToolResult] = []
    hooks = Hooks()

    @hooks.on_prompt_submit
    async def looks(prompt: PromptContext) -> HookAnswer | None:
        assert prompt.tools is not None
        assert [spec.name for spec in prompt.tools.specs] == ["look"]
        found.append(await prompt.tools.call("look", {"path": "a"}))
        return prompt.rewrite(f"{prompt.text}: {found[0].text}")

    provider, tool = FakeProvider(says("fine")), FakeTool("look")
    async with an_engine(provider, tools=tool_parts(tool), hooks=hooks) as engine:
        await engine.play("hi")

    assert tool.runs == [{"path": "a"}]
    assert request_texts(provider.requests[0]) == ['hi: done {"path":"a"}']
    assert [event.text for event in engine.all_of(ToolCallEnded)] == ['done {"path":"a"}']
    assert result_texts(engine) == []


@pytest.mark.parametrize("is_refused_by", ["permission", "hook", "schema"])
async def test_a_hook_may_call_no_tool_around_permission_hooks_or_schema(
    is_refused_by: str,
) -> None:
    found: list[ToolResult] = []
    hooks = Hooks()

    @hooks.on_message
    async def calls_it(prompt: PromptContext) -> None:
        assert prompt.tools is not None
        path = "" if is_refused_by == "schema" else "a"
        found.append(await prompt.tools.call("look", {"path": path}))

    @hooks.before_tool
    def refuses(call: ToolCallContext) -> HookAnswer | None:
        return call.block("No.") if is_refused_by == "hook" else None

    tool = FakeTool("look", asks=is_refused_by == "permission")
    parts = tool_parts(tool, permissions=PermissionRegistry(can_ask=False))
    async with an_engine(FakeProvider(), tools=parts, hooks=hooks) as engine:
        result = await engine.play("hi")

    assert (tool.runs, found[0].is_error, result.text) == ([], True, "ok")


async def test_a_tool_that_is_called_behind_the_end_of_its_turn_does_not_run() -> None:
    kept: list[HookTools] = []
    hooks = answering(HookPoint.MESSAGE, lambda prompt: kept.append(prompt.tools))
    tool = FakeTool("look")
    async with an_engine(FakeProvider(), tools=tool_parts(tool), hooks=hooks) as engine:
        await engine.play("hi")

        with pytest.raises(TurnOver):
            await kept[0].call("look")

    assert tool.runs == []


@pytest.mark.parametrize(("is_guard", "told"), [(True, ""), (False, "half a key\n")])
async def test_of_a_call_that_is_cancelled_the_model_reads_nothing_that_a_guard_has_not_seen(
    is_guard: bool, told: str
) -> None:
    begun = anyio.Event()

    async def hangs_on(arguments: Arguments, context: ToolContext) -> ToolResult:
        context.output("half a key\n")
        begun.set()
        await anyio.sleep_forever()
        return ToolResult(text="never")

    provider, tool = FakeProvider(calls("look")), FakeTool("look", hangs_on)
    hooks = answering(HookPoint.AFTER_TOOL, lambda _: None, is_guard=is_guard)
    async with an_engine(provider, tools=tool_parts(tool), hooks=hooks) as engine:
        engine.submit("hi")
        await begun.wait()
        engine.put(CancelTurn(reason="user"))
        await engine.until_type(TurnEnded)

    assert result_texts(engine) == [f"{told}Stopped by the user after 0.0 s."]

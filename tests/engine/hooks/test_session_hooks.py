"""Hooks of a session's life, of the agent's start and exit, and of summaries."""

from __future__ import annotations

from typing import Any

import pytest

from agent_tui.protocol.compaction_events import CompactionEnded, CompactionOutcome
from agent_tui.protocol.compaction_inputs import ApplyCompaction, CompactSession
from agent_tui.protocol.events import NoticeRaised, SessionClosed
from agent_tui.protocol.hook_errors import HookFailed
from agent_tui.protocol.hook_points import HookPoint
from agent_tui.protocol.hooks import Hooks
from agent_tui.protocol.inputs import NewSession
from tests.engine.builders import PlayedEngine, an_engine
from tests.engine.fake_provider import FakeProvider, says
from tests.engine.hooks.hook_builders import answering, hangs, raises


def all_noted(seen: list[str]) -> Hooks:
    """Hooks at every point, which note its name."""
    hooks = Hooks()
    for point in HookPoint:
        getattr(hooks, point)(lambda _, point=point: seen.append(point.value))
    return hooks


async def start(engine: PlayedEngine) -> None:
    hooks = engine.controller.hooks
    assert hooks is not None
    await hooks.start(engine.controller.current)


async def leave(engine: PlayedEngine) -> None:
    hooks = engine.controller.hooks
    assert hooks is not None
    sessions = engine.controller.sessions
    await engine.controller.close_sessions("user")
    await hooks.leave("user", sessions)


async def test_the_order_of_a_life() -> None:
    seen: list[str] = []
    async with an_engine(FakeProvider(), hooks=all_noted(seen)) as engine:
        await start(engine)
        await engine.play("hi")
        await leave(engine)

    assert sorted(seen[:2]) == ["on_session_start", "on_started"]
    assert seen[2:] == [
        "on_prompt_submit",
        "on_message",
        "before_model",
        "after_model",
        "on_session_end",
        "on_cleanup",
        "on_exit",
    ]


async def test_no_prompt_is_looked_at_before_the_start_is_over() -> None:
    seen: list[str] = []
    async with an_engine(FakeProvider(), hooks=all_noted(seen)) as engine:
        hooks = engine.controller.hooks
        assert hooks is not None
        hooks.expect_start()
        engine.submit("hi")
        await engine.settle()
        assert "on_prompt_submit" not in seen

        await start(engine)
        await engine.until(lambda event: type(event).__name__ == "TurnEnded")

    assert seen.index("on_started") < seen.index("on_prompt_submit")


async def test_each_session_has_its_beginning_and_its_end() -> None:
    seen: list[tuple[str, str, str]] = []
    hooks = Hooks()
    for point in (HookPoint.SESSION_START, HookPoint.SESSION_END, HookPoint.CLEANUP):
        getattr(hooks, point)(
            lambda ctx, point=point: seen.append((point.value, ctx.session_id, ctx.reason))
        )
    async with an_engine(FakeProvider(), hooks=hooks) as engine:
        engine.put(NewSession(new_id="second"))
        await engine.settle()
        first = engine.controller.sessions[0].id
        await leave(engine)

    for session_id in (first, "second"):
        assert [(point, reason) for point, one, reason in seen if one == session_id] == [
            ("on_session_start", ""),
            ("on_session_end", "user"),
            ("on_cleanup", "user"),
        ]


@pytest.mark.parametrize("bad", [raises, hangs])
async def test_closing_waits_for_no_hook_and_each_session_is_cleaned_up(bad: Any) -> None:
    cleaned: list[str] = []
    hooks = answering(HookPoint.SESSION_END, lambda ctx: bad(ctx) if not cleaned else None)
    hooks.on_cleanup(raises)
    hooks.on_cleanup(lambda ctx: cleaned.append(ctx.session_id))
    async with an_engine(FakeProvider(), hooks=hooks) as engine:
        engine.put(NewSession(new_id="second"))
        await engine.settle()
        await engine.controller.close_sessions("user")
        await engine.settle()

        assert len(engine.all_of(SessionClosed)) == 2
        assert len(cleaned) == (2 if bad is raises else 0)


async def test_a_guard_of_the_start_that_fails_does_not_let_the_agent_start() -> None:
    hooks = answering(HookPoint.STARTED, raises, is_guard=True)
    async with an_engine(FakeProvider(), hooks=hooks) as engine:
        with pytest.raises(HookFailed, match=r'"mine" \(on_started\) raised ValueError'):
            await start(engine)


async def test_an_observer_of_the_start_that_fails_is_told_and_all_goes_on() -> None:
    async with an_engine(FakeProvider(), hooks=answering(HookPoint.STARTED, raises)) as engine:
        await start(engine)

        assert (await engine.until_type(NoticeRaised)).title == "A hook failed"
        assert (await engine.play("hi")).text == "ok"


async def test_a_refused_summary_is_not_written_and_the_user_reads_why() -> None:
    provider = FakeProvider()
    hooks = answering(HookPoint.BEFORE_COMPACTION, lambda ctx: ctx.block("Keep it all."))
    async with an_engine(provider, hooks=hooks) as engine:
        for text in ("1", "2", "3"):
            await engine.play(text)
        engine.put(CompactSession())
        ended = await engine.until_type(CompactionEnded)

    assert (ended.outcome, ended.failure and ended.failure.text) == (
        CompactionOutcome.FAILED,
        "Keep it all.",
    )
    assert len(provider.requests) == 3


async def test_a_guard_of_summaries_that_fails_refuses_them() -> None:
    hooks = answering(HookPoint.BEFORE_COMPACTION, raises)
    async with an_engine(FakeProvider(), hooks=hooks) as engine:
        for text in ("1", "2", "3"):
            await engine.play(text)
        engine.put(CompactSession())
        ended = await engine.until_type(CompactionEnded)

    assert ended.failure is not None
    assert '"mine" (before_compaction) raised ValueError' in ended.failure.text


async def test_observers_are_told_of_a_summary_that_is_used() -> None:
    marks: list[str] = []
    hooks = answering(HookPoint.AFTER_COMPACTION, lambda ctx: marks.append(ctx.mark.text))
    provider = FakeProvider(says("a"), says("b"), says("c"), says("the summary"))
    async with an_engine(provider, hooks=hooks) as engine:
        for text in ("1", "2", "3"):
            await engine.play(text)
        engine.put(CompactSession())
        proposed = await engine.until(lambda e: type(e).__name__ == "CompactionProposed")
        compaction_id = proposed.compaction_id  # type: ignore[attr-defined]
        engine.put(ApplyCompaction(compaction_id=compaction_id, summary="my summary"))
        await engine.until_type(CompactionEnded)
        await engine.settle()
        assert engine.controller.hooks

    assert marks == ["my summary"]

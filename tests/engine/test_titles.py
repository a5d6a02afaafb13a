"""Titles that sessions get by themselves."""

from __future__ import annotations

from contextlib import AbstractAsyncContextManager
from pathlib import Path

import pytest

from agent_tui.config.engine_options import EngineOptions
from agent_tui.config.settings import AutoTitlesName
from agent_tui.engine.titles.title_request import title_in, title_request
from agent_tui.protocol.compaction_events import CompactionProposed
from agent_tui.protocol.compaction_inputs import CompactSession, DismissCompaction
from agent_tui.protocol.events import NoticeRaised, SessionClosed, SessionInfoChanged, UsageUpdated
from agent_tui.protocol.inputs import CloseSession, RenameSession
from agent_tui.protocol.ports import SessionStore
from agent_tui.protocol.requests import TextDelta, UsageReported
from agent_tui.protocol.usage import Usage
from tests.engine.builders import PlayedEngine, an_engine, unavailable
from tests.engine.fake_provider import FakeItem, FakeProvider, Gate, says
from tests.storage.places import store_in


def titled_by(
    provider: FakeProvider, how: AutoTitlesName = "model", store: SessionStore | None = None
) -> AbstractAsyncContextManager[PlayedEngine]:
    options = EngineOptions(cwd="/project", auto_titles=how)
    return an_engine(provider, store=store, options=options)


def title(engine: PlayedEngine) -> str:
    return engine.controller.sessions[0].title


async def test_the_model_gives_a_title_after_the_first_turn() -> None:
    provider = FakeProvider(says("Hello."), says('**"Greeting the agent."**\n'), says("Again."))
    async with titled_by(provider) as engine:
        await engine.play("hi there")
        await engine.settle()
        await engine.play("more")
        await engine.settle()

        told = [changed.info.title for changed in engine.all_of(SessionInfoChanged)]
        assert [*dict.fromkeys(told)] == ["hi there", "Greeting the agent"]
        assert len(provider.requests) == 3
        asked = provider.requests[1]
        assert (asked.tools, len(asked.messages)) == ((), 1)
        assert "hi there" in asked.messages[0].text
        assert "Hello." in asked.messages[0].text


@pytest.mark.parametrize(("how", "expected"), [("prompt", "hi there"), ("off", "")])
async def test_no_request_is_made_that_nobody_asked_for(how: AutoTitlesName, expected: str) -> None:
    provider = FakeProvider(says("Hello."))
    async with titled_by(provider, how) as engine:
        await engine.play("hi there")
        await engine.settle()

        assert (title(engine), len(provider.requests)) == (expected, 1)


async def test_a_title_that_the_user_gave_while_the_model_thought_stays() -> None:
    gate = Gate()
    async with titled_by(FakeProvider(says("Hello."), [gate, *says("Other")])) as engine:
        await engine.play("hi")
        await gate.reached()
        engine.put(RenameSession(title="hi"))  # even one that looks like ours
        await engine.settle()

        gate.open()
        await engine.settle()

        assert title(engine) == "hi"


async def test_a_failed_turn_is_no_beginning_to_name() -> None:
    provider = FakeProvider([unavailable()], says("Hello."), says("Greeting"))
    options = EngineOptions(cwd="/project", auto_titles="model", max_attempts=1)
    async with an_engine(provider, options=options) as engine:
        await engine.play("hi")
        await engine.settle()
        assert (title(engine), len(provider.requests)) == ("hi", 1)

        await engine.play("hi again")
        await engine.settle()

        assert title(engine) == "Greeting"


async def test_a_request_for_a_title_that_fails_is_no_matter() -> None:
    async with titled_by(FakeProvider(says("Hello."), [unavailable()])) as engine:
        await engine.play("hi")
        await engine.settle()

        assert title(engine) == "hi"
        assert engine.all_of(NoticeRaised) == []


async def test_what_the_title_took_counts() -> None:
    usage = UsageReported(usage=Usage(input_tokens=40, output_tokens=5))
    async with titled_by(FakeProvider(says("Hello."), [TextDelta(text="T"), usage])) as engine:
        await engine.play("hi")
        await engine.settle()

        *_, before, after = engine.all_of(UsageUpdated)
        assert (before.usage.total_tokens, after.usage.total_tokens) == (0, 45)
        assert after.context_tokens == before.context_tokens


async def test_what_titles_and_summaries_took_is_known_when_the_session_is_opened_again(
    tmp_path: Path,
) -> None:
    took = UsageReported(usage=Usage(input_tokens=40, output_tokens=5))
    title: list[FakeItem] = [TextDelta(text="T"), took]
    provider = FakeProvider(says("Hello."), title, says("Yes."), [*says("In short."), took])
    store = store_in(tmp_path)
    async with titled_by(provider, store=store) as engine:
        await engine.play("hi " + "x" * 400)
        await engine.settle()
        await engine.play("more")
        engine.put(CompactSession())
        proposed = await engine.until_type(CompactionProposed)
        engine.put(DismissCompaction(compaction_id=proposed.compaction_id))
        await engine.settle()
        await engine.controller.close_sessions("user")

    (info,) = store.sessions()
    assert store.load(info.id).info.usage.total_tokens == 2 * 45


async def test_closing_the_session_ends_the_request() -> None:
    gate, provider = Gate(), FakeProvider(says("Hello."))
    provider._steps.append([gate, *says("Never")])
    async with titled_by(provider) as engine:
        await engine.play("hi")
        await gate.reached()
        engine.put(CloseSession())
        await engine.until_type(SessionClosed)
        await engine.settle()

        assert provider.open_streams == 0


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("Fix the login test", "Fix the login test"),
        ("\n\n  Title: Fix it.\nBecause", "Fix it"),
        ("# **Fix it**", "Fix it"),
        ("„Prüfung reparieren“", "Prüfung reparieren"),
        ("a\x1b[31mb", "a [31mb"),
        ("", ""),
        ("```", ""),
        ("x" * 100, "x" * 59 + "…"),
    ],
)
def test_an_answer_becomes_one_clean_line(answer: str, expected: str) -> None:
    assert title_in(answer) == expected


def test_the_request_stays_small() -> None:
    request = title_request("m", "x" * 1_000_000, "y" * 1_000_000)

    assert len(request.messages[0].text) < 5_000

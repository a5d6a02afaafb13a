"""States of sessions that hosts take out of an agent, keep, and go on with."""

from __future__ import annotations

import inspect
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest

from agent_tui import (
    Agent,
    AutoSave,
    ClosedResourceError,
    FileSessionStore,
    PermissionMode,
    SavedState,
    ScriptedProvider,
    SessionCorrupt,
    SessionFormatTooNew,
    SessionStorageFailed,
    Settings,
)
from agent_tui.agent.agent_options import AgentOptions
from agent_tui.exchange.own_json import SessionDocument, conversation_of
from agent_tui.protocol.messages import ChatMessage, Role
from agent_tui.providers.scripted import says
from agent_tui.storage.journal.session_journal import FileSessionJournal
from tests.storage.places import journal_of, store_in

KEY = "sk-do-not-let-me-out-0123456789"


async def a_state(**options: Any) -> dict[str, Any]:
    provider = ScriptedProvider([says("It is 42.")])
    async with Agent(provider=provider, **options) as agent:
        await agent.run_turn("What is it?")
        return agent.export_state()


async def test_an_exported_state_goes_on_in_another_agent() -> None:
    kept = json.loads(json.dumps(await a_state()))
    provider = ScriptedProvider([says("I said so.")])

    async with Agent.load_or_new(kept, provider=provider) as agent:
        await agent.run_turn("Sure?")

        assert agent.session is not None
        assert agent.session.id == kept["session"]["id"]
        texts = [message.text for message in agent.messages]
    assert texts == ["What is it?", "It is 42.", "Sure?", "I said so."]
    sent = [message.text for message in provider.requests[0].messages]
    assert sent == ["What is it?", "It is 42.", "Sure?"]


async def test_a_state_names_its_schema_and_has_no_key_and_no_permission() -> None:
    settings = Settings(api_key=KEY, permission_mode="full")

    kept = await a_state(settings=settings)

    assert (kept["schema"], kept["version"]) == ("agent-tui/session", 1)
    assert KEY not in json.dumps(kept)
    assert "permission_mode" not in json.dumps(kept)
    async with Agent.load_or_new(kept, provider=ScriptedProvider()) as agent:
        assert agent.session is not None
        assert agent.session.permission_mode is PermissionMode.ASK


async def test_a_state_is_put_into_a_store_that_does_not_have_it(tmp_path: Path) -> None:
    kept = await a_state()

    async with Agent.load_or_new(
        kept, "conversation-7", store=store_in(tmp_path), provider=ScriptedProvider([says("Yes.")])
    ) as agent:
        await agent.run_turn("Sure?")

    stored = store_in(tmp_path).load("conversation-7")
    assert [message.text for message in stored.messages][-2:] == ["Sure?", "Yes."]
    assert len(stored.messages) == 4


async def test_a_state_that_was_stored_in_part_does_not_count_as_stored(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    append_message = FileSessionJournal.append_message

    def gets_full(journal: FileSessionJournal, message: ChatMessage) -> None:
        if message.role is Role.ASSISTANT:
            raise SessionStorageFailed("The disk is full.")
        append_message(journal, message)

    kept = await a_state()
    first = Agent.load_or_new(kept, store=store_in(tmp_path), provider=ScriptedProvider())
    with monkeypatch.context() as disk:
        disk.setattr(FileSessionJournal, "append_message", gets_full)
        with pytest.raises(SessionStorageFailed):
            await first.open()

    again = Agent.load_or_new(kept, store=store_in(tmp_path), provider=ScriptedProvider())
    async with again as agent:
        assert [message.text for message in agent.messages] == ["What is it?", "It is 42."]


async def test_a_session_that_the_store_has_is_never_replaced_by_a_state(tmp_path: Path) -> None:
    kept = await a_state()
    for texts in (("Sure?", "Yes."), ("Really?", "Really.")):
        provider = ScriptedProvider([says(texts[1])])
        async with Agent.load_or_new(
            kept, "one", store=store_in(tmp_path), provider=provider
        ) as agent:
            await agent.run_turn(texts[0])

    stored = store_in(tmp_path).load("one")
    assert [message.text for message in stored.messages][2:] == [
        "Sure?",
        "Yes.",
        "Really?",
        "Really.",
    ]


@pytest.mark.parametrize("make_store", [store_in, lambda _: None])
async def test_a_session_that_is_nowhere_begins_with_the_id_that_was_wanted(
    tmp_path: Path, make_store: Callable[[Path], FileSessionStore | None]
) -> None:
    store = make_store(tmp_path)
    provider = ScriptedProvider([says("Hello.")])

    async with Agent.load_or_new(store, "conversation-7", provider=provider) as agent:
        await agent.run_turn("Hi")

        assert agent.session is not None
        assert agent.session.id == "conversation-7"
    if store is not None:
        again = Agent.load_or_new(store, "conversation-7", provider=ScriptedProvider())
        async with again as agent:
            assert [message.text for message in agent.messages] == ["Hi", "Hello."]


@pytest.mark.parametrize("session_id", ["org/user", "../user", ".user", "u" * 300])
async def test_an_id_that_the_store_can_never_keep_fails_the_start(
    tmp_path: Path, session_id: str
) -> None:
    agent = Agent.load_or_new(store_in(tmp_path), session_id, provider=ScriptedProvider())
    with pytest.raises(SessionStorageFailed, match="cannot be the id of a stored session"):
        await agent.start()


async def test_a_stored_session_that_is_damaged_is_left_alone_and_a_new_one_begins(
    tmp_path: Path,
) -> None:
    store = store_in(tmp_path)
    async with Agent.load_or_new(store, "one", provider=ScriptedProvider([says("1")])) as agent:
        await agent.run_turn("Hi")
    journal = journal_of(tmp_path, "one")
    journal.write_bytes(b'{"type": "sess')

    async with Agent.load_or_new(store, "one", provider=ScriptedProvider([says("2")])) as agent:
        await agent.run_turn("Hi again")

        assert agent.session is not None
        assert agent.session.id != "one"
    assert journal.read_bytes() == b'{"type": "sess'


async def test_saving_by_a_host_is_done_after_each_turn_and_when_the_agent_is_left() -> None:
    saved: list[SavedState] = []
    provider = ScriptedProvider([says("One.")], [says("Two.")])
    autosave = AutoSave(saved.append)

    async with Agent(provider=provider, autosave=autosave) as agent:
        await agent.run_turn("first")
        await agent.run_turn("second")

    assert [message.text for message in saved[-1].messages] == ["first", "One.", "second", "Two."]
    assert len(saved) <= 2


def test_a_state_of_a_later_version_is_refused_whole() -> None:
    with pytest.raises(SessionFormatTooNew, match="Update agent-tui"):
        Agent.load_or_new({"schema": "agent-tui/session", "version": 2, "news": True})


@pytest.mark.parametrize(
    "source",
    [
        b"{",
        b"[]",
        "null",
        {},
        {"schema": "other", "version": 1, "session": {"id": "1"}},
        {"schema": "agent-tui/session", "version": 1, "session": {"id": 1}},
        '{"a":' * 2000,
    ],
)
def test_what_is_no_state_is_refused_with_a_reason(source: Any) -> None:
    with pytest.raises(SessionCorrupt, match="no saved state"):
        Agent.load_or_new(source)


def test_an_agent_that_is_not_open_has_nothing_to_export() -> None:
    with pytest.raises(ClosedResourceError, match="no open session"):
        Agent(provider=ScriptedProvider()).export_state()


async def test_a_state_can_be_imported_like_an_exported_session() -> None:
    kept = await a_state()

    document = msgspec.convert(kept, SessionDocument)

    texts = [message.text for message in conversation_of(document).messages]
    assert texts == ["What is it?", "It is 42."]


def test_load_or_new_takes_what_agent_takes_but_the_session() -> None:
    taken = set(inspect.signature(Agent).parameters) - {"resume", "first"}

    assert set(AgentOptions.__annotations__) == taken

"""Sessions that `AutoSave` keeps in a store of the host's."""

from __future__ import annotations

from typing import cast

import pytest
from msgspec.structs import replace

from agent_tui.errors import SessionStorageFailed
from agent_tui.lifecycle.autosave.store_copy import StoreCopy
from agent_tui.protocol.messages import ChatMessage
from agent_tui.protocol.ports import SessionJournal, SessionStore
from agent_tui.protocol.saved_state import SavedState, saved_state
from agent_tui.protocol.sessions import QueuedPrompt, SessionInfo
from agent_tui.storage.memory.memory_store import MemorySessionStore
from tests.contracts.session_builders import a_prompt, an_answer, an_info

INFO = an_info("abcd1111", provider="local", model="small")
ONE, TWO = a_prompt("one"), an_answer("two")


def a_state(*messages: ChatMessage, queued: tuple[QueuedPrompt, ...] = ()) -> SavedState:
    return saved_state(replace(INFO, title="Numbers"), messages, queued=queued)


def texts_in(store: MemorySessionStore) -> list[str]:
    return [message.text for message in store.load(INFO.id).messages]


def test_each_state_adds_what_is_new() -> None:
    store = MemorySessionStore()
    copy = StoreCopy(store)
    waiting = (QueuedPrompt(id="q", text="then three"),)

    copy.save(a_state(ONE))
    copy.save(a_state(ONE, TWO, queued=waiting))
    copy.close()

    stored = store.load(INFO.id)
    assert stored.messages == (ONE, TWO)
    assert (stored.info.title, stored.info.model, stored.queued) == ("Numbers", "small", waiting)
    assert store.open(INFO.id)[1] is not None


def test_a_later_run_goes_on_behind_what_the_store_has() -> None:
    store = MemorySessionStore()
    for state in (a_state(ONE), a_state(ONE, TWO)):
        copy = StoreCopy(store)
        copy.save(state)
        copy.close()

    assert texts_in(store) == ["one", "two"]


def test_a_message_in_a_newer_form_replaces_the_former() -> None:
    store = MemorySessionStore()
    copy = StoreCopy(store)

    copy.save(a_state(ONE, replace(TWO, is_interrupted=True)))
    copy.save(a_state(ONE, TWO))

    assert store.load(INFO.id).messages == (ONE, TWO)


def test_a_store_that_knows_no_branches_still_gets_what_is_said_after_a_rewind() -> None:
    store = MemorySessionStore()
    copy = StoreCopy(cast(SessionStore, _WithoutHeads(store)))

    for third in ("three", "another three"):
        copy.save(a_state(ONE, TWO, a_prompt(third)))

    assert texts_in(store) == ["one", "two", "three", "another three"]


class _WithoutHeads:
    """A host's store whose journals are older than branches."""

    def __init__(self, store: MemorySessionStore) -> None:
        self._store = store

    def open(self, session_id: str) -> object:
        return self._store.open(session_id)

    def create(self, info: SessionInfo) -> object:
        return _JournalWithoutHeads(self._store.create(info))


class _JournalWithoutHeads:
    def __init__(self, journal: SessionJournal) -> None:
        self._journal = journal

    def __getattr__(self, name: str) -> object:
        if name == "append_head":
            raise AttributeError(name)
        return getattr(self._journal, name)


def test_what_was_undone_leaves_the_history_there_too() -> None:
    store = MemorySessionStore()
    copy = StoreCopy(store)

    copy.save(a_state(ONE, TWO, a_prompt("three")))
    copy.save(a_state(ONE, TWO))
    went_back = texts_in(store)
    copy.save(a_state(ONE, TWO, a_prompt("another three")))

    assert went_back == ["one", "two"]
    assert texts_in(store) == ["one", "two", "another three"]


def test_a_store_that_somebody_else_writes_is_left_alone() -> None:
    store = MemorySessionStore()
    store.create(INFO).append_message(ONE)

    with pytest.raises(SessionStorageFailed, match="Give it another one"):
        StoreCopy(store).save(a_state(ONE, TWO))

    assert texts_in(store) == ["one"]

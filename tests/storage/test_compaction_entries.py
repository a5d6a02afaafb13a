"""Summaries and pins in a session's journal."""

from __future__ import annotations

from msgspec.structs import replace

from agent_tui.protocol.compactions import Compaction
from agent_tui.protocol.messages import ChatMessage, Role, TextPart
from agent_tui.protocol.sessions import SessionInfo
from agent_tui.protocol.usage import Usage
from agent_tui.storage.session_store import FileSessionStore

ID = "c" * 32


def said(message_id: str, role: Role, usage: Usage | None = None) -> ChatMessage:
    part = TextPart(id=f"{message_id}.1", text=message_id)
    return ChatMessage(id=message_id, role=role, parts=(part,), usage=usage)


MARK = ChatMessage(
    id="mark",
    role=Role.USER,
    parts=(TextPart(id="mark", text="what was said"),),
    usage=Usage(input_tokens=50, output_tokens=5),
    compaction=Compaction(first_kept="b", tokens_before=610, tokens_after=90),
)


def written(store: FileSessionStore, *messages: ChatMessage) -> None:
    journal = store.create(SessionInfo(id=ID, cwd="/proj"))
    journal.append_message(said("a", Role.USER))
    journal.append_message(said("b", Role.ASSISTANT, Usage(input_tokens=600, output_tokens=10)))
    for message in messages:
        journal.append_message(message)
    journal.append_pins(("a",))
    journal.append_pins(("a", "b"))
    journal.close("user")


def test_a_summary_and_the_pins_are_there_again_and_the_originals_too(
    store: FileSessionStore,
) -> None:
    written(store, MARK)

    stored = store.load(ID)

    assert [message.id for message in stored.messages] == ["a", "b", "mark"]
    assert stored.messages[-1] == MARK
    assert stored.pins == ("a", "b")
    assert stored.info.context_tokens == 90
    assert stored.info.usage.total_tokens == 665
    assert stored.info.title == "a"


def test_an_undone_summary_stays_in_its_place_and_counts_once(store: FileSessionStore) -> None:
    written(store, MARK, said("c", Role.USER), replace(MARK, is_superseded=True))

    stored = store.load(ID)

    assert [message.id for message in stored.messages] == ["a", "b", "mark", "c"]
    assert stored.messages[2].is_superseded
    assert stored.info.message_count == 4
    assert stored.info.usage.total_tokens == 665

"""A prompt that a hook has rewritten is listed as the model got it."""

from __future__ import annotations

from msgspec.structs import replace

from agent_tui.protocol.messages import ChatMessage, Role, TextPart
from agent_tui.protocol.sessions import SessionInfo
from agent_tui.storage.session_store import FileSessionStore

ID = "c" * 32
TYPED = ChatMessage(
    id="a",
    role=Role.USER,
    parts=(TextPart(id="a.1", text="typed"),),
    turn_id="t",
    is_superseded=True,
)
PASSED = replace(TYPED, parts=(TextPart(id="a.1", text="rewritten"),), is_superseded=False)


def heads(store: FileSessionStore, *messages: ChatMessage) -> list[str]:
    """What title, list and tree show of the first prompt."""
    journal = store.create(SessionInfo(id=ID, cwd="/proj"))
    for message in messages:
        journal.append_message(message)
    journal.close("user")
    (listed,) = store.sessions()
    (turn,) = store.branches.tree(ID)
    return [listed.title, listed.first_prompt, turn.head]


def test_the_title_the_list_and_the_tree_show_what_the_model_got(store: FileSessionStore) -> None:
    assert heads(store, TYPED, PASSED) == ["rewritten", "rewritten", "rewritten"]


def test_a_prompt_that_no_hook_has_passed_still_gives_the_session_a_title(
    store: FileSessionStore,
) -> None:
    assert heads(store, TYPED) == ["typed", "", "typed"]

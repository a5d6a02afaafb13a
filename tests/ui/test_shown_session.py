from __future__ import annotations

from agent_tui.protocol.events import NoticeRaised, PartAdded, PartDelta, PartKind, PromptRefused
from agent_tui.protocol.failures import Failure
from agent_tui.protocol.inputs import CloseSession, NewSession, SubmitPrompt
from agent_tui.protocol.status import NoticeLevel
from tests.ui.running_chat import a_message, opened, running_chat, turn_started


async def test_only_events_of_the_shown_session_are_shown() -> None:
    async with running_chat() as chat:
        part = PartAdded(session_id="s9", turn_id="t9", part_id="p9", kind=PartKind.TEXT)
        secret = PartDelta(session_id="s9", turn_id="t9", part_id="p9", text="from elsewhere")

        await chat.emit(part, secret)

        assert not chat.sees("from elsewhere")


async def test_a_refused_prompt_of_another_session_comes_back_all_the_same() -> None:
    failure = Failure(kind="Closed", title="Closed", text="The session is closed.")
    async with running_chat() as chat:
        await chat.emit(PromptRefused(session_id="s9", prompt_id="p", text="mine", failure=failure))

        assert chat.composer.text == "mine"


async def test_a_new_session_replaces_the_view_and_closes_the_old_one() -> None:
    async with running_chat() as chat:
        await chat.emit(turn_started("old prompt"))
        await chat.emit(opened())

        await chat.enter("/new")
        await chat.enter("for the new one")
        await chat.emit(opened("s2"))

        assert NewSession(session_id="s1") in chat.engine.inputs
        assert CloseSession(session_id="s1") in chat.engine.inputs
        (sent,) = [put for put in chat.engine.inputs if isinstance(put, SubmitPrompt)]
        assert (sent.session_id, sent.text) == ("s2", "for the new one")
        assert not chat.sees("old prompt")


async def test_a_prompt_for_a_session_that_did_not_open_comes_back() -> None:
    async with running_chat() as chat:
        await chat.enter("/new")
        await chat.enter("stranded")

        await chat.emit(
            NoticeRaised(level=NoticeLevel.ERROR, title="No session", text="Disk full.")
        )

        assert chat.composer.text == "stranded"


async def test_a_running_turn_is_not_left_behind_by_a_new_session() -> None:
    async with running_chat() as chat:
        await chat.emit(turn_started())

        await chat.enter("/new")

        assert NewSession(session_id="s1") not in chat.engine.inputs
        assert chat.sees("A turn is running")


async def test_a_stored_draft_stands_before_what_was_typed_meanwhile() -> None:
    async with running_chat(is_open=False) as chat:
        await chat.write("typed meanwhile")

        await chat.emit(opened(draft="stored"))

        assert chat.composer.text == "stored\n\ntyped meanwhile"


async def test_the_stored_history_is_shown_when_a_session_is_opened() -> None:
    async with running_chat(is_open=False) as chat:
        await chat.emit(opened(messages=(a_message("an old question"),)))

        assert chat.sees("an old question")


async def test_a_notice_from_before_the_session_is_still_there_when_it_opens() -> None:
    async with running_chat(is_open=False) as chat:
        await chat.emit(NoticeRaised(level=NoticeLevel.WARNING, title="Careful", text="Old lock."))

        await chat.emit(opened())

        assert [row for row in chat.rows() if "Old lock." in row] != []


async def test_without_a_provider_the_guidance_is_the_first_thing_one_reads() -> None:
    async with running_chat(guidance="# Choose a model\n\nTry the demo.") as chat:
        await chat.until_sees("Choose a model")

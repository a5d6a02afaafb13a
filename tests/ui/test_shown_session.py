from __future__ import annotations

from typing import TypeVar

from agent_tui.protocol.branch_events import SessionRewound
from agent_tui.protocol.branches import RewindStep
from agent_tui.protocol.events import (
    NoticeRaised,
    PartAdded,
    PartDelta,
    PartKind,
    PromptRefused,
    SessionClosed,
    TurnEnded,
)
from agent_tui.protocol.failures import Failure
from agent_tui.protocol.inputs import (
    CloseSession,
    NewSession,
    SaveDraft,
    SubmitPrompt,
    UserInput,
)
from agent_tui.protocol.prompt_events import QueueReturned
from agent_tui.protocol.results import TurnResult
from agent_tui.protocol.session_events import SessionNotOpened
from agent_tui.protocol.sessions import QueuedPrompt
from agent_tui.protocol.status import NoticeLevel, TurnStatus
from tests.ui.panels.asked import requested
from tests.ui.running_chat import (
    RunningChat,
    a_message,
    a_session,
    opened,
    running_chat,
    turn_started,
)

Input = TypeVar("Input", bound=UserInput)
DOWN = Failure(kind="k", title="The server is down", text="Try later.")


async def test_only_events_of_the_shown_session_are_shown() -> None:
    async with running_chat() as chat:
        part = PartAdded(session_id="s9", turn_id="t9", part_id="p9", kind=PartKind.TEXT)
        secret = PartDelta(session_id="s9", turn_id="t9", part_id="p9", text="from elsewhere")

        await chat.emit(part, secret)

        assert not chat.sees("from elsewhere")


def sent(chat: RunningChat, kind: type[Input]) -> list[Input]:
    return [put for put in chat.engine.inputs if isinstance(put, kind)]


async def test_a_refused_prompt_of_another_session_goes_into_its_own_draft() -> None:
    failure = Failure(kind="Closed", title="Refused", text="The model is gone.")
    async with running_chat() as chat:
        await chat.write("mine")
        await chat.emit(opened("s2", info=a_session("s2", title="Fix it"), draft="theirs"))
        await chat.emit(
            PromptRefused(session_id="s2", prompt_id="p", text="lost?", failure=failure)
        )

        assert chat.composer.text == "mine"
        assert sent(chat, SaveDraft)[-1] == SaveDraft(session_id="s2", text="theirs\n\nlost?")
        assert chat.sees("Refused: a prompt for 'Fix it'")

        await chat.emit(PromptRefused(session_id="s9", prompt_id="p", text="late", failure=failure))
        assert chat.composer.text == "mine"
        assert chat.sees("a prompt for a closed session")


async def test_a_queue_that_comes_back_behind_the_view_goes_into_its_own_draft() -> None:
    async with running_chat() as chat:
        await chat.emit(opened("s2"))
        prompts = (QueuedPrompt(id="q1", text="one"), QueuedPrompt(id="q2", text="two"))
        await chat.emit(QueueReturned(session_id="s2", prompts=prompts))

        assert chat.composer.text == ""
        assert sent(chat, SaveDraft)[-1] == SaveDraft(session_id="s2", text="one\n\ntwo")


async def test_a_prompt_that_is_undone_behind_the_view_goes_into_its_own_blank_draft() -> None:
    async with running_chat() as chat:
        await chat.emit(opened("s2"), opened("s3", draft="theirs"))
        await chat.emit(SessionRewound(session_id="s2", step=RewindStep.UNDO, text="try it"))
        await chat.emit(SessionRewound(session_id="s3", step=RewindStep.UNDO, text="not this"))
        kept = [(draft.session_id, draft.text) for draft in sent(chat, SaveDraft) if draft.text]
        assert kept == [("s2", "try it")]

        chat.app.link.open_session("s2")
        await chat.emit(SessionRewound(session_id="s1", step=RewindStep.UNDO, text="mine"))
        assert chat.composer.text == ""
        last = sent(chat, SaveDraft)[-1]
        assert (last.session_id, last.text) == ("s1", "mine")


async def test_who_looks_at_a_session_that_a_host_closes_is_told_and_keeps_the_draft() -> None:
    async with running_chat() as chat:
        await chat.write("unsent")
        await chat.emit(SessionClosed(session_id="s2", reason="user"))
        assert not chat.sees("has closed this session")

        await chat.emit(SessionClosed(session_id="s1", reason="user"))

        assert chat.sees("The application has closed this session")
        assert chat.composer.text == "unsent"


async def test_a_new_session_comes_to_the_front_while_a_turn_runs_in_the_old_one() -> None:
    async with running_chat() as chat:
        await chat.emit(turn_started("old prompt"))

        await chat.enter("/new")
        await chat.enter("for the new one")
        (new,) = sent(chat, NewSession)
        await chat.emit(opened(new.new_id))

        (prompt,) = sent(chat, SubmitPrompt)
        assert (prompt.session_id, prompt.text) == (new.new_id, "for the new one")
        assert sent(chat, CloseSession) == []
        assert not chat.sees("old prompt")
        assert chat.sees("1 more: 1 running")


async def test_what_is_typed_in_one_burst_behind_a_command_belongs_to_the_coming_session() -> None:
    async with running_chat() as chat:
        chat.type_burst(b"/new\rfor the new one")
        await chat.until(lambda: bool(sent(chat, NewSession)))
        (new,) = sent(chat, NewSession)
        assert [draft.text for draft in sent(chat, SaveDraft) if draft.text] == []
        await chat.emit(opened(new.new_id))

        await chat.until(lambda: chat.composer.text == "for the new one")


async def test_each_session_has_its_own_draft() -> None:
    async with running_chat() as chat:
        await chat.write("first thought")
        await chat.press("ctrl+s")
        await chat.write("second thought")

        chat.app.link.open_session("s2")
        kept = sent(chat, SaveDraft)[-1]
        assert (kept.session_id, kept.text) == ("s1", "second thought")
        assert [draft.text for draft in kept.extras.stash] == ["first thought"]
        await chat.write("typed while it opens")
        await chat.emit(opened("s2", draft="theirs"))

        assert chat.composer.text == "theirs\n\ntyped while it opens"
        assert chat.app._facts.stashed_count == 0
        await chat.press("ctrl+underscore", "ctrl+underscore", "ctrl+underscore")
        assert "thought" not in chat.composer.text

        await chat.show("s1", draft=kept.text, draft_extras=kept.extras)
        assert chat.composer.text == "second thought"
        assert chat.app._facts.stashed_count == 1


async def test_a_session_that_tells_its_state_again_leaves_the_draft_alone() -> None:
    async with running_chat() as chat:
        await chat.write("mine")

        await chat.emit(opened(draft="mi", messages=(a_message("rewound"),)))

        assert chat.composer.text == "mine"
        assert chat.sees("rewound")


async def test_prompts_and_draft_come_back_when_the_session_does_not_open() -> None:
    async with running_chat() as chat:
        await chat.write("my draft")
        chat.app.link.open_session("s2")
        await chat.enter("stranded")

        failure = Failure(kind="k", title="No session", text="Disk full.")
        await chat.emit(SessionNotOpened(session_id="s2", failure=failure))

        assert chat.composer.text == "stranded\n\nmy draft"


async def test_keys_lead_to_the_session_that_waits_and_to_those_by_place() -> None:
    async with running_chat() as chat:
        await chat.emit(opened("s2"), opened("s3", info=a_session("s3", title="Fix it")))
        await chat.emit(requested(session_id="s3"))
        assert chat.sees("'Fix it' waits for you · F8")

        await chat.press("f8")
        assert chat.app.link.awaits("s3")
        await chat.press("alt+2")
        assert chat.app.link.awaits("s2")
        await chat.emit(opened("s2"))
        await chat.press("shift+f8")
        assert chat.app.link.awaits("s1")


async def test_what_was_said_behind_the_view_is_there_when_one_looks() -> None:
    async with running_chat() as chat:
        failed = TurnResult(session_id="s2", turn_id="t", status=TurnStatus.ERROR, error=DOWN)
        await chat.emit(
            opened("s2"),
            NoticeRaised(session_id="s2", level=NoticeLevel.WARNING, title="Saving failed"),
            TurnEnded(session_id="s2", turn_id="t", result=failed),
        )
        assert not chat.sees("Saving failed")
        assert chat.sees("1 more: 1 failed")

        await chat.show("s2", messages=(a_message("their question"),))

        assert chat.sees("Saving failed")
        assert chat.sees(DOWN.title)
        assert not chat.sees("1 failed")


async def test_a_session_in_which_something_runs_is_closed_only_on_a_second_word() -> None:
    async with running_chat() as chat:
        await chat.emit(opened("s2"), turn_started())

        await chat.enter("/close")
        assert chat.sees("Not closed: a turn is running")
        assert not chat.app.link.is_opening

        await chat.enter("/close stop")
        assert chat.app.link.awaits("s2")
        await chat.emit(opened("s2"))
        assert sent(chat, CloseSession) == [CloseSession(session_id="s1")]


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

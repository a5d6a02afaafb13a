"""Both panels in the chat: sessions, order, the keys around them."""

from __future__ import annotations

import pytest

from agent_tui.protocol.asking_events import PermissionClosed, QuestionClosed, RuleTried
from agent_tui.protocol.events import SessionClosed
from agent_tui.protocol.inputs import (
    AnswerQuestion,
    CancelTurn,
    ReplyPermission,
    SetPermissionMode,
    TryRule,
)
from agent_tui.protocol.permissions import (
    Decision,
    PermissionMode,
    PermissionReply,
    PromptOutcome,
    RuleMatch,
    RuleTrial,
)
from agent_tui.ui.key_ladders import next_mode
from tests.ui.panels.asked import (
    LANGUAGE,
    NAME,
    answers_sent,
    asked,
    dock_of,
    panels_of,
    requested,
    rest,
    stop_the_clock,
)
from tests.ui.running_chat import (
    RunningChat,
    a_session,
    opened,
    running_chat,
    turn_started,
)

DONE = PromptOutcome.ANSWERED


def waits(chat: RunningChat) -> bool:
    return chat.app._facts.is_waiting_for_user


async def test_an_answer_goes_to_the_engine_and_the_panel_closes() -> None:
    async with running_chat() as chat:
        clock = stop_the_clock(chat)
        await chat.emit(turn_started(), requested())
        assert waits(chat)
        await rest(chat, clock)

        await chat.press("y")

        reply = PermissionReply(decision=Decision.ONCE, call_id="c1")
        assert answers_sent(chat) == [ReplyPermission(request_id="r1", replies=(reply,))]
        assert not chat.sees("Allow once")
        assert not waits(chat)


async def test_a_question_is_answered_or_declined() -> None:
    async with running_chat() as chat:
        clock = stop_the_clock(chat)
        await chat.emit(turn_started(), asked(), asked(NAME, request_id="q2"))
        await rest(chat, clock)
        await chat.press("1", "enter")
        await rest(chat, clock)
        await chat.press("escape", "x", "n", "o", "enter")

        first, second = answers_sent(chat)
        assert isinstance(first, AnswerQuestion)
        assert first.answers is not None
        assert first.answers[0].choices == ("Python",)
        assert second == AnswerQuestion(request_id="q2", answers=None, reason="no")


async def test_a_prompt_typed_in_one_burst_while_a_panel_waits_answers_nothing() -> None:
    async with running_chat() as chat:
        clock = stop_the_clock(chat)
        await chat.emit(turn_started(), requested())
        await rest(chat, clock)

        chat.type_burst(b"maybe later\r")
        await chat.until(lambda: chat.engine.texts_sent() == ["maybe later"])

        assert answers_sent(chat) == []


async def test_the_older_request_is_asked_first_whatever_its_kind() -> None:
    async with running_chat() as chat:
        clock = stop_the_clock(chat)
        await chat.emit(turn_started(), asked(), requested(), asked(NAME, request_id="q2"))
        assert chat.sees("Which language")
        assert chat.sees("1 of 3")
        assert not chat.sees("Allow once")
        await rest(chat, clock)
        await chat.press("1", "enter")
        await rest(chat, clock)
        assert chat.sees("Allow once")
        assert not chat.sees("What shall it be called?")
        await chat.press("y")
        await rest(chat, clock)
        await chat.press("A", "enter")

        assert len(answers_sent(chat)) == 3
        assert chat.is_composing()


async def test_a_request_that_is_closed_elsewhere_vanishes() -> None:
    async with running_chat() as chat:
        await chat.emit(turn_started(), requested(), asked())
        for _ in range(2):
            await chat.emit(PermissionClosed(session_id="s1", request_id="r1", outcome=DONE))
        assert not chat.sees("Allow once")
        assert chat.sees("Which language")

        await chat.emit(QuestionClosed(session_id="s1", request_id="q1", outcome=DONE))

        assert dock_of(chat).open_panel is None
        assert not waits(chat)


async def test_requests_of_other_sessions_are_shown_when_these_are() -> None:
    async with running_chat() as chat:
        await chat.emit(
            opened("s2"),
            opened("s3"),
            requested(session_id="s2", request_id="r2"),
            asked(session_id="s3", request_id="q3"),
            turn_started(),
        )
        assert not waits(chat)
        assert dock_of(chat).open_panel is None
        assert chat.sees("2 more: 2 waiting")

        await chat.show("s2")
        assert waits(chat)
        assert chat.sees("Allow once")

        await chat.show("s1")
        assert not waits(chat)
        assert not chat.sees("Allow once")

        await chat.emit(PermissionClosed(session_id="s2", request_id="r2", outcome=DONE))
        assert chat.sees("2 more: 1 waiting")
        await chat.emit(SessionClosed(session_id="s3", reason="user"))
        assert chat.sees("1 more")
        assert not chat.sees("waiting")


async def test_a_dry_run_is_asked_for_and_shown() -> None:
    async with running_chat(size=(80, 40)) as chat:
        clock = stop_the_clock(chat)
        await chat.emit(turn_started(), requested())
        await rest(chat, clock)
        await chat.press("p")
        assert TryRule(session_id="s1", rule="run(git log *)") in chat.engine.inputs

        match = RuleMatch(tool="run_command", text="git log -3", is_covered=True)
        trial = RuleTrial(rule="run(git log *)", covered=(match,))
        await chat.emit(RuleTried(session_id="s1", trial=trial))

        assert chat.sees("would have allowed 1 past call: git log -3")


async def test_esc_stops_the_turn_but_closes_first_what_is_open_in_the_panel() -> None:
    async with running_chat() as chat:
        clock = stop_the_clock(chat)
        await chat.emit(turn_started(), requested())
        await rest(chat, clock)

        await chat.press("e", "escape")
        assert not [put for put in chat.engine.inputs if isinstance(put, CancelTurn)]
        await chat.press("escape")

        assert [put for put in chat.engine.inputs if isinstance(put, CancelTurn)]
        assert not answers_sent(chat)


async def test_esc_in_the_composer_stops_the_turn_whatever_is_open_in_the_panel() -> None:
    async with running_chat() as chat:
        clock = stop_the_clock(chat)
        await chat.emit(turn_started(), requested())
        await rest(chat, clock)

        await chat.press("e", "f6", "escape")

        assert [put for put in chat.engine.inputs if isinstance(put, CancelTurn)]


async def test_ctrl_c_copies_what_is_selected_in_the_panels_field() -> None:
    async with running_chat() as chat:
        clock = stop_the_clock(chat)
        await chat.emit(turn_started(), requested())
        await rest(chat, clock)
        await chat.press("e", "shift+home", "ctrl+c")

        assert chat.app.clipboard == "git log --oneline"
        assert not [put for put in chat.engine.inputs if isinstance(put, CancelTurn)]


async def test_ctrl_c_in_a_panel_stops_the_turn() -> None:
    async with running_chat() as chat:
        clock = stop_the_clock(chat)
        await chat.emit(turn_started(), requested())
        await rest(chat, clock)

        await chat.press("ctrl+c")

        assert [put for put in chat.engine.inputs if isinstance(put, CancelTurn)]


async def test_without_panels_nothing_is_shown_or_counted() -> None:
    async with running_chat(has_permission_panel=False, has_question_panel=False) as chat:
        await chat.emit(turn_started(), requested(), asked())

        assert dock_of(chat).open_panel is None
        assert not waits(chat)


async def test_the_transcript_stays_at_its_end_when_a_panel_opens() -> None:
    async with running_chat() as chat:
        for number in range(12):
            chat.app.chat.transcript.add_welcome(f"line {number}")  # type: ignore[union-attr]
        await chat.pilot.pause()
        await chat.emit(turn_started("the last words"), requested())

        assert chat.sees("the last words")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (PermissionMode.PLAN, PermissionMode.ASK),
        (PermissionMode.ASK, PermissionMode.EDITS),
        (PermissionMode.EDITS, PermissionMode.PLAN),
        (PermissionMode.FULL, PermissionMode.PLAN),
    ],
)
def test_the_mode_key_never_leads_to_full(before: PermissionMode, after: PermissionMode) -> None:
    assert next_mode(before) is after


async def test_shift_tab_asks_for_the_next_mode_from_anywhere() -> None:
    async with running_chat() as chat:
        clock = stop_the_clock(chat)
        await chat.press("shift+tab")
        await chat.emit(turn_started(), requested())
        await rest(chat, clock)
        await chat.press("shift+tab")

        wanted = SetPermissionMode(session_id="s1", mode=PermissionMode.EDITS)
        assert [put for put in chat.engine.inputs if put == wanted] == [wanted, wanted]
        assert panels_of(chat)[0].has_focus


async def test_ctrl_o_opens_and_closes_tool_output_from_the_composer() -> None:
    async with running_chat() as chat:
        called: list[bool] = []
        transcript = chat.app.chat.transcript
        assert transcript is not None
        transcript.action_toggle_tool_output = lambda: called.append(True)  # type: ignore[method-assign]

        await chat.press("ctrl+o")

        assert called == [True]


async def test_a_switch_of_the_session_gives_the_keys_back() -> None:
    async with running_chat() as chat:
        clock = stop_the_clock(chat)
        await chat.emit(turn_started(), asked(LANGUAGE))
        await rest(chat, clock)
        assert not chat.is_composing()

        await chat.show("s2", queued=())

        assert chat.is_composing()
        assert a_session("s2").id == chat.app.link.session_id

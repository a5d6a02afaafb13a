"""The list of waiting prompts, and what becomes of a prompt while a turn runs."""

from __future__ import annotations

from typing import Any

import pytest

from agent_tui.protocol.asking_events import PermissionRequested
from agent_tui.protocol.events import QueueChanged
from agent_tui.protocol.inputs import (
    CancelTurn,
    EditQueued,
    MoveQueued,
    SaveDraft,
    SteerQueued,
    SubmitPrompt,
    UserInput,
)
from agent_tui.protocol.permissions import PermissionItem, PermissionRequest
from agent_tui.protocol.prompt_events import PromptDelivered, QueueReturned
from agent_tui.protocol.sessions import Delivery, QueuedPrompt, QueueOnStop
from tests.ui.running_chat import RunningChat, a_message, running_chat, turn_ended, turn_started


def waits(*texts: str, is_held: bool = False) -> QueueChanged:
    prompts = tuple(QueuedPrompt(id=f"id-{text}", text=text) for text in texts)
    return QueueChanged(session_id="s1", prompts=prompts, is_held=is_held)


async def with_a_queue(chat: RunningChat, *texts: str) -> None:
    await chat.emit(turn_started(), waits(*texts))


def sent(chat: RunningChat, *kinds: type[UserInput]) -> list[UserInput]:
    return [one for one in chat.engine.inputs if isinstance(one, kinds)]


async def test_the_queue_key_goes_to_the_list_and_esc_back_without_stopping_the_turn() -> None:
    async with running_chat() as chat:
        await with_a_queue(chat, "a", "b")

        await chat.press("f7")
        assert chat.rows()[-6:-4] == ["  ◦ a", "❯ ◦ b"]
        await chat.press("escape")

        assert chat.is_composing()
        assert sent(chat, CancelTurn) == []
        await chat.press("f7", "f7")
        assert chat.is_composing()


async def test_without_prompts_the_queue_key_says_so() -> None:
    async with running_chat() as chat:
        await chat.press("f7")

        assert chat.sees("no prompts are waiting")


async def test_prompts_are_removed_and_undo_lets_them_wait_where_they_waited() -> None:
    async with running_chat() as chat:
        await with_a_queue(chat, "a", "b", "c")

        await chat.press("f7", "k", "d", "d")
        assert sent(chat, EditQueued) == [
            EditQueued(session_id="s1", prompt_id="id-b", text=None),
            EditQueued(session_id="s1", prompt_id="id-c", text=None),
        ]
        await chat.press("u")

        assert sent(chat, SubmitPrompt) == [
            SubmitPrompt(session_id="s1", prompt_id="id-c", text="c", place=1)
        ]


async def test_what_was_sent_before_its_removal_came_is_not_sent_again_by_an_undo() -> None:
    async with running_chat() as chat:
        await with_a_queue(chat, "a", "b")
        await chat.press("f7", "d")
        steered = PromptDelivered(
            session_id="s1", turn_id="t1", prompt=a_message("b", message_id="id-b")
        )
        await chat.emit(steered)

        await chat.press("u")

        assert sent(chat, SubmitPrompt) == []


async def test_prompts_move_and_the_list_shows_it_at_once() -> None:
    async with running_chat() as chat:
        await with_a_queue(chat, "a", "b", "c")

        await chat.press("f7", "K", "shift+up", "K", "J")

        moves = [one.place for one in sent(chat, MoveQueued) if isinstance(one, MoveQueued)]
        assert moves == [1, 0, 1]
        assert chat.rows()[-7:-4] == ["  ◦ a", "❯ ◦ c", "  ◦ b"]


async def test_an_edited_prompt_keeps_its_place_and_the_draft_comes_back() -> None:
    async with running_chat() as chat:
        await with_a_queue(chat, "a", "b", "c")
        await chat.write("my draft")

        await chat.press("f7", "home", "j", "enter")
        assert (chat.is_composing(), chat.composer.text) == (True, "b")
        await chat.emit(waits("a", "c"))
        await chat.press("X", "enter")

        (again,) = sent(chat, SubmitPrompt)
        assert isinstance(again, SubmitPrompt)
        assert (again.text, again.place) == ("bX", 1)
        assert chat.composer.text == "my draft"


async def test_an_edited_prompt_goes_before_those_behind_it_when_the_queue_went_on() -> None:
    async with running_chat() as chat:
        await with_a_queue(chat, "a", "b", "c", "d")
        await chat.press("f7", "home", "j", "enter")
        await chat.emit(waits("d"))  # "a" and "c" were sent meanwhile

        await chat.press("enter", "e", "enter")

        places = [one.place for one in sent(chat, SubmitPrompt) if isinstance(one, SubmitPrompt)]
        assert places == [0, -1]


async def test_a_prompt_is_sent_as_steering_and_the_list_marks_those_that_steer() -> None:
    async with running_chat() as chat:
        await with_a_queue(chat, "a")
        await chat.press("f7", "s")
        assert sent(chat, SteerQueued) == [SteerQueued(session_id="s1", prompt_id="id-a")]

        steering = QueuedPrompt(id="id-a", text="a", delivery=Delivery.STEER)
        await chat.emit(QueueChanged(session_id="s1", prompts=(steering,)))

        assert chat.sees("❯ » a")
        await chat.press("escape")
        assert chat.sees("  » a")


async def test_a_click_chooses_a_prompt_and_a_second_one_edits_it() -> None:
    async with running_chat() as chat:
        await with_a_queue(chat, "a", "b", "c")
        strip = chat.app.chat.queue_strip

        await chat.pilot.click(strip, offset=(5, 1))
        assert chat.sees("❯ ◦ b")
        await chat.pilot.click(strip, offset=(5, 1))

        assert chat.composer.text == "b"


async def test_two_hundred_prompts_take_few_rows_and_scroll() -> None:
    async with running_chat() as chat:
        await with_a_queue(chat, *map(str, range(200)))

        await chat.press("f7", "g")
        assert chat.app.chat.queue_strip.size.height <= 9
        assert chat.sees("❯ ◦ 0")
        await chat.press("G", "k")

        assert chat.sees("❯ ◦ 198")
        assert chat.sees("199/200")


async def test_the_list_leaves_the_keys_to_the_composer_when_its_last_prompt_is_gone() -> None:
    async with running_chat() as chat:
        await with_a_queue(chat, "a")

        await chat.press("f7", "d", "x")

        assert chat.composer.text == "x"


@pytest.mark.parametrize(
    ("setting", "key", "delivery"),
    [
        ("queue", "enter", Delivery.QUEUE),
        ("queue", "alt+s", Delivery.STEER),
        ("steer", "enter", Delivery.STEER),
        ("steer", "ctrl+enter", Delivery.QUEUE),
    ],
)
async def test_enter_does_what_the_setting_says_and_the_other_key_the_other_thing(
    setting: Any, key: str, delivery: Delivery
) -> None:
    async with running_chat(enter_while_running=setting) as chat:
        await chat.emit(turn_started())
        await chat.write("hello")
        await chat.press(key)

        (prompt,) = sent(chat, SubmitPrompt)
        assert isinstance(prompt, SubmitPrompt)
        assert (prompt.text, prompt.delivery) == ("hello", delivery)


async def test_while_a_turn_runs_the_screen_says_what_sending_does() -> None:
    async with running_chat(size=(120, 24)) as chat:
        await chat.emit(turn_started())
        await chat.write("x")
        assert chat.sees("Enter queues, Alt+S steers")

        await chat.emit(turn_ended())
        assert not chat.sees("Enter queues")


@pytest.mark.parametrize("setting", list(QueueOnStop))
@pytest.mark.parametrize("key", ["escape", "ctrl+c"])
async def test_a_stop_says_what_becomes_of_the_queue(setting: Any, key: str) -> None:
    async with running_chat(queue_on_stop=setting.value) as chat:
        await with_a_queue(chat, "a")

        await chat.press(key)

        assert sent(chat, CancelTurn) == [CancelTurn(session_id="s1", queue=setting)]


async def test_prompts_that_come_back_stand_before_the_draft_and_are_kept() -> None:
    async with running_chat() as chat:
        await chat.write("draft")
        returned = tuple(QueuedPrompt(id=text, text=text) for text in ("a", "b"))
        await chat.emit(QueueReturned(session_id="s1", prompts=returned))

        assert chat.composer.text == "a\n\nb\n\ndraft"
        drafts = [one.text for one in sent(chat, SaveDraft) if isinstance(one, SaveDraft)]
        assert drafts[-1:] == ["a\n\nb\n\ndraft"]


async def test_a_steering_prompt_stands_in_the_transcript_inside_its_turn() -> None:
    async with running_chat() as chat:
        await chat.emit(turn_started("go"))
        steered = PromptDelivered(
            session_id="s1", turn_id="t1", prompt=a_message("use tabs", message_id="m2")
        )
        await chat.emit(steered)
        await chat.emit(turn_ended())

        assert chat.sees("❯ use tabs")
        transcript = chat.app.chat.transcript
        assert transcript is not None
        transcript.outline.read_above(99)
        assert [entry.head for entry in transcript.outline.entries] == ["go"]


async def test_keys_in_one_burst_act_in_their_order() -> None:
    async with running_chat() as chat:
        await with_a_queue(chat, "a", "b", "c")

        chat.type_burst(b"\x1b[18~kd\x1b[18~hello, d\x1b[18~xd")
        await chat.until(lambda: chat.composer.text == "hello, dxd")

        assert [one.prompt_id for one in sent(chat, EditQueued) if isinstance(one, EditQueued)] == [
            "id-b"
        ]


@pytest.mark.parametrize("size", [(80, 24), (80, 12)])
async def test_the_list_leaves_room_for_transcript_and_composer(size: tuple[int, int]) -> None:
    async with running_chat(size=size) as chat:
        await with_a_queue(chat, *map(str, range(30)))
        await chat.press("f7")

        strip, transcript = chat.app.chat.queue_strip, chat.app.chat.transcript
        assert transcript is not None
        assert strip.size.height == (7 if size[1] == 24 else 4)
        assert transcript.size.height >= size[1] // 3
        assert chat.composer.size.height >= 1


async def test_with_panel_queue_and_popup_the_composer_is_still_in_the_window() -> None:
    item = PermissionItem(
        call_id="c1", tool="run_command", summary="Run make", arguments="{}", reason="asked"
    )
    request = PermissionRequest(id="r1", session_id="s1", items=(item,))
    async with running_chat() as chat:
        await with_a_queue(chat, *map(str, range(12)))
        await chat.emit(PermissionRequested(session_id="s1", turn_id="t1", request=request))
        await chat.press("f7")
        assert chat.sees("❯ ◦ 11")
        assert chat.sees("❯ Write a prompt")

        await chat.press("escape", "/")
        await chat.until(lambda: chat.app.chat.popup.is_open)
        await chat.until(lambda: chat.sees("❯ /"))

        assert chat.sees("12 queued")
        assert chat.sees("Allow once")

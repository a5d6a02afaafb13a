"""Nothing that is typed for something else answers a panel."""

from __future__ import annotations

import random
import string
from collections.abc import Callable

import pytest
from textual import events

from agent_tui.ui.early_keys import parsed_keys
from agent_tui.ui.panels.arming import DRAFT_QUIET_S, QUIET_S, Arming
from agent_tui.ui.widgets.permission_panel import PermissionPanel
from tests.ui.panels.asked import (
    NAME,
    StillClock,
    a_bare_app,
    a_command,
    a_request,
    answers_sent,
    asked,
    dock_of,
    panels_of,
    questions,
    requested,
    rest,
    stop_the_clock,
)
from tests.ui.running_chat import running_chat, turn_started


class ATimer:
    def __init__(self) -> None:
        self.delays: list[float] = []
        self.stopped = 0

    def set_timer(self, delay_s: float, ring: object) -> ATimer:
        self.delays.append(delay_s)
        return self

    def stop(self) -> None:
        self.stopped += 1


def test_each_key_begins_the_waiting_anew() -> None:
    timer = ATimer()
    arming = Arming(timer.set_timer, lambda: None)

    arming.start()
    for _ in range(3):
        arming.key_pressed()

    assert timer.delays == [QUIET_S] * 4
    assert timer.stopped == 3


def test_keys_are_taken_only_when_they_rested() -> None:
    clock, rested = StillClock(), []
    arming = Arming(clock.set_timer, lambda: rested.append(True))

    arming.key_pressed()  # nothing is asked yet
    clock.pass_by()
    assert rested == []

    arming.start()
    clock.pass_by()
    assert rested == [True]

    arming.pause()
    arming.key_pressed()
    clock.pass_by()
    assert rested == [True]


def test_something_half_written_makes_the_waiting_longer() -> None:
    delays: list[float] = []
    rings: list[Callable[[], None]] = []
    rested: list[bool] = []

    def set_timer(delay_s: float, ring: Callable[[], None]) -> ATimer:
        delays.append(delay_s)
        rings.append(ring)
        return ATimer()

    arming = Arming(set_timer, lambda: rested.append(True), lambda: True)
    arming.start()

    rings[-1]()
    assert rested == []
    rings[-1]()

    assert rested == [True]
    assert sum(delays) == pytest.approx(DRAFT_QUIET_S)


async def test_a_draft_in_the_composer_counts_as_half_written() -> None:
    async with running_chat() as chat:
        await chat.press(*"half a sen")
        clock = stop_the_clock(chat)
        delays: list[float] = []
        for panel in panels_of(chat):
            arming = panel.keys.arming

            def noted(delay_s: float, ring: Callable[[], None]) -> object:
                delays.append(delay_s)
                return clock.set_timer(delay_s, ring)

            arming.set_timer = noted  # type: ignore[assignment]

        await chat.emit(turn_started(), requested())
        await rest(chat, clock)

        assert delays[-1] == pytest.approx(DRAFT_QUIET_S - QUIET_S)


def random_keys(seed: int) -> list[str]:
    """200 keys, those that would answer more often than others."""
    some = random.Random(seed)
    return some.choices([*string.printable[:94], *"yapne123456789" * 8, " "], k=200)


@pytest.mark.parametrize("seed", [1, 2, 3])
async def test_two_hundred_random_keys_while_a_panel_opens_all_go_to_the_composer(
    seed: int,
) -> None:
    typed = random_keys(seed)
    async with running_chat() as chat:
        stop_the_clock(chat)
        await chat.emit(turn_started())
        await chat.press("x")  # a question mark in an empty composer is the help
        chat.type_burst("".join(typed[:50]).encode())
        await chat.emit(requested(), requested(a_command(is_dangerous=True), request_id="r2"))
        chat.type_burst("".join(typed[50:120]).encode())
        await chat.emit(asked())
        await chat.press(*typed[120:130])
        chat.type_burst("".join(typed[130:]).encode())
        await chat.pilot.pause()

        assert chat.composer.text == "x" + "".join(typed)
        assert not answers_sent(chat)


async def test_enter_between_typed_words_sends_prompts_and_answers_nothing() -> None:
    async with running_chat() as chat:
        stop_the_clock(chat)
        await chat.emit(turn_started(), requested())
        for word in ("yes", "all of it", "nay"):
            chat.type_burst(word.encode() + b"\r")
        chat.type_burst(b"y")
        await chat.pilot.pause()

        assert chat.engine.texts_sent() == ["yes", "all of it", "nay"]
        assert chat.composer.text == "y"
        assert not answers_sent(chat)


async def test_a_panel_says_when_its_keys_answer() -> None:
    async with running_chat() as chat:
        clock = stop_the_clock(chat)
        await chat.emit(turn_started(), requested())
        assert chat.sees("These keys answer in a moment …")
        assert chat.is_composing()

        await rest(chat, clock)

        assert not chat.sees("in a moment")
        assert panels_of(chat)[0].has_focus


async def test_the_real_timer_takes_the_keys_after_a_moment() -> None:
    async with running_chat() as chat:
        await chat.emit(turn_started(), requested())

        await chat.until_sees("Esc stops the turn")

        assert panels_of(chat)[0].has_focus


async def test_the_draft_and_its_cursor_stay_and_come_back() -> None:
    async with running_chat() as chat:
        clock = stop_the_clock(chat)
        await chat.write("a draft\nof two lines")
        await chat.press("up", "home", "right")
        cursor = chat.composer.cursor_location
        await chat.emit(turn_started(), requested())
        await rest(chat, clock)

        await chat.press("y")

        assert chat.is_composing()
        assert chat.composer.text == "a draft\nof two lines"
        assert chat.composer.cursor_location == cursor
        (reply,) = answers_sent(chat)
        assert reply.request_id == "r1"
        assert dock_of(chat).open_panel is None


async def test_a_key_held_down_does_not_answer_what_comes_next() -> None:
    async with a_bare_app() as hands:
        await hands.ask(a_request(request_id="r1"), a_request(request_id="r2"))

        await hands.press(*"yyyyyy")

        assert [said.request_id for said in hands.said(PermissionPanel.Replied)] == ["r1"]
        assert hands.text.text == "draft"
        await hands.rest()
        await hands.press("y")
        assert [said.request_id for said in hands.said(PermissionPanel.Replied)] == ["r1", "r2"]


async def test_another_key_right_after_an_answer_goes_to_the_composer() -> None:
    async with running_chat() as chat:
        clock = stop_the_clock(chat)
        await chat.emit(turn_started(), requested(), requested(request_id="r2"))
        await rest(chat, clock)

        await chat.press("y", "n", "o", "t", "e")

        assert chat.composer.text == "note"
        assert len(answers_sent(chat)) == 1


async def test_a_key_without_a_meaning_goes_to_the_composer_and_no_key_is_taken_back() -> None:
    async with running_chat() as chat:
        clock = stop_the_clock(chat)
        await chat.emit(turn_started(), requested())
        await rest(chat, clock)

        await chat.press("h", "e", "y")
        await rest(chat, clock)
        await chat.press("y")

        assert chat.composer.text == "heyy"
        assert chat.sees("F6 leads back to these keys")


async def test_f6_goes_to_the_composer_and_back_without_an_answer() -> None:
    async with running_chat() as chat:
        clock = stop_the_clock(chat)
        await chat.emit(turn_started(), requested())
        await rest(chat, clock)

        for key in ("f6", "tab"):
            await chat.press(key)
            assert chat.is_composing()
            await chat.press("y")
            await chat.press("f6")
            assert panels_of(chat)[0].has_focus

        assert chat.composer.text == "yy"
        assert not answers_sent(chat)


async def test_after_a_prompt_was_sent_the_panel_asks_for_the_keys_again() -> None:
    async with running_chat() as chat:
        clock = stop_the_clock(chat)
        await chat.emit(turn_started(), requested())
        await rest(chat, clock)
        await chat.press("f6")

        await chat.enter("first this")
        await rest(chat, clock)

        assert panels_of(chat)[0].has_focus


async def test_a_paste_never_answers() -> None:
    async with running_chat() as chat:
        clock = stop_the_clock(chat)
        await chat.emit(turn_started(), requested())
        await rest(chat, clock)

        chat.type_burst(b"\x1b[200~yap\x1b[201~")
        await chat.pilot.pause()

        assert chat.composer.text == "yap"
        assert not answers_sent(chat)


async def test_a_paste_begins_the_waiting_anew() -> None:
    async with a_bare_app() as hands:
        timer = ATimer()
        hands.permissions.keys.arming.set_timer = timer.set_timer
        hands.permissions.add(a_request())
        before = len(timer.delays)

        await hands.press("x")

        assert len(timer.delays) == before + 1


async def test_a_key_from_before_the_panel_took_the_keys_goes_to_the_composer() -> None:
    async with running_chat() as chat:
        clock = stop_the_clock(chat)
        await chat.emit(turn_started(), requested())
        (late,) = parsed_keys(b"y")
        await rest(chat, clock)
        chat.app.post_message(late)
        await chat.pilot.pause()

        assert chat.composer.text == "y"
        assert not answers_sent(chat)
        assert chat.sees("in a moment")


async def test_the_help_on_top_is_not_disturbed() -> None:
    async with running_chat() as chat:
        clock = stop_the_clock(chat)
        await chat.emit(turn_started())
        await chat.press("f1")
        await chat.emit(requested())
        await rest(chat, clock)
        await chat.press("escape")
        await chat.pilot.pause()
        assert chat.is_composing()

        await rest(chat, clock)

        assert panels_of(chat)[0].has_focus


async def test_a_text_question_takes_typed_text_only_when_armed() -> None:
    async with running_chat() as chat:
        clock = stop_the_clock(chat)
        await chat.emit(turn_started(), asked(NAME))
        await chat.press("a", "b")
        await rest(chat, clock)
        await chat.press("c", "d")

        assert chat.composer.text == "ab"
        assert panels_of(chat)[1].field.text == "cd"


async def test_clicks_before_the_keys_rested_answer_nothing() -> None:
    async with a_bare_app() as hands:
        hands.permissions.add(a_request())
        await hands.press("x")

        for _ in range(3):
            await hands.click("Allow once")
        assert not hands.app.messages

        await hands.rest()
        await hands.click("Allow once")
        assert len(hands.said(PermissionPanel.Replied)) == 1


async def test_both_panels_work_in_an_app_that_knows_nothing_of_them() -> None:
    async with a_bare_app() as hands:
        hands.permissions.add(a_request())
        await hands.press("y", "a")
        assert hands.text.text == "yadraft"
        await hands.rest()
        await hands.press("y")
        assert hands.text.has_focus

        await hands.ask(questions())
        await hands.press("2", "enter")

        assert len(hands.app.messages) == 2
        assert hands.text.has_focus
        assert hands.text.text == "yadraft"


async def test_what_is_typed_in_one_burst_with_the_answer_goes_to_the_composer_in_order() -> None:
    async with running_chat() as chat:
        clock = stop_the_clock(chat)
        await chat.emit(turn_started(), requested())
        await rest(chat, clock)

        for key in ["y", *"typed meanwhile"]:
            name = "space" if key == " " else key
            chat.app.post_message(events.Key(name, key))
        await chat.pilot.pause()
        await chat.pilot.pause()

        assert len(answers_sent(chat)) == 1
        assert chat.composer.text == "typed meanwhile"

"""Attaching handlers, and what a bad one may do: nothing."""

from __future__ import annotations

import logging
import threading
from typing import Any

import pytest

from agent_tui import ConfigError, Telemetry, TelemetryEvent
from agent_tui.telemetry.event_names import EVENTS


def an_event(name: str = "llm.request", **metadata: str) -> TelemetryEvent:
    return TelemetryEvent(name=name, metadata=metadata)


class Blocking:
    """A handler that stands in its first call until it is released."""

    def __init__(self) -> None:
        self.is_in, self.may_go = threading.Event(), threading.Event()
        self.events: list[TelemetryEvent] = []

    def __call__(self, event: TelemetryEvent) -> None:
        self.is_in.set()
        self.may_go.wait()
        self.events.append(event)


def test_a_handler_gets_the_events_of_its_names_in_their_order() -> None:
    telemetry, names = Telemetry(), list[str]()
    telemetry.attach_many("mine", ["llm.*", "tool.stop"], lambda event: names.append(event.name))

    for name in EVENTS:
        telemetry.emit(an_event(name))

    assert telemetry.flush()
    assert names == ["llm.request", "llm.response", "llm.error", "tool.stop"]


def test_a_handler_that_was_detached_gets_nothing_more() -> None:
    telemetry, seen = Telemetry(), list[TelemetryEvent]()
    telemetry.attach("mine", "llm.request", seen.append)

    assert telemetry.detach("mine")
    telemetry.emit(an_event())

    assert telemetry.flush()
    assert (seen, telemetry.attached, telemetry.detach("mine")) == ([], (), False)


@pytest.mark.parametrize("name", ["llm.answer", "llm", "agents.*", ""])
def test_an_unknown_name_is_an_error_with_the_list_of_names(name: str) -> None:
    with pytest.raises(ConfigError, match=r"agent\.start.*shutdown\.step") as caught:
        Telemetry().attach("mine", name, print)

    assert f'"{name}"' in str(caught.value)


def test_no_name_at_all_is_an_error() -> None:
    with pytest.raises(ConfigError, match="needs the name"):
        Telemetry().attach_many("mine", [], print)


def test_an_id_that_is_taken_is_an_error_and_the_first_handler_stays() -> None:
    telemetry, seen = Telemetry(), list[TelemetryEvent]()
    telemetry.attach("mine", "llm.request", seen.append)

    with pytest.raises(ConfigError, match="Detach it first"):
        telemetry.attach("mine", "llm.request", print)

    telemetry.emit(an_event())
    assert telemetry.flush()
    assert len(seen) == 1


class Asynchronous:
    """A handler that nobody would wait for."""

    async def __call__(self, event: TelemetryEvent) -> None:
        del event


@pytest.mark.parametrize("handler", [Asynchronous(), Asynchronous().__call__, None])
def test_what_nobody_could_call_or_would_wait_for_is_refused(handler: Any) -> None:
    with pytest.raises(ConfigError, match="plain function"):
        Telemetry().attach("mine", "llm.request", handler)


def test_a_capacity_for_nothing_is_refused() -> None:
    with pytest.raises(ConfigError, match="capacity is 0"):
        Telemetry(capacity=0)


@pytest.mark.parametrize("error", [ValueError("no"), SystemExit(3)])
def test_a_handler_that_raises_is_detached_and_logged_and_the_others_go_on(
    error: BaseException, caplog: pytest.LogCaptureFixture
) -> None:
    def bad(_: TelemetryEvent) -> None:
        raise error

    telemetry, seen = Telemetry(), list[TelemetryEvent]()
    telemetry.attach("bad", "*", bad)
    telemetry.attach("good", "*", seen.append)

    with caplog.at_level(logging.WARNING):
        telemetry.emit(an_event())
        assert telemetry.flush()

    telemetry.emit(an_event())
    assert telemetry.flush()
    assert (telemetry.attached, len(seen)) == (("good",), 2)
    assert "The telemetry handler 'bad' failed and was detached" in caplog.text


def test_a_handler_that_hangs_holds_up_neither_the_engine_nor_another_handler() -> None:
    telemetry, hanging, seen = Telemetry(), Blocking(), list[TelemetryEvent]()
    telemetry.attach("hanging", "*", hanging)
    telemetry.attach("good", "*", seen.append)
    telemetry.emit(an_event())
    hanging.is_in.wait()
    telemetry.emit(an_event())

    assert not telemetry.flush(timeout_s=0.01)
    assert not telemetry.flush(timeout_s=3600)  # it is known by now, and not waited for

    telemetry.detach("hanging")
    assert telemetry.flush()
    assert len(seen) == 2
    hanging.may_go.set()


def test_a_handler_for_which_a_hanging_one_left_no_time_is_waited_for_the_next_time() -> None:
    telemetry, hanging, late = Telemetry(), Blocking(), Blocking()
    telemetry.attach("hanging", "*", hanging)
    telemetry.attach("late", "*", late)
    telemetry.emit(an_event())
    hanging.is_in.wait()
    late.is_in.wait()
    assert not telemetry.flush(timeout_s=0.01)

    late.may_go.set()

    assert not telemetry.flush(timeout_s=3600)
    assert len(late.events) == 1
    hanging.may_go.set()


def test_a_handler_whose_thread_is_gone_as_in_a_forked_child_gets_another_one() -> None:
    telemetry, seen = Telemetry(), list[TelemetryEvent]()
    telemetry.attach("mine", "*", seen.append)
    dead = threading.Thread(target=print)
    telemetry._attached["mine"]._thread = dead

    telemetry.emit(an_event())

    assert telemetry.flush()
    assert len(seen) == 1


def test_a_handler_that_goes_on_gets_all_it_has_missed_and_is_waited_for_again() -> None:
    telemetry, late = Telemetry(), Blocking()
    telemetry.attach("late", "*", late)
    telemetry.emit(an_event())
    late.is_in.wait()
    telemetry.emit(an_event())
    assert not telemetry.flush(timeout_s=0.01)

    late.may_go.set()
    while not telemetry.flush():
        pass

    telemetry.emit(an_event())
    assert telemetry.flush()
    assert len(late.events) == 3


def test_a_slow_handler_learns_how_many_events_it_missed() -> None:
    telemetry, slow = Telemetry(capacity=2), Blocking()
    telemetry.attach("slow", "*", slow)
    telemetry.emit(an_event(number="0"))
    slow.is_in.wait()
    for number in range(1, 6):
        telemetry.emit(an_event(number=str(number)))
    slow.may_go.set()
    assert telemetry.flush()

    telemetry.emit(an_event(number="6"))

    assert telemetry.flush()
    assert [dict(event.metadata) for event in slow.events] == [
        {"number": "0"},
        {"number": "1"},
        {"number": "2"},
        {"number": "6", "dropped": 3},
    ]


def test_a_handler_may_flush_and_detach_itself() -> None:
    telemetry, seen = Telemetry(), list[bool]()

    def once(_: TelemetryEvent) -> None:
        seen.append(telemetry.flush())
        telemetry.detach("once")

    telemetry.attach("once", "*", once)
    telemetry.emit(an_event())
    assert telemetry.flush()
    telemetry.emit(an_event())

    assert telemetry.flush()
    assert seen == [True]


def test_on_submit_is_called_by_who_sends_a_prompt_and_may_fail(
    caplog: pytest.LogCaptureFixture,
) -> None:
    telemetry, threads = Telemetry(), list[str]()
    telemetry.attach_many("bad", ["*"], print, on_submit=lambda _: 1 / 0)
    telemetry.attach_many(
        "good", ["*"], print, on_submit=lambda _: threads.append(threading.current_thread().name)
    )

    telemetry.note_submit("p")

    assert threads == [threading.current_thread().name]
    assert "on_submit of 'bad' failed" in caplog.text


def test_an_event_cannot_be_changed_for_the_handlers_behind() -> None:
    event = an_event().with_metadata(model="m")

    with pytest.raises(TypeError):
        event.metadata["model"] = "other"  # type: ignore[index]

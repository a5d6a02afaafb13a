"""Requests that wait for people: settled once, by anybody, on any thread."""

from __future__ import annotations

import threading
from collections.abc import Sequence

import anyio
import pytest

from agent_tui.engine.asking.permission_registry import PermissionRegistry
from agent_tui.engine.asking.question_registry import QuestionRegistry
from agent_tui.errors import (
    ClosedResourceError,
    PermissionDenied,
    PromptAlreadyAnswered,
    PromptNotFound,
    QuestionDeclined,
)
from agent_tui.protocol.agent_event import AgentEvent
from agent_tui.protocol.asking_events import QuestionAsked, QuestionClosed
from agent_tui.protocol.events import NoticeRaised
from agent_tui.protocol.permissions import (
    Decision,
    PermissionItem,
    PermissionReply,
    PermissionRequest,
    PromptOutcome,
)
from agent_tui.protocol.questions import Answer, Question, QuestionRequest
from tests.engine.fake_clock import FakeClock

QUESTIONS = (Question(id="q", text="Which?"),)
ITEMS = tuple(
    PermissionItem(call_id=call_id, tool="t", arguments="{}", summary="Use t", reason="It writes.")
    for call_id in ("a", "b")
)
YES = (Answer(question_id="q", text="this one"),)


class ListedEvents:
    """Implements `Outbox`."""

    def __init__(self) -> None:
        self.events: list[AgentEvent] = []
        self.flushes = 0

    def put(self, event: AgentEvent) -> None:
        self.events.append(event)

    def flush(self) -> None:
        self.flushes += 1


async def opened(registry: QuestionRegistry | PermissionRegistry, count: int = 1) -> list[str]:
    """The ids of the open requests, once there are `count`."""
    while len(registry.pending()) < count:
        await anyio.lowlevel.checkpoint()
    return [request.id for request in registry.pending()]


async def test_an_answer_reaches_the_task_that_asked() -> None:
    registry = QuestionRegistry(can_ask=True)
    got: list[Sequence[Answer]] = []

    async def ask() -> None:
        got.append(await registry.ask("s", QUESTIONS, title="T"))

    async with anyio.create_task_group() as tasks:
        tasks.start_soon(ask)
        (request_id,) = await opened(registry)
        registry.respond(request_id, YES)

    assert got == [YES]
    assert registry.pending() == ()


async def test_only_the_first_answer_counts_and_the_second_is_told_so() -> None:
    registry = QuestionRegistry(can_ask=True)
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(registry.ask, "s", QUESTIONS)
        (request_id,) = await opened(registry)

        registry.respond(request_id, YES)

        with pytest.raises(PromptAlreadyAnswered):
            registry.respond(request_id, YES)


async def test_an_id_that_was_never_asked_is_not_found() -> None:
    with pytest.raises(PromptNotFound, match="no-such"):
        PermissionRegistry(can_ask=True).respond("no-such", ())


async def test_many_threads_that_answer_at_once_have_one_winner() -> None:
    registry = PermissionRegistry(can_ask=True)
    wins: list[bool] = []
    start = threading.Barrier(8)

    def answer(request_id: str) -> None:
        start.wait()
        try:
            registry.respond(request_id, (PermissionReply(decision=Decision.ONCE),))
            wins.append(True)
        except PromptAlreadyAnswered:
            wins.append(False)

    async with anyio.create_task_group() as tasks:
        tasks.start_soon(registry.ask, "s", ITEMS)
        (request_id,) = await opened(registry)
        threads = [threading.Thread(target=answer, args=(request_id,)) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            await anyio.to_thread.run_sync(thread.join)

    assert sorted(wins) == [False] * 7 + [True]


def test_somebody_on_another_loop_may_ask_and_be_answered() -> None:
    registry = QuestionRegistry(can_ask=True)
    got: list[Sequence[Answer]] = []

    async def ask() -> None:
        with anyio.fail_after(5):
            got.append(await registry.ask("s", QUESTIONS))

    async def answer() -> None:
        with anyio.fail_after(5):
            (request_id,) = await opened(registry)
        registry.respond(request_id, YES)

    thread = threading.Thread(target=anyio.run, args=(ask,))
    thread.start()
    anyio.run(answer)
    thread.join()

    assert got == [YES]


async def test_a_permission_without_a_reply_of_its_own_is_rejected() -> None:
    registry = PermissionRegistry(can_ask=True)
    got: list[PermissionReply] = []

    async def ask() -> None:
        got.extend(await registry.ask("s", ITEMS))

    async with anyio.create_task_group() as tasks:
        tasks.start_soon(ask)
        (request_id,) = await opened(registry)
        registry.respond(request_id, (PermissionReply(decision=Decision.ONCE, call_id="b"),))

    assert [reply.decision for reply in got] == [Decision.REJECT, Decision.ONCE]


async def test_requests_stand_in_the_order_of_asking_for_each_session() -> None:
    registry = QuestionRegistry(can_ask=True)
    async with anyio.create_task_group() as tasks:
        for number, session_id in enumerate(("one", "two", "one"), start=1):
            tasks.start_soon(registry.ask, session_id, QUESTIONS)
            await opened(registry, number)

        ids = [request.id for request in registry.pending()]
        assert [request.id for request in registry.pending("one")] == [ids[0], ids[2]]
        assert [request.id for request in registry.pending("two")] == [ids[1]]
        tasks.cancel_scope.cancel()


async def test_a_request_whose_asker_is_cancelled_is_closed() -> None:
    registry, told = QuestionRegistry(can_ask=True), ListedEvents()
    registry.attach(told, FakeClock())
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(registry.ask, "s", QUESTIONS)
        await opened(registry)
        tasks.cancel_scope.cancel()

    assert registry.pending() == ()
    closed = told.events[-1]
    assert isinstance(closed, QuestionClosed)
    assert closed.outcome is PromptOutcome.CANCELLED


@pytest.mark.parametrize("how", ["cancel", "cancel_session", "close"])
async def test_a_request_that_is_taken_back_declines_its_asker(how: str) -> None:
    registry = QuestionRegistry(can_ask=True)

    async def ask() -> None:
        with pytest.raises(QuestionDeclined, match="stopped"):
            await registry.ask("s", QUESTIONS)

    async with anyio.create_task_group() as tasks:
        tasks.start_soon(ask)
        (request_id,) = await opened(registry)
        if how == "cancel":
            assert registry.cancel(request_id)
            assert not registry.cancel(request_id)
        elif how == "cancel_session":
            registry.cancel_session("another")
            assert registry.pending()
            registry.cancel_session("s")
        else:
            registry.close()


async def test_a_closed_registry_says_so_to_everybody() -> None:
    registry = PermissionRegistry(can_ask=True)
    registry.close()
    registry.close()

    with pytest.raises(ClosedResourceError):
        await registry.ask("s", ITEMS)
    with pytest.raises(ClosedResourceError):
        registry.respond("any", ())


async def test_where_nobody_can_be_asked_the_refusal_comes_at_once() -> None:
    permissions = PermissionRegistry(can_ask=False, refusal="Pass --allow to permit it.")
    questions = QuestionRegistry(can_ask=False)

    with pytest.raises(PermissionDenied, match="Pass --allow to permit it"):
        await permissions.ask("s", ITEMS)
    with pytest.raises(QuestionDeclined, match="Nobody can be asked here"):
        await questions.ask("s", QUESTIONS)


async def test_a_host_answers_by_its_callback_and_nothing_is_told() -> None:
    async def answer(request: PermissionRequest) -> Sequence[PermissionReply]:
        await anyio.lowlevel.checkpoint()
        return (PermissionReply(decision=Decision.ONCE, reason=request.items[0].summary),)

    registry, told = PermissionRegistry(can_ask=False, answer=answer), ListedEvents()
    registry.attach(told, FakeClock())

    replies = await registry.ask("s", ITEMS)

    assert [reply.reason for reply in replies] == ["Use t", "Use t"]
    assert registry.can_ask
    assert told.events == []


async def test_a_callback_that_fails_is_a_no_with_its_reason_and_not_a_crash() -> None:
    async def answer(request: QuestionRequest) -> Sequence[Answer]:
        raise ValueError("a secret")

    with pytest.raises(QuestionDeclined, match="ValueError") as caught:
        await QuestionRegistry(can_ask=False, answer=answer).ask("s", QUESTIONS)

    assert "secret" not in str(caught.value)


async def test_a_callback_is_cancelled_with_whoever_asks() -> None:
    was_cancelled = False

    async def answer(request: QuestionRequest) -> Sequence[Answer]:
        nonlocal was_cancelled
        try:
            await anyio.sleep_forever()
        finally:
            was_cancelled = True
        return ()

    registry = QuestionRegistry(can_ask=False, answer=answer)
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(registry.ask, "s", QUESTIONS)
        await opened(registry)
        await anyio.wait_all_tasks_blocked()
        tasks.cancel_scope.cancel()

    assert was_cancelled


async def test_a_request_that_nobody_answers_in_time_is_a_no_with_a_notice() -> None:
    registry, told, clock = QuestionRegistry(can_ask=True), ListedEvents(), FakeClock()
    registry.attach(told, clock, timeout_s=60)

    async def ask() -> None:
        with pytest.raises(QuestionDeclined, match="timed out"):
            await registry.ask("s", QUESTIONS)

    async with anyio.create_task_group() as tasks:
        tasks.start_soon(ask)
        await opened(registry)
        await anyio.wait_all_tasks_blocked()
        clock.advance(60)

    asked, closed, notice = told.events
    assert isinstance(asked, QuestionAsked)
    assert isinstance(closed, QuestionClosed)
    assert closed.outcome is PromptOutcome.TIMED_OUT
    assert isinstance(notice, NoticeRaised)


async def test_what_was_asked_before_the_engine_listened_is_told_when_it_does() -> None:
    registry, told = QuestionRegistry(can_ask=True), ListedEvents()
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(registry.ask, "s", QUESTIONS)
        (request_id,) = await opened(registry)

        registry.attach(told, FakeClock())

        (event,) = told.events
        assert isinstance(event, QuestionAsked)
        assert event.request.id == request_id
        tasks.cancel_scope.cancel()

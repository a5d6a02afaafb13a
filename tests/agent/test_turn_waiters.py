from __future__ import annotations

import pytest
from msgspec.structs import replace

from agent_tui import AgentClosed
from agent_tui.agent.turn_waiters import TurnWaiters
from agent_tui.protocol.events import PromptRefused, SessionClosed, TurnEnded, TurnStarted
from agent_tui.protocol.failures import Failure
from agent_tui.protocol.messages import ChatMessage, Role
from agent_tui.protocol.prompt_events import PromptDelivered
from agent_tui.protocol.results import TurnResult
from agent_tui.protocol.status import TurnStatus

OK = TurnResult(session_id="s", turn_id="t", status=TurnStatus.OK, text="Hello.")


def prompt(prompt_id: str) -> ChatMessage:
    return ChatMessage(id=prompt_id, role=Role.USER, parts=())


def test_a_prompt_gets_the_result_of_the_turn_that_began_with_it() -> None:
    turns = TurnWaiters()
    result = turns.expect("p")

    turns.observe(TurnStarted(turn_id="t", prompt=prompt("p")))
    turns.observe(TurnEnded(turn_id="t", result=OK))

    assert result.result(timeout=0) == turns.last == OK


def test_a_prompt_that_steered_a_turn_gets_the_result_of_that_turn() -> None:
    turns = TurnWaiters()
    first, second = turns.expect("p"), turns.expect("q")

    turns.observe(TurnStarted(turn_id="t", prompt=prompt("p")))
    turns.observe(PromptDelivered(turn_id="t", prompt=prompt("q")))
    turns.observe(TurnEnded(turn_id="t", result=OK))

    assert first.result(timeout=0) == second.result(timeout=0) == OK


def test_the_end_of_another_turn_settles_nothing() -> None:
    turns = TurnWaiters()
    result = turns.expect("p")

    turns.observe(TurnStarted(turn_id="u", prompt=prompt("q")))
    turns.observe(TurnEnded(turn_id="u", result=replace(OK, turn_id="u")))

    assert not result.done()


def test_a_refused_prompt_has_an_error_for_a_result() -> None:
    turns = TurnWaiters()
    result = turns.expect("p")
    failure = Failure(kind="NoProvider", title="No model", text="Configure one.")

    turns.observe(PromptRefused(session_id="s", prompt_id="p", text="hi", failure=failure))

    assert (result.result(timeout=0).status, result.result().error) == (TurnStatus.ERROR, failure)


def test_a_prompt_that_still_waits_when_its_session_is_closed_was_interrupted() -> None:
    turns = TurnWaiters()
    result = turns.expect("p")

    turns.observe(SessionClosed(session_id="s", reason="shutdown"))

    found = result.result(timeout=0)
    assert (found.status, found.reason) == (TurnStatus.INTERRUPTED, "shutdown")


def test_when_the_engine_dies_all_that_wait_are_told() -> None:
    turns = TurnWaiters()
    result = turns.expect("p")

    turns.close()

    with pytest.raises(AgentClosed):
        result.result(timeout=0)


def test_a_turn_whose_waiter_was_interrupted_says_so_with_all_its_facts() -> None:
    turns = TurnWaiters()
    turns.expect("p")
    turns.observe(TurnStarted(turn_id="t", prompt=prompt("p")))

    turns.note_interrupt("p")
    turns.observe(TurnEnded(turn_id="t", result=replace(OK, status=TurnStatus.CANCELLED)))

    assert turns.last == replace(OK, status=TurnStatus.INTERRUPTED)


def test_idle_is_when_every_prompt_has_its_result() -> None:
    turns = TurnWaiters()
    turns.expect("p")
    idle = turns.idle()
    before = idle.done()

    turns.settle("p", OK)

    assert (before, idle.done(), turns.idle().done()) == (False, True, True)

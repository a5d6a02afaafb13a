"""The engine behind an agent: which one it is now, and whether it may be used."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import TypeVar

from agent_tui.agent.agent_errors import AgentClosed, CallWouldDeadlock
from agent_tui.agent.agent_state import AgentState, in_a_child, wrong_state
from agent_tui.agent.late_answers import LateAnswers
from agent_tui.agent.turn_waiters import TurnWaiters
from agent_tui.engine.controller import Controller
from agent_tui.engine.turns.inside_turn import session_inside
from agent_tui.errors import ClosedResourceError
from agent_tui.lifecycle.runtime import Runtime
from agent_tui.protocol.inputs import UserInput

Made = TypeVar("Made")

_BEFORE = (AgentState.NEW, AgentState.FAILED, AgentState.STARTING)


class AgentEngine:
    """The part of `Agent` that all others reach the engine by. Each try to start has an engine of
    its own, because one that has stopped cannot be started again.

    make_runtime: gives a new one; no I/O.
    """

    def __init__(self, make_runtime: Callable[[], Runtime]) -> None:
        self._make_runtime = make_runtime
        # Guards the fields below. Reentrant: a signal handler may interrupt the thread that has it.
        self._lock = threading.RLock()
        self._state = AgentState.NEW
        self._runtime = make_runtime()
        self._turns, self._answers = TurnWaiters(), LateAnswers()
        self._started_in = 0  # id of the process, 0 before the first start
        self._early: list[UserInput] = []  # given before the start was done

    @property
    def state(self) -> AgentState:
        """Where the agent stands: new, starting, running, failed, stopping or closed."""
        if self._state is AgentState.RUNNING and self._runtime.ended.is_reached:
            return AgentState.CLOSED
        return self._state

    def _check_process(self) -> None:
        """Raise `AgentForked` in a child of the process that started the agent."""
        if self._started_in and os.getpid() != self._started_in:
            raise in_a_child(self._started_in)

    def _check_running(self, what: str) -> None:
        """Raise `AgentForked`, `AgentNotStarted` or `AgentClosed` unless turns can be played. what:
        the call, as `chat()`."""
        self._check_process()
        state = self._state
        if state is not AgentState.RUNNING or self._runtime.ended.is_reached:
            raise wrong_state(what, state)

    def _check_outside(self, what: str) -> None:
        """Raise `CallWouldDeadlock` inside a tool or hook of a turn that the call would wait
        for."""
        session = self._runtime.current_session
        if session is not None and session_inside() == session.id:
            raise CallWouldDeadlock(
                f"{what} was called by a tool, hook or model of this agent's own turn, and would "
                "wait for that turn to end. Use submit() or steer() there, or another Agent."
            )

    def _put(self, user_input: UserInput, what: str) -> None:
        """Put an input on the queue; thread-safe, never waits. One that comes before the start is
        kept for it. Raises `AgentForked`, and `AgentClosed` after the end."""
        self._check_process()
        with self._lock:
            state, runtime = self._state, self._runtime
            if state in _BEFORE:
                self._early.append(user_input)
                return
        try:
            runtime.inputs.put(user_input)
        except ClosedResourceError as error:
            raise AgentClosed(str(wrong_state(what, self.state))) from error

    def _call(self, act: Callable[[Controller], Made], what: str) -> Future[Made]:
        """Let the engine's loop call `act` in its turn among the inputs, see `Runtime.call`; wait
        with `waiting.result_of`. Raises as `_check_running` does."""
        self._check_running(what)
        try:
            return self._runtime.call(act)
        except ClosedResourceError as error:
            raise AgentClosed(str(wrong_state(what, self.state))) from error

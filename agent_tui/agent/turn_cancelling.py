"""Cancelling one prompt: while it waits, while its turn runs, and nobody else's turn."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import partial

from agent_tui.agent.turn_waiters import TurnWaiters, unsent_result
from agent_tui.engine.controller import Controller
from agent_tui.errors import ClosedResourceError
from agent_tui.lifecycle.runtime import Runtime
from agent_tui.protocol.status import TurnStatus


def prompt_canceller(
    runtime: Runtime, turns: TurnWaiters, prompt_id: str
) -> Callable[[str], object]:
    """A function of the reason that takes the prompt back, or cancels its turn. Any thread, any
    number of times; never waits."""

    def cancel(reason: str) -> None:
        with suppress(ClosedResourceError):  # the engine has ended, and with it every turn
            runtime.call(partial(_cancel, turns, prompt_id, reason))

    return cancel


def _cancel(turns: TurnWaiters, prompt_id: str, reason: str, controller: Controller) -> None:
    session = controller.session()
    if session is None:
        return
    if not session.turns.cancel_prompt(prompt_id, reason):
        turns.settle(prompt_id, unsent_result(session.id, TurnStatus.CANCELLED, reason))

"""What the engine answers later than it is asked, and never any more when it has ended."""

from __future__ import annotations

from concurrent.futures import Future
from functools import partial
from typing import Any, TypeVar

from agent_tui.agent.agent_errors import AgentClosed
from agent_tui.agent.waiting import result_of

Made = TypeVar("Made")


class LateAnswers:
    """One for each engine: whoever waits for one of its answers waits here, so that the end of the
    engine ends the wait. Safe from any thread.

    No locks: single operations on dictionaries are atomic, and whoever takes a wait out of it
    settles it.
    """

    def __init__(self) -> None:
        self._waiting: dict[int, Future[bool]] = {}
        self._is_closed = False

    async def wait_for(self, done: Future[Made], what: str) -> Made:
        """What the engine puts into `done`, or raises. Cancelled while it waits, it cancels `done`:
        what was not begun is not done then. what: the call, as `edit()`.

        Raises `AgentClosed` when the engine has ended without an answer.
        """
        answer: Future[bool] = Future()  # whether there is one
        self._waiting[id(answer)] = answer
        done.add_done_callback(partial(self._answered, id(answer)))
        if self._is_closed:
            self.close()
        try:
            if await result_of(answer):
                return done.result()
        except BaseException:
            done.cancel()
            raise
        finally:
            self._waiting.pop(id(answer), None)
        done.cancel()
        raise AgentClosed(f"{what} has no answer: the agent's engine has stopped.")

    def close(self) -> None:
        """The engine has ended."""
        self._is_closed = True
        for key in tuple(self._waiting):
            self._settle(key, has_answer=False)

    def _answered(self, key: int, _: Future[Any]) -> None:
        self._settle(key, has_answer=True)

    def _settle(self, key: int, *, has_answer: bool) -> None:
        answer = self._waiting.pop(key, None)
        if answer is not None and answer.set_running_or_notify_cancel():
            answer.set_result(has_answer)

"""Inputs that come before there is a session to take them."""

from __future__ import annotations

from collections import deque
from collections.abc import Awaitable, Callable
from functools import partial
from typing import cast

from agent_tui.engine.background_tasks import BackgroundTasks
from agent_tui.engine.sessions.session_inputs import SessionInput
from agent_tui.protocol.any_input import AnyUserInput
from agent_tui.protocol.inputs import (
    AnswerQuestion,
    ListSessions,
    ReplyPermission,
    SubmitPrompt,
    UserInput,
)

_FOR_A_SESSION = SubmitPrompt | SessionInput
_NEEDS_NONE = ListSessions | ReplyPermission | AnswerQuestion


class EarlyInputs:
    """Holds them until the first session is open, in their order. Use on the controller's loop."""

    def __init__(self, tasks: BackgroundTasks) -> None:
        self._tasks = tasks
        self._held: deque[UserInput] | None = deque()  # None: there is, or was, a session

    def hold(self, user_input: UserInput) -> bool:
        """True when it waits here from now on."""
        if self._held is None or not isinstance(user_input, _FOR_A_SESSION):
            return False
        if isinstance(user_input, _NEEDS_NONE):
            return False
        self._held.append(user_input)
        return True

    def release_soon(self, take: Callable[[AnyUserInput], Awaitable[None]]) -> None:
        """A session is open. What comes meanwhile is taken behind what waits."""
        if self._held:
            self._tasks.start_soon(partial(self._release, take))
        else:
            self._held = None

    async def _release(self, take: Callable[[AnyUserInput], Awaitable[None]]) -> None:
        while self._held:
            await take(cast(AnyUserInput, self._held.popleft()))
        self._held = None

    def give_up(self) -> tuple[SubmitPrompt, ...]:
        """There will be no session: the prompts that waited for one."""
        held, self._held = self._held or (), None
        return tuple(one for one in held if isinstance(one, SubmitPrompt))

"""Turns of an agent, from any thread and any loop."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable, Iterable
from concurrent.futures import Future

from agent_tui.agent.agent_errors import AgentClosed
from agent_tui.agent.agent_session import AgentSession
from agent_tui.agent.agent_state import wrong_state
from agent_tui.agent.own_turn import OwnTurn
from agent_tui.agent.prompt_images import ImageSource, load_images
from agent_tui.agent.turn_cancelling import prompt_canceller
from agent_tui.agent.turn_waiters import unsent_result
from agent_tui.agent.waiting import is_done, run_blocking
from agent_tui.errors import ClosedResourceError
from agent_tui.protocol.agent_event import AgentEvent
from agent_tui.protocol.cancellation import CancellationToken
from agent_tui.protocol.ids import new_id
from agent_tui.protocol.inputs import SubmitPrompt
from agent_tui.protocol.results import TurnResult, compatibility_text
from agent_tui.protocol.status import TurnStatus

DEFAULT_MAX_ITERATIONS = 100


class AgentTurns(AgentSession):
    """The part of `Agent` that plays turns. Safe from any thread and any loop, also at the same
    time: turns are played one after the other, in the order of the calls."""

    @property
    def last_turn(self) -> TurnResult | None:
        """The result of the turn that ended last, whoever waited for it; None before the first."""
        return self._turns.last

    async def run_turn(
        self,
        text: str,
        *,
        images: Iterable[ImageSource] = (),
        max_iterations: int | None = None,
        token: CancellationToken | None = None,
        timeout_s: float | None = None,
    ) -> TurnResult:
        """Send a prompt and wait for the end of its turn. What goes wrong in the turn is told by
        the result's status.

        images: paths, or contents, see `load_images` for what is raised. max_iterations: steps of
        this turn, at least 1; None: as the settings say. token: cancelled, from any thread, it
        cancels this turn and no other one; while the prompt waits for others, it is taken back. So
        does cancelling the task that waits. timeout_s: seconds from now on, the wait for other
        turns included; then the turn is cancelled with the reason "timeout", and its result has
        what was said until then.

        Raises `AgentNotStarted`, `AgentClosed`, `AgentForked`, `CallWouldDeadlock` inside a tool
        or hook of this agent, and `TypeError` for a text that is none.
        """
        return await self._played("run_turn()", text, images, max_iterations, token, timeout_s)

    async def stream(
        self,
        text: str,
        *,
        images: Iterable[ImageSource] = (),
        max_iterations: int | None = None,
        token: CancellationToken | None = None,
    ) -> AsyncGenerator[AgentEvent, None]:
        """Like `run_turn`, and yield the events until the turn has ended: those of this turn, not
        of turns that are played before it, and those of no turn, as notices.

        The first events are a snapshot of the session, the last one is `TurnEnded` with the result,
        or `PromptRefused`. The engine waits for whoever reads them, so read on. Leaving the loop
        early cancels the turn.
        """
        self._check_running("stream()")
        self._check_outside("stream()")
        shown = await load_images(images)
        events = self._runtime.subscribe(is_primary=True)
        try:
            prompt = SubmitPrompt(
                prompt_id=new_id(), text=text, images=shown, max_iterations=_limit(max_iterations)
            )
            # The turn's end is told to the readers first and to the waiters then: so it is the last
            # event before the stream ends.
            result = self._send(prompt, "stream()", on_end=lambda _: events.close())
            cancel = prompt_canceller(self._runtime, self._turns, prompt.prompt_id)
            unregister = token.add_callback(cancel) if token else None
            own = OwnTurn(prompt.prompt_id)
            try:
                while batch := await events.receive():
                    for event in filter(own.has, batch):
                        yield event
                if not result.done():
                    raise AgentClosed("The agent was closed while a turn was running.")
                if end := own.missing_end(result.result()):
                    yield end
            finally:
                if unregister is not None:
                    unregister()
                if not result.done():
                    cancel("reader left")
        finally:
            events.close()

    def submit(self, text: str) -> str:
        """Send a prompt and wait for nothing; returns its id, which is that of the message in
        `messages`. Safe in signal handlers, tools and hooks. Raises as `run_turn` does."""
        prompt = SubmitPrompt(prompt_id=new_id(), text=text)
        self._send(prompt, "submit()")
        return prompt.prompt_id

    def chat(
        self,
        user_message: str,
        max_iterations: int = DEFAULT_MAX_ITERATIONS,
        cancellation_token: CancellationToken | None = None,
    ) -> str:
        """Blocking form of `achat` for programs without a loop; needs `with Agent(...)`.

        Ctrl+C in it cancels the turn and gives "[Interrupted by user]". Raises `LifecycleError`
        inside a running event loop, and `CallWouldDeadlock` in a signal handler that interrupted
        a wait.
        """
        chat = self._said("chat()", user_message, max_iterations, cancellation_token)
        try:
            return run_blocking(chat, "chat()", "await achat()")
        except KeyboardInterrupt:
            session = self.session
            result = unsent_result(session.id if session else "", TurnStatus.INTERRUPTED, "user")
            self._turns.last = result
            return compatibility_text(result)

    async def achat(
        self,
        user_message: str,
        max_iterations: int = DEFAULT_MAX_ITERATIONS,
        cancellation_token: CancellationToken | None = None,
    ) -> str:
        """`run_turn` for those who want a text: what the model said, or "[Cancelled: <reason>]",
        "[Blocked by hook] <reason>" and so on for a turn that did not finish; `last_turn` has the
        facts. max_iterations: 100 stands for what the settings say."""
        return await self._said("achat()", user_message, max_iterations, cancellation_token)

    async def _said(
        self, what: str, text: str, max_iterations: int, token: CancellationToken | None
    ) -> str:
        wish = None if max_iterations == DEFAULT_MAX_ITERATIONS else max_iterations
        return compatibility_text(await self._played(what, text, (), wish, token))

    async def _played(
        self,
        what: str,
        text: str,
        images: Iterable[ImageSource],
        max_iterations: int | None,
        token: CancellationToken | None,
        timeout_s: float | None = None,
    ) -> TurnResult:
        """See `run_turn`. what: the call, for errors."""
        self._check_running(what)
        self._check_outside(what)
        shown = await load_images(images)
        if token is not None and token.is_cancelled:
            return self._unsent(token.reason)
        prompt = SubmitPrompt(
            prompt_id=new_id(), text=text, images=shown, max_iterations=_limit(max_iterations)
        )
        cancel = prompt_canceller(self._runtime, self._turns, prompt.prompt_id)
        unregister: Callable[[], None] | None = None
        is_over = False
        try:
            result = self._send(prompt, what)
            unregister = token.add_callback(cancel) if token else None
            is_over = await is_done(result, timeout_s=timeout_s)
            if not is_over:
                cancel("timeout")
                is_over = await is_done(result)
        except KeyboardInterrupt:
            self._turns.note_interrupt(prompt.prompt_id)
            raise
        finally:
            if not is_over:  # the waiting ended, wherever it was, and not the turn
                cancel("user")
            if unregister is not None:
                unregister()
        return result.result()

    def _send(
        self,
        prompt: SubmitPrompt,
        what: str,
        *,
        on_end: Callable[[Future[TurnResult]], object] | None = None,
    ) -> Future[TurnResult]:
        """Put the prompt on the queue; gives what will have its result. on_end: called with it, on
        the engine's thread."""
        self._check_running(what)
        result = self._turns.expect(prompt.prompt_id)
        if on_end is not None:
            result.add_done_callback(on_end)
        try:
            self._runtime.inputs.put(prompt)
        except ClosedResourceError as error:
            self._turns.forget(prompt.prompt_id)
            raise AgentClosed(str(wrong_state(what, self.state))) from error
        return result

    def _unsent(self, reason: str) -> TurnResult:
        session = self.session
        result = unsent_result(session.id if session else "", TurnStatus.CANCELLED, reason)
        self._turns.last = result
        return result


def _limit(max_iterations: int | None) -> int:
    """As inputs have it: 0 for what the settings say."""
    if max_iterations is not None and max_iterations < 1:
        raise ValueError(f"max_iterations is {max_iterations}. A turn has at least one step.")
    return max_iterations or 0

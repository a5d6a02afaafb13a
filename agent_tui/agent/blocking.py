"""The coroutines of an agent, for programs without an event loop."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from agent_tui.agent.prompt_images import ImageSource
from agent_tui.agent.waiting import run_blocking
from agent_tui.protocol.cancellation import CancellationToken
from agent_tui.protocol.results import TurnResult

if TYPE_CHECKING:
    from agent_tui.agent.agent_history import AgentHistory
    from agent_tui.agent.agent_lifecycle import AgentLifecycle
    from agent_tui.agent.given_messages import GivenMessage
    from agent_tui.protocol.messages import ChatMessage


class BlockingAgent:
    """`agent.blocking`: methods that bear the names of the agent's coroutines, take the same, and
    block until they are done. Safe from any thread that runs no event loop.

    Inside a running loop they raise `LifecycleError`, which names the coroutine to await instead.
    agent, history: the same object, by two of its parts.
    """

    def __init__(self, agent: AgentLifecycle, history: AgentHistory) -> None:
        self._agent, self._history = agent, history

    def start(self) -> None:
        """See `Agent.start`."""
        run_blocking(self._agent.start(), "blocking.start()", "await start()")

    def stop(self, timeout: float = 30.0) -> bool:
        """See `Agent.stop`."""
        return run_blocking(self._agent.stop(timeout), "blocking.stop()", "await stop()")

    def close(self) -> None:
        """See `Agent.aclose`."""
        run_blocking(self._agent.aclose(), "blocking.close()", "await aclose()")

    def run_turn(
        self,
        text: str,
        *,
        images: Iterable[ImageSource] = (),
        max_iterations: int | None = None,
        token: CancellationToken | None = None,
        timeout_s: float | None = None,
    ) -> TurnResult:
        """See `Agent.run_turn`; Ctrl+C cancels the turn and goes on as `KeyboardInterrupt`."""
        turn = self._agent.run_turn(
            text, images=images, max_iterations=max_iterations, token=token, timeout_s=timeout_s
        )
        return run_blocking(turn, "blocking.run_turn()", "await run_turn()")

    def restore(self, messages: Iterable[GivenMessage]) -> None:
        """See `Agent.restore`."""
        run_blocking(self._history.restore(messages), "blocking.restore()", "await restore()")

    def replace(self, messages: Iterable[GivenMessage]) -> None:
        """See `Agent.replace`."""
        run_blocking(self._history.replace(messages), "blocking.replace()", "await replace()")

    def truncate(self, count: int) -> None:
        """See `Agent.truncate`."""
        run_blocking(self._history.truncate(count), "blocking.truncate()", "await truncate()")

    def edit(self, change: Callable[[tuple[ChatMessage, ...]], Iterable[GivenMessage]]) -> None:
        """See `Agent.edit`."""
        run_blocking(self._history.edit(change), "blocking.edit()", "await edit()")

    def clear_history(self) -> None:
        """See `Agent.clear_history`."""
        clear = self._history.clear_history()
        run_blocking(clear, "blocking.clear_history()", "await clear_history()")

    def summarize(self, focus: str = "") -> str:
        """See `Agent.summarize`."""
        summary = self._history.summarize(focus)
        return run_blocking(summary, "blocking.summarize()", "await summarize()")

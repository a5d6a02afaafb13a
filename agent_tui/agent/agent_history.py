"""What a host may do with the history of its agent."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import Future
from typing import TYPE_CHECKING

from agent_tui.agent.agent_errors import AgentClosed
from agent_tui.agent.agent_session import AgentSession
from agent_tui.agent.given_messages import GivenMessage, as_messages, listed
from agent_tui.agent.waiting import result_of
from agent_tui.engine.controller import Controller
from agent_tui.errors import ClosedResourceError
from agent_tui.protocol.messages import ChatMessage

if TYPE_CHECKING:
    from agent_tui.engine.editing.session_edits import SessionEdits
    from agent_tui.engine.sessions.session import Session
    from agent_tui.protocol.session_stats import SessionStats


class AgentHistory(AgentSession):
    """The part of `Agent` that changes its history. Safe from any thread and any loop.

    A change is one step between two turns: it waits for the running one, goes before the prompts
    that wait, and is there as a whole or not at all. Changes are made in the order of the calls.
    A stored session loses nothing: what leaves the history stays as a branch, and whoever resumes
    it finds exactly the changed one.

    All of them raise `HistoryInvalid`, which names the message at fault, `AgentNotStarted`,
    `AgentClosed`, and `CallWouldDeadlock` inside a tool or hook of this agent.
    """

    async def restore(self, messages: Iterable[GivenMessage]) -> None:
        """Put messages behind the history, as from a database. No model is called.

        messages: `ChatMessage` objects, or dicts as Chat Completions has them, tool calls and their
        results included. Each gets an id of its own.
        """
        given = as_messages(listed(messages))
        # Deferred, here and below: most hosts change no history.
        from agent_tui.engine.editing.history_change import restoring

        await self._changed(lambda edits, done: edits.edit(restoring(given), done), "restore()")

    async def replace(self, messages: Iterable[GivenMessage]) -> None:
        """Let these be the history. Those at its beginning that are there already stay."""
        given = as_messages(listed(messages))
        from agent_tui.engine.editing.history_change import replacing

        await self._changed(lambda edits, done: edits.edit(replacing(given), done), "replace()")

    async def truncate(self, count: int) -> None:
        """Keep the first `count` messages."""
        from agent_tui.engine.editing.history_change import truncating

        edit = truncating(count)
        await self._changed(lambda edits, done: edits.edit(edit, done), "truncate()")

    async def edit(
        self, change: Callable[[tuple[ChatMessage, ...]], Iterable[GivenMessage]]
    ) -> None:
        """Let what `change` makes of the history be the history: nothing comes between its reading
        and its writing.

        It is called once, on the engine's loop, so it must be quick. What it raises is raised here,
        and nothing was changed.
        """
        from agent_tui.engine.editing.history_change import editing

        edit = editing(lambda present: listed(change(present)), as_messages)
        await self._changed(lambda edits, done: edits.edit(edit, done), "edit()")

    async def clear_history(self) -> None:
        """Begin anew in the same session: no messages, no active skills, an empty to-do list, an
        empty context window. What was spent stays in `stats().usage`."""
        await self._changed(lambda edits, done: edits.clear(done), "clear_history()")

    def stats(self) -> SessionStats:
        """Counts of the present: messages, turns, tokens, cost, tool calls, use of the context
        window. A frozen snapshot; no model is called. Raises `AgentNotStarted`, `AgentClosed`."""
        from agent_tui.protocol.session_stats import session_stats

        session = self.session
        if session is None:
            self._check_running("stats()")
            raise _no_session("stats()")
        return session_stats(session, self.messages)

    async def summarize(self, focus: str = "") -> str:
        """A summary of the history by the model: exactly one request, none for an empty history.
        Nothing changes but what was spent.

        focus: what to keep in mind above all. Raises `ProviderError`, `ConfigError`.
        """
        from agent_tui.engine.compaction.host_summary import summarise_soon

        done: Future[str] = Future()
        await self._asked(
            lambda session: summarise_soon(session.compaction, focus, done), done, "summarize()"
        )
        return await self._answers.wait_for(done, "summarize()")

    async def _changed(
        self, change: Callable[[SessionEdits, Future[None]], object], what: str
    ) -> None:
        self._check_running(what)
        self._check_outside(what)
        done: Future[None] = Future()
        await self._asked(lambda session: change(session.edits, done), done, what)
        await self._answers.wait_for(done, what)

    async def _asked(
        self, ask: Callable[[Session], object], done: Future[None] | Future[str], what: str
    ) -> None:
        """Let the engine begin what ends with `done`."""

        def act(controller: Controller) -> None:
            session = controller.session()
            if session is None:
                raise _no_session(what)
            ask(session)

        try:
            await result_of(self._call(act, what))
        except BaseException:
            done.cancel()
            raise


def _no_session(what: str) -> ClosedResourceError:
    return AgentClosed(f"{what} was called on an agent whose session is closed. Make a new Agent.")

"""The way of a widget to its agent: `ChatView` in somebody else's application."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent_tui.agent.agent_lifecycle import AgentLifecycle
from agent_tui.agent.agent_state import AgentState

if TYPE_CHECKING:
    from agent_tui.engine.event_stream import EventStream
    from agent_tui.lifecycle.tool_setup import ToolSetup
    from agent_tui.protocol.embedding import ScreenConnection
    from agent_tui.protocol.inputs import UserInput


class AgentScreen(AgentLifecycle):
    """The part of `Agent` that a screen shows."""

    _tools: ToolSetup

    def connect_screen(self) -> ScreenConnection:
        """What `ChatView` talks to. Who starts the agent ends it: the view, when it is the first,
        or the program that has started it before."""
        return _Connection(self)


class _Connection:
    """Implements `ScreenConnection`, and `InputSink` for it."""

    def __init__(self, agent: AgentScreen) -> None:
        self._agent = agent
        self._events: EventStream | None = None
        self._is_mine = False

    @property
    def inputs(self) -> _Connection:
        """See `ScreenConnection`."""
        return self

    def put(self, user_input: UserInput) -> None:
        """See `InputSink`."""
        self._agent._put(user_input, "ChatView")  # noqa: SLF001

    async def open(self, *, can_ask_permission: bool, can_ask_questions: bool) -> EventStream:
        """See `ScreenConnection`."""
        agent = self._agent
        if agent.state in (AgentState.NEW, AgentState.FAILED):
            self._is_mine = True
            tools = agent._tools  # noqa: SLF001
            tools.can_ask_permission |= can_ask_permission
            tools.can_ask_questions |= can_ask_questions
        await agent.start()
        self._events = agent._runtime.subscribe(is_primary=True)  # noqa: SLF001
        return self._events

    async def close(self, *, is_hurried: bool) -> None:
        """See `ScreenConnection`."""
        if self._events is not None:
            self._events.close()  # the engine waits for a reader, and none is left
        if self._is_mine:
            await self._agent._closed(is_forced=is_hurried)  # noqa: SLF001

"""Where an agent stands, and what is said when a call does not fit there."""

from __future__ import annotations

from enum import StrEnum

from agent_tui.agent.agent_errors import AgentClosed, AgentForked, AgentNotStarted


class AgentState(StrEnum):
    """The life of an agent: new, starting, running, stopping, closed. A start that failed may be
    tried again."""

    NEW = "new"
    STARTING = "starting"
    RUNNING = "running"
    FAILED = "failed"
    STOPPING = "stopping"
    CLOSED = "closed"


_NOT_STARTED = {
    AgentState.NEW: "before the agent was started. Use it inside 'async with Agent(...)' or 'with "
    "Agent(...)', or call 'await agent.start()' first.",
    AgentState.STARTING: "while the agent was still starting. Wait for 'await agent.start()'.",
    AgentState.FAILED: "on an agent whose start has failed. Call 'await agent.start()' again.",
}
_CLOSED = {
    AgentState.RUNNING: "after the agent's engine had stopped. Make a new Agent.",
    AgentState.STOPPING: "on an agent that is being stopped; it takes no new work.",
    AgentState.CLOSED: "on a closed agent. Make a new one: 'async with Agent(...)'.",
}


def wrong_state(what: str, state: AgentState) -> AgentNotStarted | AgentClosed:
    """The error for a call, as `chat()`, in a state that does not allow it."""
    if state in _NOT_STARTED:
        return AgentNotStarted(f"{what} was called {_NOT_STARTED[state]}")
    return AgentClosed(f"{what} was called {_CLOSED[state]}")


def in_a_child(started_in: int) -> AgentForked:
    """The error for any call in a process that was forked from the one of this id."""
    return AgentForked(
        f"This agent was started in process {started_in} and cannot be used in a child that was "
        "forked from it: threads and connections are not inherited. Make a new Agent in the child, "
        "or start the processes before the agent."
    )

"""Calls of the headless door that came at the wrong time."""

from __future__ import annotations

from agent_tui.errors import ClosedResourceError, LifecycleError


class AgentNotStarted(LifecycleError):
    """The agent was used before its `start()` was done, or after it has failed."""

    title = "Not started"


class AgentForked(LifecycleError):
    """An agent that was started before `os.fork()` was used in the child, which has none of its
    threads and connections. The parent's goes on."""

    title = "Used in a forked child"


class CallWouldDeadlock(LifecycleError):
    """The call would wait for a turn that waits for the call: from a tool or hook of that turn, or
    from a signal handler while the same thread waits already."""

    title = "The call would wait for itself"


class AgentClosed(ClosedResourceError):
    """The agent was stopped or closed, or is being so, and takes nothing any more."""

    title = "The agent is closed"

"""Agent events about what the user sent while a turn ran, and about the user's shell commands."""

from __future__ import annotations

from agent_tui.protocol.agent_event import AgentEvent
from agent_tui.protocol.messages import ChatMessage, ShellCommand
from agent_tui.protocol.sessions import QueuedPrompt


class PromptDelivered(AgentEvent, frozen=True, kw_only=True, omit_defaults=True):
    """A prompt joined the running turn; the next request has it. Its id is the prompt_id."""

    prompt: ChatMessage


class QueueReturned(AgentEvent, frozen=True, kw_only=True, omit_defaults=True):
    """These prompts do not wait any more and go back to the composer, because the turn before them
    was stopped. In the order in which they would have been sent."""

    prompts: tuple[QueuedPrompt, ...]


class ShellStarted(AgentEvent, frozen=True, kw_only=True, omit_defaults=True):
    """A shell command of the user's was accepted. is_waiting: too many run; told once more when it
    really starts. Its output comes as `ToolOutput` with its id as call_id."""

    command: ShellCommand
    is_waiting: bool = False


class ShellEnded(AgentEvent, frozen=True, kw_only=True, omit_defaults=True):
    """A shell command of the user's is over; exactly one for each that was started. message: what
    is kept of it; its id is the command's."""

    message: ChatMessage


PromptEvent = PromptDelivered | QueueReturned | ShellStarted | ShellEnded

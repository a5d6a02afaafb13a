"""Agent events about the hooks of a host."""

from __future__ import annotations

from msgspec import Struct

from agent_tui.protocol.agent_event import AgentEvent
from agent_tui.protocol.messages import ChatMessage


class HookWaiting(AgentEvent, frozen=True, kw_only=True, omit_defaults=True):
    """A hook takes so long that people should know what is waited for; quick ones are not told.
    name: the hook's; point: where it was called ("before_tool"). One `HookEnded` follows."""

    name: str
    point: str


class HookEnded(AgentEvent, frozen=True, kw_only=True, omit_defaults=True):
    """A hook that was waited for is over, or is waited for no longer."""

    name: str
    point: str


class PromptRewritten(AgentEvent, frozen=True, kw_only=True, omit_defaults=True):
    """A hook put another text in place of the one that `TurnStarted` told. Its id is the
    prompt_id."""

    prompt: ChatMessage


class HookInfo(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What people may know of a hook. point: where it is called ("before_tool"). timeout_s: it may
    take so long, in seconds. is_guard: its answer counts."""

    point: str
    name: str
    timeout_s: float
    is_guard: bool = False


class HooksListed(AgentEvent, frozen=True, kw_only=True, omit_defaults=True):
    """The hooks that are registered: the points in the order of a program's life, the hooks of
    each in the order of their calls."""

    hooks: tuple[HookInfo, ...]


HookEvent = HookWaiting | HookEnded | PromptRewritten | HooksListed

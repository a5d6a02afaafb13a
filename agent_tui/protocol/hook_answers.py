"""What a hook may answer. The contexts of the hooks make these: `return call.block("not here")`."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from agent_tui.protocol.requests import ModelRequest


class Block(Struct, frozen=True):
    """It must not happen. reason: for people, and for the model where it asked."""

    reason: str


class Stop(Struct, frozen=True):
    """The turn ends here. reason: for people."""

    reason: str


class GoOn(Struct, frozen=True):
    """The turn goes on beyond its limit. instruction: words for the model, "" for none."""

    instruction: str = ""


class RewrittenPrompt(Struct, frozen=True):
    """Another text in place of the one that was written."""

    text: str


class RewrittenRequest(Struct, frozen=True):
    """Another request in place of the one that was to be sent."""

    request: ModelRequest


class RewrittenArguments(Struct, frozen=True):
    """Other arguments for a tool: JSON text, or what becomes it."""

    arguments: str | Mapping[str, object]


class RewrittenResult(Struct, frozen=True):
    """Another text for the model in place of what the tool gave."""

    text: str


HookAnswer = (
    Block | Stop | GoOn | RewrittenPrompt | RewrittenRequest | RewrittenArguments | RewrittenResult
)

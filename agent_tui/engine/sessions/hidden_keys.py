"""Configured keys in what the user types: they go no further than the engine's door."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from msgspec.structs import replace

from agent_tui.protocol.drafts import StashedDraft
from agent_tui.protocol.inputs import SaveDraft, UserInput

_TEXTS = ("text", "title", "label", "summary", "focus")

AnyInput = TypeVar("AnyInput", bound=UserInput)


def without_keys(user_input: AnyInput, hide: Callable[[str], str]) -> AnyInput:
    """The input with prompts, drafts, titles, labels and summaries through `hide`; the same object
    when that changes nothing. What else looks like a secret is the user's own business: it stays.

    Shell commands stay as they are: they run as they were typed. What is kept of one is hidden
    where it is kept.
    """
    changed: dict[str, object] = {}
    for name in _TEXTS:
        value = getattr(user_input, name, None)
        if isinstance(value, str) and (hidden := hide(value)) != value:
            changed[name] = hidden
    if isinstance(user_input, SaveDraft):
        extras = user_input.extras
        hidden_extras = replace(
            extras,
            stash=tuple(_without_keys(draft, hide) for draft in extras.stash),
            pastes=() if "text" in changed else extras.pastes,
        )
        if hidden_extras != extras:
            changed["extras"] = hidden_extras
    return replace(user_input, **changed) if changed else user_input


def _without_keys(draft: StashedDraft, hide: Callable[[str], str]) -> StashedDraft:
    hidden = hide(draft.text)
    # Where pastes stood is true of the former text only.
    return draft if hidden == draft.text else replace(draft, text=hidden, pastes=())

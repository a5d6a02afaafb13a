"""Configured keys in what the user types: they go no further than the engine's door."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from msgspec import Struct
from msgspec.structs import replace

from agent_tui.protocol.drafts import StashedDraft
from agent_tui.protocol.inputs import AnswerQuestion, ReplyPermission, SaveDraft, UserInput

_TEXTS = ("text", "title", "label", "summary", "focus", "reason", "rule")
_REPLY_TEXTS = ("reason", "arguments", "text", "note")  # of what replies and answers consist of

_AnyStruct = TypeVar("_AnyStruct", bound=Struct)
AnyInput = TypeVar("AnyInput", bound=UserInput)


def without_keys(user_input: AnyInput, hide: Callable[[str], str]) -> AnyInput:
    """The input with prompts, drafts, titles, labels, summaries, rules, answers and the words of
    decisions through `hide`; the same object when that changes nothing. What else looks like a
    secret is the user's own business: it stays.

    Shell commands stay as they are: they run as they were typed. What is kept of one is hidden
    where it is kept.
    """
    changed = _changed_texts(user_input, _TEXTS, hide)
    match user_input:
        case ReplyPermission(replies=replies):
            changed |= _changed_parts("replies", replies, hide)
        case AnswerQuestion(answers=answers):
            changed |= _changed_parts("answers", answers or (), hide)
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


def _changed_texts(
    struct: Struct, names: Sequence[str], hide: Callable[[str], str]
) -> dict[str, object]:
    changed: dict[str, object] = {}
    for name in names:
        value = getattr(struct, name, None)
        if isinstance(value, str) and (hidden := hide(value)) != value:
            changed[name] = hidden
    return changed


def _changed_parts(
    name: str, parts: Sequence[_AnyStruct], hide: Callable[[str], str]
) -> dict[str, object]:
    changes = [_changed_texts(part, _REPLY_TEXTS, hide) for part in parts]
    if not any(changes):
        return {}
    return {name: tuple(replace(part, **each) for part, each in zip(parts, changes, strict=True))}


def _without_keys(draft: StashedDraft, hide: Callable[[str], str]) -> StashedDraft:
    hidden = hide(draft.text)
    # Where pastes stood is true of the former text only.
    return draft if hidden == draft.text else replace(draft, text=hidden, pastes=())

"""The demo agent's summary of a conversation: what was asked and done, read off the text. Pure."""

from __future__ import annotations

import re

_MOST_LINES = 8
_MOST_CHARACTERS = 100
_SAID = re.compile(
    r"^\[(?P<who>User|Assistant|Assistant calls (?P<tool>\S+))\]\n(?P<text>.+)$", re.MULTILINE
)


def demo_summary(told: str) -> str:
    """A summary of a conversation as the engine tells it: one block for each message, with who
    speaks in brackets above it."""
    found = list(_SAID.finditer(told))
    asked = [_short(one["text"]) for one in found if one["who"] == "User"]
    tools = list(dict.fromkeys(one["tool"] for one in found if one["tool"]))
    lines = ["## Goals", *_listed(asked), "", "## Done"]
    answers = [_short(one["text"]) for one in found if one["who"] == "Assistant"]
    lines += _listed(answers)
    if tools:
        lines += ["", "## Exact identifiers", f"- Tools that were used: {', '.join(tools)}"]
    lines += ["", "## Open points", "- Nothing that the demo agent knows of."]
    return "\n".join(lines)


def _listed(texts: list[str]) -> list[str]:
    shown = [f"- {text}" for text in texts[-_MOST_LINES:]]
    left_out = len(texts) - len(shown)
    before = [f"- ({left_out} earlier ones)"] if left_out > 0 else []
    return [*before, *shown] or ["- Nothing yet."]


def _short(text: str) -> str:
    return text if len(text) <= _MOST_CHARACTERS else f"{text[:_MOST_CHARACTERS]}…"

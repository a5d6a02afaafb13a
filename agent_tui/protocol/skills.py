"""Skills: instructions that a host switches on and off in a session."""

from __future__ import annotations

from msgspec import Struct


class Skill(Struct, frozen=True, kw_only=True):
    """What the model is told while the skill is active. name: one active skill of each;
    description: when it helps, in a sentence; instructions: what to do then."""

    name: str
    description: str
    instructions: str

"""What the policy says about one call, and about one thing that the call touches."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from agent_tui.protocol.permissions import PathLevel


class VerdictEffect(StrEnum):
    """Whether a call may run."""

    ALLOW = "allow"
    ASK = "ask"
    DENY = "deny"

    @property
    def rank(self) -> int:
        """The strictest of several decides: the higher, the stricter."""
        return _RANKS[self]


_RANKS = {VerdictEffect.ALLOW: 0, VerdictEffect.ASK: 1, VerdictEffect.DENY: 2}

# real path, level, is_tree
UsedPath = tuple[str, PathLevel, bool]


class Verdict(Struct, frozen=True, kw_only=True):
    """The decision about one call.

    reason: a sentence for people, and for the model when it is denied. rule, source: what decided,
    "" when the mode or the default did. session_rules, always_rules: the exact grants that those
    decisions would store; () when there is none to offer. warnings: what a reader may overlook.
    real_paths: what each path of the call really was at the check, for `may_use`.
    """

    effect: VerdictEffect
    reason: str
    rule: str = ""
    source: str = ""
    session_rules: tuple[str, ...] = ()
    always_rules: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    is_dangerous: bool = False
    real_paths: tuple[UsedPath, ...] = ()


def allowed(reason: str, *, rule: str = "", source: str = "") -> Verdict:
    """A verdict that lets the call run."""
    return Verdict(effect=VerdictEffect.ALLOW, reason=reason, rule=rule, source=source)


def denied(reason: str, *, rule: str = "", source: str = "") -> Verdict:
    """A verdict that refuses the call."""
    return Verdict(effect=VerdictEffect.DENY, reason=reason, rule=rule, source=source)


PLAN_MODE = (
    "Plan mode is on: only reading is permitted. Say what you would do instead of doing it;"
    " the user can change the mode."
)

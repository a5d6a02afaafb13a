"""A dry run: which past calls a rule would have allowed, and which it just misses."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from agent_tui.engine.permissions.hosts import normalised_host
from agent_tui.engine.permissions.rules import (
    HostRule,
    PathRule,
    Rule,
    TextRule,
    ToolRule,
    WordsRule,
)
from agent_tui.engine.permissions.verdict import Verdict, VerdictEffect
from agent_tui.protocol.permissions import (
    Access,
    CommandAccess,
    DomainAccess,
    PathAccess,
    RuleMatch,
    RuleTrial,
    ToolAccess,
)

MOST_MISSED = 3


def tried(
    rule: Rule, text: str, past: Sequence[tuple[str, Access]], judge: Callable[[Access], Verdict]
) -> RuleTrial:
    """Hold a rule against past accesses. judge: decides with this rule alone."""
    covered: dict[tuple[str, str], RuleMatch] = {}
    missed: dict[tuple[str, str], tuple[int, RuleMatch]] = {}
    for tool, access in past:
        key = (tool, _text(access))
        verdict = judge(access)
        if verdict.effect is VerdictEffect.ALLOW and verdict.rule:
            covered[key] = RuleMatch(tool=tool, text=key[1], is_covered=True)
        elif nearness := _nearness(rule, access):
            missed[key] = (nearness, RuleMatch(tool=tool, text=key[1], is_covered=False))
    nearest = sorted(missed.values(), key=lambda pair: -pair[0])
    return RuleTrial(
        rule=text,
        covered=tuple(covered.values()),
        missed=tuple(match for _, match in nearest[:MOST_MISSED]),
    )


def _text(access: Access) -> str:
    match access:
        case PathAccess():
            return f"{access.path.rstrip('/')}/**" if access.is_tree else access.path
        case CommandAccess():
            return access.command
        case DomainAccess():
            return access.host
        case ToolAccess():
            return access.name


def _nearness(rule: Rule, access: Access) -> int:
    """How much a missed access has in common with the rule; 0: nothing."""
    match rule, access:
        case PathRule(), PathAccess():
            return _common(rule.path.split("/")[1:], access.path.split("/")[1:])
        case WordsRule(), CommandAccess():
            return _common(list(rule.words), access.command.split())
        case TextRule(), CommandAccess():
            return _common(rule.text.split(), access.command.split())
        case HostRule(), DomainAccess():
            wanted, found = rule.host.split("."), normalised_host(access.host).split(".")
            # The last label alone, as ".com", is no likeness.
            return max(_common(wanted[::-1], found[::-1]) - 1, 0)
        case ToolRule(), ToolAccess():
            return _common(rule.name.split("_"), access.name.split("_"))
    return 0


def _common(wanted: Sequence[str], found: Sequence[str]) -> int:
    count = 0
    for one, other in zip(wanted, found, strict=False):
        if one != other:
            break
        count += 1
    return count

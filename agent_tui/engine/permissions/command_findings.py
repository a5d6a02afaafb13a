"""What nothing covers in a command, and the verdict that follows: why, and what to offer."""

from __future__ import annotations

from msgspec import Struct

from agent_tui.engine.permissions.command_warnings import warnings_about
from agent_tui.engine.permissions.shell_script import Script, SimpleCommand
from agent_tui.engine.permissions.suggestions import (
    MOST_RULES,
    exact_suggestion,
    prefix_suggestion,
    text_suggestion,
)
from agent_tui.engine.permissions.verdict import Verdict, VerdictEffect


class Finding(Struct, frozen=True, kw_only=True):
    """Something that nothing covers. command: the part that a rule could be made for; None when
    only the whole text will do. outer: the launcher that starts
    it, if one does. is_unwise_always: no rule for always should be made of it."""

    reason: str
    effect: VerdictEffect = VerdictEffect.ASK
    command: SimpleCommand | None = None
    outer: SimpleCommand | None = None
    rule: str = ""
    source: str = ""
    warnings: tuple[str, ...] = ()
    is_dangerous: bool = False
    is_unwise_always: bool = False


def asked(script: Script, findings: list[Finding]) -> Verdict:
    """The verdict for a command of which something is not covered."""
    warnings, is_dangerous = warnings_about(script)
    is_dangerous = is_dangerous or any(finding.is_dangerous for finding in findings)
    is_unwise = is_dangerous or any(finding.is_unwise_always for finding in findings)
    session, always = _rules(script, findings)
    extra = (warning for finding in findings for warning in finding.warnings)
    return Verdict(
        effect=VerdictEffect.ASK,
        reason=findings[0].reason,
        session_rules=session,
        always_rules=() if is_unwise else always,
        warnings=tuple(dict.fromkeys((*warnings, *extra))),
        is_dangerous=is_dangerous,
    )


def _rules(script: Script, findings: list[Finding]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The rules that would cover all findings: for the session, and for always."""
    whole = () if script.problem else text_suggestion(script)
    commands = [finding.command for finding in findings if finding.command is not None]
    # The exact rule is for what was written: "sudo rm x" must not become "rm x".
    written = [finding.outer or finding.command for finding in findings]
    exact = [exact_suggestion(command) for command in written if command is not None]
    if len(commands) < len(findings) or not all(exact):
        return whole, whole
    session = tuple(dict.fromkeys(rule for rules in exact for rule in rules))
    broad = (prefix_suggestion(command) for command in commands)
    always = tuple(dict.fromkeys(rule for rules in broad for rule in rules))
    if len(session) > MOST_RULES:
        return whole, whole
    return session, always

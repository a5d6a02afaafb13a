"""Decides about a shell command: every part of it must be covered, or it is asked."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator

from agent_tui.engine.permissions.command_check import CommandCheck
from agent_tui.engine.permissions.command_findings import Finding, asked
from agent_tui.engine.permissions.compiled_grants import CompiledGrants
from agent_tui.engine.permissions.denied_commands import denial_of, may_hide_denied
from agent_tui.engine.permissions.path_policy import PathPolicy
from agent_tui.engine.permissions.shell_reading import read_script
from agent_tui.engine.permissions.shell_script import Redirect, Script, Step
from agent_tui.engine.permissions.verdict import Verdict, VerdictEffect, allowed, denied
from agent_tui.engine.permissions.working_folders import WorkingFolders
from agent_tui.protocol.permissions import CommandAccess, Grant, PathLevel, PermissionMode

_PARTS = re.compile(r"[\s=<>|;&]+")


class CommandPolicy:
    """What may be run in one workspace."""

    def __init__(self, paths: PathPolicy) -> None:
        self._paths = paths

    def judge(
        self, access: CommandAccess, *, mode: PermissionMode, grants: CompiledGrants
    ) -> Verdict:
        """Decide about a command."""
        script = read_script(access.command)
        if (verdict := _denial(script, grants)) or (
            verdict := self._denied_path(script, access.cwd, grants)
        ):
            return verdict
        grant = grants.texts.get(script.text)
        if mode is PermissionMode.FULL or (grant and mode is not PermissionMode.PLAN):
            if hidden := may_hide_denied(script, grants):
                return asked(script, [Finding(reason=f"{hidden}, and rules deny some commands.")])
            if grant:
                return _by(grant)
            return allowed("Full mode allows everything that no rule denies.")
        check = CommandCheck(self._paths, access.cwd, mode, grants)
        findings = list(check.findings(script))
        if refused := next((f for f in findings if f.effect is VerdictEffect.DENY), None):
            return denied(refused.reason, rule=refused.rule, source=refused.source)
        if findings:
            return asked(script, findings)
        return _by(check.rule) if check.rule else allowed("It only reads in the workspace.")

    def _denied_path(self, script: Script, cwd: str, grants: CompiledGrants) -> Verdict | None:
        """The refusal for a file that a command names, or that the shell would open for it."""
        for level, index in grants.denied_paths.items():
            if not index:
                continue
            folders = WorkingFolders(script, cwd)
            for step in script.steps:
                here = folders.at(step) or frozenset({cwd})
                for text in _named_paths(step, level):
                    for folder in here:
                        path = os.path.join(folder, text)
                        use = (self._paths.real(path), level, False)
                        if verdict := self._paths.denial(path, use, grants):
                            return verdict
        return None


def _by(grant: Grant) -> Verdict:
    return allowed(
        f"The rule {grant.rule} allows it.", rule=grant.rule, source=grant.source or grant.scope
    )


def _denial(script: Script, grants: CompiledGrants) -> Verdict | None:
    grant = denial_of(script, grants)
    if grant is None:
        return None
    return denied(
        f"The rule {grant.rule} denies it.", rule=grant.rule, source=grant.source or grant.scope
    )


def _named_paths(step: Step, level: PathLevel) -> Iterator[str]:
    """Words that may name files: what a program does with its own, nobody knows."""
    if isinstance(step, Redirect):
        if step.target.is_literal and (step.writes or level is PathLevel.READ):
            yield step.target.text
        return
    for word in step.words[1:]:
        if word.is_literal:
            yield word.text
            # --file=PATH, and what a shell inside the command would open.
            yield from (part for part in _PARTS.split(word.text) if part != word.text)
    for inner in step.inner:
        yield from _named_paths(inner, level)

"""Goes through the parts of a command and finds what neither a rule nor the mode covers."""

from __future__ import annotations

import os
from collections.abc import Iterator

from msgspec.structs import replace

from agent_tui.engine.permissions.command_findings import Finding
from agent_tui.engine.permissions.compiled_grants import CompiledGrants
from agent_tui.engine.permissions.harmful_options import prefix_obstacle
from agent_tui.engine.permissions.path_policy import PathPolicy
from agent_tui.engine.permissions.repositories import is_bare_repository_near
from agent_tui.engine.permissions.rules import shown
from agent_tui.engine.permissions.safe_commands import Reading, reading_of
from agent_tui.engine.permissions.shell_script import Redirect, Script, SimpleCommand
from agent_tui.engine.permissions.verdict import PLAN_MODE, VerdictEffect
from agent_tui.engine.permissions.working_folders import WorkingFolders
from agent_tui.protocol.permissions import Grant, PathLevel, PermissionMode

Folders = frozenset[str] | None
_ONLY_EXACT = "{}, so only its exact text can be granted."


class CommandCheck:
    """One check of one command. rule: after `findings`, the first rule that covered a part."""

    def __init__(
        self, paths: PathPolicy, cwd: str, mode: PermissionMode, grants: CompiledGrants
    ) -> None:
        self._paths, self._cwd, self._mode, self._grants = paths, cwd, mode, grants
        self.rule: Grant | None = None

    def findings(self, script: Script) -> Iterator[Finding]:
        """What nothing covers, in the order of the command; nothing: it may run."""
        is_plan = self._mode is PermissionMode.PLAN
        if unclear := script.problem or script.caveat:
            yield _plan_finding() if is_plan else Finding(reason=_ONLY_EXACT.format(unclear))
        folders = WorkingFolders(script, self._cwd)
        for step in script.steps:
            here = folders.at(step)
            if isinstance(step, Redirect):
                yield from self._redirect(step, here)
            else:
                yield from self._command(step, here)

    def _command(
        self, command: SimpleCommand, here: Folders, outer: SimpleCommand | None = None
    ) -> Iterator[Finding]:
        is_plan = self._mode is PermissionMode.PLAN
        grant = None if is_plan else self._grant_for(command)
        if grant is not None and not self._obeys_foreign_settings(command, here):
            self.rule = self.rule or grant
            return
        if command.inner and not command.launch_problem and not command.caveat:
            # A launcher that is not seen through needs a rule of its own, beside what it starts.
            is_covered = command.is_transparent or (not is_plan and self._prefix_for(command))
            if is_covered:
                for inner in command.inner:
                    yield from self._command(inner, here, outer or command)
                return
        words = command.literals
        reading = reading_of(words) if words and not command.inner else None
        if reading is not None and not command.caveat:
            for finding in self._reading(command, reading, here):
                yield replace(finding, outer=outer)
        elif is_plan:
            yield _plan_finding()
        else:
            yield Finding(reason=_uncovered(command), command=command, outer=outer)

    def _grant_for(self, command: SimpleCommand) -> Grant | None:
        """The rule that covers a command alone."""
        if command.caveat:
            return None
        words = command.literals
        if words is not None and (grant := self._grants.exact_words.get(words)):
            return grant
        return None if command.inner or command.launch_problem else self._prefix_for(command)

    def _prefix_for(self, command: SimpleCommand) -> Grant | None:
        if command.caveat or not self._grants.prefixes or not command.program:
            return None
        words = command.words
        fixed = next((i for i, w in enumerate(words) if not w.is_literal), len(words))
        if any(not (word.is_literal or word.is_glob) for word in words):
            return None
        texts = tuple(word.text for word in words[:fixed])
        for count in range(len(texts), -1, -1):
            if (grant := self._grants.prefixes.get(texts[:count])) is not None:
                return None if prefix_obstacle(words) else grant
        return None

    def _obeys_foreign_settings(self, command: SimpleCommand, here: Folders) -> bool:
        return command.program == "git" and (
            here is None or any(is_bare_repository_near(f, self._paths.workspace) for f in here)
        )

    def _reading(
        self, command: SimpleCommand, reading: Reading, here: Folders
    ) -> Iterator[Finding]:
        if here is None:
            if reading.needs_folder or reading.paths:
                yield Finding(
                    reason=f"It is not certain in which folder {shown(command.program)} runs.",
                    command=command,
                )
            return
        if reading.uses_git and self._obeys_foreign_settings(command, here):
            yield Finding(
                reason="git would obey the settings of a bare repository in the workspace.",
                command=command,
            )
        tree = reading.is_tree
        for folder in sorted(here):
            if reading.needs_folder:
                use_tree = tree and not reading.paths
                yield from self._path(folder, PathLevel.READ, command, is_tree=use_tree)
            for text in reading.paths:
                path = os.path.join(folder, text)
                if reading.only_files and os.path.isdir(path):
                    yield Finding(
                        reason=f"It compares all files in the folder {shown(text)}.",
                        command=command,
                    )
                yield from self._path(path, PathLevel.READ, command, is_tree=tree)

    def _redirect(self, redirect: Redirect, here: Folders) -> Iterator[Finding]:
        level = PathLevel.WRITE if redirect.writes else PathLevel.READ
        if not redirect.target.is_literal:
            yield Finding(reason=f"The file {shown(redirect.target.text)} is not known before.")
        elif here is None:
            yield Finding(reason="It is not certain in which folder the shell opens a file.")
        else:
            for folder in sorted(here):
                yield from self._path(os.path.join(folder, redirect.target.text), level, None)

    def _path(
        self, path: str, level: PathLevel, command: SimpleCommand | None, *, is_tree: bool = False
    ) -> Iterator[Finding]:
        use = (self._paths.real(path), level, is_tree)
        verdict = self._paths.judge(path, use, mode=self._mode, grants=self._grants)
        if verdict.effect is not VerdictEffect.ALLOW:
            yield Finding(
                reason=verdict.reason,
                effect=verdict.effect,
                command=command,
                rule=verdict.rule,
                source=verdict.source,
                warnings=verdict.warnings,
                is_dangerous=verdict.is_dangerous,
                is_unwise_always=not verdict.always_rules,
            )


def _plan_finding() -> Finding:
    return Finding(reason=PLAN_MODE, effect=VerdictEffect.DENY)


def _uncovered(command: SimpleCommand) -> str:
    if command.caveat:
        return _ONLY_EXACT.format(command.caveat)
    obstacle = prefix_obstacle(command.words)
    if command.launch_problem:
        return f"{command.launch_problem}."
    if not command.program:
        return "Its program is not known before it runs."
    name = shown(" ".join(word.text for word in command.words[:2]))
    if obstacle:
        return f'It runs "{name}". {obstacle}.'
    return f'It runs "{name}", which no rule allows.'

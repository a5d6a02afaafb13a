"""Decides about one path: rules first, then the mode."""

from __future__ import annotations

import os
from collections.abc import Sequence

from agent_tui.engine.permissions.compiled_grants import CompiledGrants
from agent_tui.engine.permissions.protected_places import protected_by
from agent_tui.engine.permissions.real_paths import folded, is_inside, real_path
from agent_tui.engine.permissions.rules import PathRule, rule_text, shown
from agent_tui.engine.permissions.shell_reading import unreadable
from agent_tui.engine.permissions.verdict import (
    PLAN_MODE,
    UsedPath,
    Verdict,
    VerdictEffect,
    allowed,
    denied,
)
from agent_tui.protocol.permissions import PathLevel, PermissionMode
from agent_tui.protocol.sensitive_paths import is_sensitive

# Never part of a workspace, also not of "/": environments of programs, devices, bash's network.
_SYSTEM = ("/dev", "/proc", "/sys")
_VERBS = {PathLevel.READ: "reads", PathLevel.WRITE: "writes"}


class PathPolicy:
    """What may be done to paths in one workspace. Looks at the file system, changes nothing.

    workspace, readable, protected, programs: absolute; links in them are followed once, here.
    """

    def __init__(
        self,
        workspace: str,
        readable: Sequence[str] = (),
        protected: Sequence[str] = (),
        programs: Sequence[str] = (),
    ) -> None:
        self.workspace = real_path(workspace)
        self._readable = tuple(real_path(path) for path in readable)
        self._protected = tuple(real_path(path) for path in protected)
        self._programs = frozenset(real_path(path) for path in programs)

    def real(self, path: str) -> str:
        """The path as the file system sees it now. Raises `ValueError`."""
        return real_path(os.path.join(self.workspace, path))

    def judge(
        self,
        path: str,
        use: UsedPath,
        *,
        mode: PermissionMode,
        grants: CompiledGrants,
        skips_secrets: bool = False,
    ) -> Verdict:
        """Decide about one path. path: as it was named; use: what it really is, how it is used;
        skips_secrets: who reads a tree leaves out files that by their names hold secrets."""
        real, level, _ = use
        if verdict := self.denial(path, use, grants, skips_secrets=skips_secrets):
            return verdict
        if mode is PermissionMode.PLAN and level is PathLevel.WRITE:
            return denied(PLAN_MODE)
        if verdict := self._permission(path, use, grants):
            return verdict
        if mode is PermissionMode.FULL:
            return allowed("Full mode allows everything that no rule denies.")
        trouble = self._trouble(path, use, self.workspace)
        is_inside_workspace = self._is_in_workspace(real)
        if level is PathLevel.READ and self._is_readable(real):
            return allowed("The session's own folders may be read.")
        if trouble and is_inside_workspace:
            return self._asked(use, f"{_sentence(path, level)}, {trouble}.", is_trouble=True)
        if not is_inside_workspace:
            return self._asked(
                use, f"{_sentence(real, level)}, outside the workspace.", is_trouble=bool(trouble)
            )
        if level is PathLevel.READ:
            return allowed("Reading in the workspace needs no permission.")
        if mode is PermissionMode.EDITS:
            return allowed("This mode allows changes in the workspace.")
        return self._asked(use, f"{_sentence(real, level)}.", is_trouble=False)

    def covered(self, use: UsedPath, permitted: Sequence[UsedPath]) -> bool:
        """True when a real path is part of what was permitted for the call."""
        real, level, is_tree = use
        for path, given, holds_tree in permitted:
            if level is PathLevel.WRITE and given is PathLevel.READ:
                continue
            if real == path and (holds_tree or not is_tree):
                return True
            # Permission for a folder is no permission for the secrets and switches in it.
            if holds_tree and is_inside(real, path) and not self._trouble(real, use, path):
                return True
        return False

    def denial(
        self, path: str, use: UsedPath, grants: CompiledGrants, *, skips_secrets: bool = False
    ) -> Verdict | None:
        """The refusal by a rule, None when no rule denies the path."""
        real, level, is_tree = use
        index = grants.denied_paths[level]
        if not index:
            return None
        for name in {folded(real), folded(os.path.normpath(os.path.join(self.workspace, path)))}:
            around = index.around(name)
            grant = index.named(name) or (around[0] if around else None)
            if grant is not None:
                reason = f"{_sentence(real, level)}, which the rule {grant.rule} denies."
                return denied(reason, rule=grant.rule, source=grant.source or grant.scope)
            if is_tree and (grant := index.within(name, skips_secrets=skips_secrets)):
                reason = (
                    f"{shown(real)} holds something that the rule {grant.rule} denies."
                    " Name a folder or file without it."
                )
                return denied(reason, rule=grant.rule, source=grant.source or grant.scope)
        return None

    def _is_in_workspace(self, real: str) -> bool:
        is_system = any(
            is_inside(real, place) and not is_inside(self.workspace, place) for place in _SYSTEM
        )
        return is_inside(real, self.workspace) and not is_system

    def _is_readable(self, real: str) -> bool:
        return any(is_inside(real, folder) for folder in self._readable)

    def _trouble(self, path: str, use: UsedPath, base: str) -> str:
        """Why a path is asked for even where its neighbours are free. Names above `base` say
        nothing about the file."""
        real, level, _ = use
        # The name it was called by counts, too: .env may be a link to an innocent name.
        for name in {real, path}:
            inner = name[len(base) :] if is_inside(name, base) else name
            if is_sensitive(inner):
                return "which by its name holds secrets"
            if level is PathLevel.WRITE and (part := protected_by(inner)):
                return f"a protected place ({part})"
        if level is PathLevel.READ:
            return ""
        own = (place for place in self._protected if is_inside(real, place))
        if any(not self._is_meant(place, base) for place in own):
            return "where agent-tui has its own files"
        folder = os.path.dirname(real)
        if folder in self._programs and not self._is_meant(folder, base):
            return "where programs are looked for (PATH)"
        return ""

    def _is_meant(self, place: str, base: str) -> bool:
        """A rule that names something in a place means it; a session that was opened there does
        not."""
        return is_inside(base, place) and base != self.workspace

    def _permission(self, path: str, use: UsedPath, grants: CompiledGrants) -> Verdict | None:
        real, level, is_tree = use
        index = grants.allowed_paths[level]
        grant = None if is_tree else index.named(real)
        # A rule for a tree reaches secrets and switches only if it is about them itself.
        if (
            grant is None
            and (found := index.around(real))
            and not self._trouble(path, use, found[1])
        ):
            grant = found[0]
        if grant is None:
            return None
        return allowed(
            f"The rule {grant.rule} allows it.", rule=grant.rule, source=grant.source or grant.scope
        )

    def _asked(self, use: UsedPath, reason: str, *, is_trouble: bool) -> Verdict:
        real, level, _ = use
        rules = () if unreadable(real) or "*" in real else (_exact_rule(use),)
        is_write = level is PathLevel.WRITE
        warnings = []
        if is_write and not is_inside(real, self.workspace):
            warnings.append(f"It writes outside the workspace: {shown(real)}")
        if hidden := unreadable(real):
            warnings.append(f"The path is not what it looks like. {hidden}.")
        return Verdict(
            effect=VerdictEffect.ASK,
            reason=reason,
            session_rules=rules,
            always_rules=() if is_trouble else rules,
            warnings=tuple(warnings),
            is_dangerous=is_write and is_trouble,
        )


def _exact_rule(use: UsedPath) -> str:
    real, level, is_tree = use
    return rule_text(PathRule(level, real, is_tree))


def _sentence(path: str, level: PathLevel) -> str:
    return f"It {_VERBS[level]} {shown(path)}"

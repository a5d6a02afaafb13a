"""A workspace on the disk and short ways to ask the policy."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from agent_tui.engine.permissions.policy import PermissionPolicy, Verdict
from agent_tui.protocol.permissions import (
    Access,
    CommandAccess,
    Effect,
    Grant,
    PathAccess,
    PathLevel,
    PermissionMode,
)

READ, WRITE = PathLevel.READ, PathLevel.WRITE
PLAN, ASK, EDITS, FULL = PermissionMode


def grants_of(
    allow: Sequence[str] = (), deny: Sequence[str] = (), source: str = "test"
) -> tuple[Grant, ...]:
    """Grants with these rules, permissions first."""
    return tuple(
        Grant(id=f"{effect}-{index}", rule=rule, effect=effect, source=source)
        for effect, rules in ((Effect.ALLOW, allow), (Effect.DENY, deny))
        for index, rule in enumerate(rules)
    )


class Workspace:
    """A policy for a folder in the tests' own folder, with something outside of it."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "work"
        self.outside = folder / "outside"
        for place in (self.path / "src", self.path / ".git", self.outside):
            place.mkdir(parents=True)
        for file in ("notes.txt", "src/main.py", ".env", ".git/config"):
            (self.path / file).write_text("text")
        (self.outside / "secret.txt").write_text("text")
        self.policy = PermissionPolicy(workspace=str(self.path))

    def check(
        self,
        *accesses: Access,
        mode: PermissionMode = PermissionMode.ASK,
        allow: Sequence[str] = (),
        deny: Sequence[str] = (),
    ) -> Verdict:
        grants = self.policy.compile(grants_of(allow, deny))
        return self.policy.check(accesses, mode=mode, grants=grants)

    def run(
        self,
        command: str,
        *,
        mode: PermissionMode = PermissionMode.ASK,
        allow: Sequence[str] = (),
        deny: Sequence[str] = (),
    ) -> Verdict:
        access = CommandAccess(command=command, cwd=str(self.path))
        return self.check(access, mode=mode, allow=allow, deny=deny)

    def use(
        self,
        path: str,
        level: PathLevel = PathLevel.READ,
        *,
        is_tree: bool = False,
        mode: PermissionMode = PermissionMode.ASK,
        allow: Sequence[str] = (),
        deny: Sequence[str] = (),
    ) -> Verdict:
        access = PathAccess(path=str(self.path / path), level=level, is_tree=is_tree)
        return self.check(access, mode=mode, allow=allow, deny=deny)

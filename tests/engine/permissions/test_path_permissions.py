from __future__ import annotations

from pathlib import Path

import pytest

from agent_tui.engine.permissions.policy import PermissionPolicy, VerdictEffect
from agent_tui.errors import PermissionDenied
from agent_tui.protocol.permissions import PathAccess, PathLevel, PermissionMode
from tests.engine.permissions.builders import (
    ASK,
    EDITS,
    FULL,
    PLAN,
    READ,
    WRITE,
    Workspace,
    grants_of,
)

A, Q, D = VerdictEffect.ALLOW, VerdictEffect.ASK, VerdictEffect.DENY


@pytest.mark.parametrize(
    ("path", "level", "plan", "ask", "edits"),
    [
        ("notes.txt", READ, A, A, A),
        ("new/deep/file.txt", READ, A, A, A),
        (".git/config", READ, A, A, A),
        (".env", READ, Q, Q, Q),
        (".ENV", READ, Q, Q, Q),
        ("keys/id_rsa", READ, Q, Q, Q),
        (".env.example", READ, A, A, A),
        ("../outside/secret.txt", READ, Q, Q, Q),
        ("../work2/file", READ, Q, Q, Q),
        ("src/../../outside/secret.txt", READ, Q, Q, Q),
        ("/etc/passwd", READ, Q, Q, Q),
        ("notes.txt", WRITE, D, Q, A),
        ("new/deep/file.txt", WRITE, D, Q, A),
        (".gitignore", WRITE, D, Q, A),
        (".github/workflows/x.yml", WRITE, D, Q, A),
        (".git/hooks/pre-commit", WRITE, D, Q, Q),
        (".GIT/hooks/pre-commit", WRITE, D, Q, Q),
        (".g\u200dit/hooks/pre-commit", WRITE, D, Q, Q),
        ("GIT~1/hooks/pre-commit", WRITE, D, Q, Q),
        (".git./hooks/pre-commit", WRITE, D, Q, Q),
        ("src/.git", WRITE, D, Q, Q),
        ("src/../.git/config", WRITE, D, Q, Q),
        (".agent-tui/config.toml", WRITE, D, Q, Q),
        (".vscode/tasks.json", WRITE, D, Q, Q),
        (".idea/workspace.xml", WRITE, D, Q, Q),
        (".bashrc", WRITE, D, Q, Q),
        (".config/fish/config.fish", WRITE, D, Q, Q),
        (".env", WRITE, D, Q, Q),
        ("../outside/new.txt", WRITE, D, Q, Q),
    ],
)
def test_a_path_is_free_or_asked_by_place_and_mode(
    work: Workspace,
    path: str,
    level: PathLevel,
    plan: VerdictEffect,
    ask: VerdictEffect,
    edits: VerdictEffect,
) -> None:
    expected = {PLAN: plan, ASK: ask, EDITS: edits, FULL: A}
    for mode, effect in expected.items():
        assert work.use(path, level, mode=mode).effect is effect, mode
    if path.isascii():
        assert work.use(path, level, mode=FULL, deny=[f"read({path})"]).effect is D


@pytest.mark.parametrize(
    ("rule", "path", "level", "is_covered"),
    [
        ("write(notes.txt)", "notes.txt", WRITE, True),
        ("write(notes.txt)", "./src/../notes.txt", WRITE, True),
        ("write(notes.txt)", "notes.txt.bak", WRITE, False),
        ("write(notes.txt)", "Notes.txt", WRITE, False),
        ("write(src/**)", "src/a/b.py", WRITE, True),
        ("write(src/**)", "src", WRITE, True),
        ("write(src/**)", "src2/b.py", WRITE, False),
        ("write(src)", "src/b.py", WRITE, False),
        ("read(notes.txt)", "notes.txt", WRITE, False),
        ("write(../outside/secret.txt)", "../outside/secret.txt", READ, True),
        ("read(../outside/**)", "../outside/secret.txt", READ, True),
        ("read(../outside/**)", "../outside/.env", READ, False),
        ("read(../outside/.env)", "../outside/.env", READ, True),
        ("read(/**)", "/etc/passwd", READ, True),
        ("write(**)", ".git/hooks/x", WRITE, False),
        ("write(./**)", ".git/hooks/x", WRITE, False),
        ("write(./**)", "src/x", WRITE, True),
        ("write(.git/**)", ".git/hooks/x", WRITE, True),
        ("write(.git/hooks/x)", ".git/hooks/x", WRITE, True),
    ],
)
def test_a_path_rule_covers_what_it_says(
    work: Workspace, rule: str, path: str, level: PathLevel, is_covered: bool
) -> None:
    expected = A if is_covered else Q

    assert work.use(path, level, allow=[rule]).effect is expected


@pytest.mark.parametrize("mode", PermissionMode)
@pytest.mark.parametrize(
    ("rule", "path", "level"),
    [
        ("read(notes.txt)", "notes.txt", READ),
        ("read(notes.txt)", "notes.txt", WRITE),
        ("read(NOTES.txt)", "notes.txt", READ),
        ("write(notes.txt)", "notes.txt", WRITE),
        ("write(src/**)", "src/a/b", WRITE),
        ("read(src/**)", "SRC/a", READ),
        ("read(caf\u00e9)", "cafe\u0301", READ),
    ],
)
def test_a_denial_outranks_every_permission_in_every_mode(
    work: Workspace, mode: PermissionMode, rule: str, path: str, level: PathLevel
) -> None:
    allow = ["write(./**)", f"write({path})", "read(/**)"]

    verdict = work.use(path, level, mode=mode, allow=allow, deny=[rule])

    assert (verdict.effect, verdict.rule, verdict.source) == (D, rule, "test")


def test_a_denied_writing_leaves_the_reading(work: Workspace) -> None:
    assert work.use("notes.txt", deny=["write(notes.txt)"]).effect is A


def test_a_tree_that_holds_something_denied_is_denied_unless_searches_skip_it(
    work: Workspace,
) -> None:
    assert work.use(".", is_tree=True, deny=["read(src/**)"]).effect is D
    assert work.use(".", is_tree=True, deny=["read(src/main.py)"]).effect is D
    assert work.use(".", deny=["read(src/main.py)"]).effect is A
    assert work.use(".", is_tree=True, deny=["read(.env)"]).effect is A
    assert work.run("rg text", deny=["read(.env)"]).effect is D


def test_a_denial_is_seen_through_links_in_both_directions(work: Workspace) -> None:
    (work.path / "link.txt").symlink_to(work.path / "notes.txt")
    (work.path / "folder").symlink_to(work.path / "src")

    assert work.use("link.txt", deny=["read(notes.txt)"]).effect is D
    assert work.use("notes.txt", deny=["read(link.txt)"]).effect is D
    assert work.use("folder/main.py", deny=["read(src/**)"]).effect is D
    assert work.use("src/main.py", deny=["read(folder/**)"]).effect is D


def test_links_lead_to_where_they_lead(work: Workspace) -> None:
    (work.path / "out").symlink_to(work.outside)
    (work.path / "hooks").symlink_to(work.path / ".git")
    (work.path / "plain.txt").symlink_to(work.path / ".env")
    (work.path / "loop").symlink_to(work.path / "loop")

    assert work.use("out/secret.txt").effect is Q
    assert work.use("out/../notes.txt").effect is Q
    assert work.use("out/new.txt", WRITE, mode=EDITS).effect is Q
    assert work.use("hooks/config", WRITE, mode=EDITS).effect is Q
    assert work.use("plain.txt").effect is Q
    assert work.use("out/secret.txt", allow=["read(./**)"]).effect is Q
    assert work.use("out/secret.txt", allow=["read(out/secret.txt)"]).effect is A
    assert work.use("out/secret.txt").session_rules == (
        f"read({work.outside.resolve()}/secret.txt)",
    )


def test_a_link_put_in_the_way_later_does_not_move_what_was_granted(work: Workspace) -> None:
    rule = work.policy.normalised_rule("write(src/**)")
    (work.path / "src" / "main.py").unlink()
    (work.path / "src").rmdir()
    (work.path / "src").symlink_to(work.outside)

    assert work.use("src/secret.txt", WRITE, allow=[rule]).effect is Q
    assert work.use("../outside/secret.txt", WRITE, allow=[rule]).effect is Q


def test_a_workspace_reached_by_a_link_is_the_same_workspace(work: Workspace) -> None:
    (work.outside / "door").symlink_to(work.path)
    policy = PermissionPolicy(workspace=str(work.outside / "door"))
    access = PathAccess(path=str(work.outside / "door" / "notes.txt"), level=READ)

    verdict = policy.check([access], mode=ASK, grants=policy.compile(()))

    assert verdict.effect is A
    assert verdict.real_paths == ((str(work.path.resolve() / "notes.txt"), READ, False),)


def test_more_folders_can_be_readable_and_the_programs_own_are_protected(
    work: Workspace,
) -> None:
    own = work.path / "data"
    policy = PermissionPolicy(
        workspace=str(work.path), readable=[str(work.outside)], protected=[str(own)]
    )
    grants = policy.compile(grants_of(allow=["write(./**)"]))

    def effect(path: Path, level: PathLevel) -> VerdictEffect:
        return policy.check(
            [PathAccess(path=str(path), level=level)], mode=EDITS, grants=grants
        ).effect

    assert effect(work.outside / "secret.txt", READ) is A
    assert effect(work.outside / "secret.txt", WRITE) is Q
    assert effect(own / "grants.json", WRITE) is Q
    assert effect(own / "grants.json", READ) is A


def test_what_cannot_name_a_file_is_denied(work: Workspace) -> None:
    assert work.use("a\0b").effect is D


def test_a_path_with_hidden_characters_is_warned_of_and_never_remembered(work: Workspace) -> None:
    verdict = work.use("../x\u202etxt.exe", WRITE)

    assert verdict.effect is Q
    assert verdict.session_rules == verdict.always_rules == ()
    assert any("invisible" in warning for warning in verdict.warnings)


def test_writing_outside_is_warned_of_and_secrets_are_not_offered_for_always(
    work: Workspace,
) -> None:
    outside, secret = work.use("../outside/x", WRITE), work.use(".env")

    assert "outside the workspace" in outside.warnings[0]
    assert secret.session_rules
    assert secret.always_rules == ()
    assert work.use(".git/hooks/x", WRITE).is_dangerous


class TestAtTheMomentOfUse:
    def use(
        self,
        work: Workspace,
        path: str,
        level: PathLevel = READ,
        *,
        permitted: tuple[tuple[str, PathLevel, bool], ...] = (),
        deny: tuple[str, ...] = (),
    ) -> str:
        grants = work.policy.compile(grants_of(deny=deny))
        return work.policy.may_use(
            str(work.path / path), level, mode=ASK, grants=grants, permitted=permitted
        )

    def test_what_is_free_may_be_used_and_what_is_not_must_have_been_permitted(
        self, work: Workspace
    ) -> None:
        real = str(work.path.resolve() / "notes.txt")

        assert self.use(work, "src/../notes.txt") == real
        with pytest.raises(PermissionDenied, match="no permission"):
            self.use(work, "notes.txt", WRITE)
        with pytest.raises(PermissionDenied):
            self.use(work, "notes.txt", WRITE, permitted=((real, READ, False),))
        assert self.use(work, "notes.txt", WRITE, permitted=((real, WRITE, False),)) == real
        assert self.use(work, ".env", permitted=((real[:-9] + ".env", WRITE, False),))

    def test_a_link_changed_between_check_and_use_is_refused(self, work: Workspace) -> None:
        target = work.path / "target.txt"
        target.write_text("mine")
        verdict = work.use("target.txt", WRITE)
        target.unlink()
        target.symlink_to(work.outside / "secret.txt")

        with pytest.raises(PermissionDenied, match="is now"):
            self.use(work, "target.txt", WRITE, permitted=verdict.real_paths)

    def test_a_folder_changed_between_check_and_use_is_refused(self, work: Workspace) -> None:
        verdict = work.use("src/new.py", WRITE)
        (work.path / "src").rename(work.path / "old")
        (work.path / "src").symlink_to(work.outside)

        with pytest.raises(PermissionDenied):
            self.use(work, "src/new.py", WRITE, permitted=verdict.real_paths)

    def test_a_permitted_tree_reaches_down_but_not_out_and_not_to_secrets(
        self, work: Workspace
    ) -> None:
        (work.path / "src" / "out").symlink_to(work.outside)
        tree = ((str(work.path.resolve()), WRITE, True),)

        assert self.use(work, "src/deep/x.py", WRITE, permitted=tree)
        for path in ("src/out/secret.txt", "../outside/secret.txt", ".git/hooks/x", ".env"):
            with pytest.raises(PermissionDenied):
                self.use(work, path, WRITE, permitted=tree)

    def test_a_denial_made_meanwhile_holds(self, work: Workspace) -> None:
        permitted = work.use("notes.txt").real_paths

        with pytest.raises(PermissionDenied, match="denies"):
            self.use(work, "notes.txt", permitted=permitted, deny=("read(notes.txt)",))
        with pytest.raises(PermissionDenied, match="NUL"):
            self.use(work, "a\0b")

from __future__ import annotations

from pathlib import Path

import pytest

from agent_tui.engine.permissions.policy import VerdictEffect
from agent_tui.engine.permissions.safe_tables import SAFE, SAFE_GIT
from tests.engine.permissions.builders import EDITS, FULL, PLAN, Workspace

ALLOW, ASK, DENY = VerdictEffect.ALLOW, VerdictEffect.ASK, VerdictEffect.DENY
DOCS = Path(__file__).parents[3] / "docs" / "permissions.md"

FREE = (
    "ls",
    "ls -la src",
    "ls -la --color=never",
    "pwd",
    "cat notes.txt",
    "cat -n src/main.py | head -20",
    "head -n 5 notes.txt && tail -3 notes.txt",
    "wc -l src/main.py",
    "grep -n text notes.txt",
    "grep /api/ notes.txt",
    "rg text",
    "rg -n --type py text src",
    "git status",
    "git --no-pager log --oneline -5",
    "git diff HEAD~1..HEAD -- src",
    "git log -- --output=x",
    "git branch -a",
    "git branch --list 'feature/*'",
    "git show HEAD:src/main.py",
    "git rev-parse --show-toplevel",
    "cd src && ls",
    "cd src && cat ../notes.txt",
    "cd src && git status | head",
    "echo hello world",
    "echo 'a; rm -rf b'",
    "echo --not-an-option",
    "printf '%s\\n' a b",
    "true && false || echo no",
    "date +%F",
    "which python",
    "uname -a",
    "stat notes.txt",
    "diff notes.txt src/main.py",
    "du -sh src",
    "tree -L 2",
    "ls 2>/dev/null",
    "ls 2>&1 | head",
    "ls >/dev/null 2>&1",
    "cat < notes.txt",
    "if ls; then pwd; fi",
    "while false; do ls; done",
    "(cd src; ls)",
    "! ls",
    "time ls",
    "timeout 5 git status",
    "bash -c 'ls && pwd'",
    "ls  # a comment",
    "ls\npwd\n",
    "ls \\\n  -la",
    "\\ls",
    "'l's",
)
ASKED = (
    "rm notes.txt",
    "npm test",
    "python x.py",
    "git commit -m x",
    "git branch new",
    "git fetch",
    "cat /etc/passwd",
    "cat ../outside/secret.txt",
    "cat .env",
    "cat ./src/../.env",
    "cat .ENV",
    "cat ~/.ssh/id_rsa",
    "git show HEAD:.env",
    "ls ..",
    "ls /",
    "cd ..",
    "cd",
    "cd - && ls",
    "cd src; cat ../../outside/secret.txt",
    "cd src || cat ../notes.txt",
    "cd src | cat ../notes.txt",
    "while true; do cat notes.txt; cd ..; done",
    "cd src && cd .. && cat ../outside/secret.txt",
    "ls *.py",
    "cat src/*",
    "cat $X",
    "grep -r text .",
    "grep -f /etc/passwd notes.txt",
    "rg --hidden text",
    "rg -u text",
    "tail -f notes.txt",
    "date -s tomorrow",
    "date 01010000",
    "tree -o x",
    "sort notes.txt",
    "env",
    "ls --unknown",
    "git log --show-signature",
    "git -c core.pager=x log",
    "printf -v x y",
    "printf '%n' x",
    "cat <<< x",
    "cat < /etc/passwd",
    "file -C -m x",
    "du --files0-from=x",
    "which ../x",
)


@pytest.mark.parametrize("command", FREE)
def test_reading_in_the_workspace_is_free(work: Workspace, command: str) -> None:
    for mode in (PLAN, EDITS):
        assert work.run(command, mode=mode).effect is ALLOW
    assert work.run(command).effect is ALLOW


@pytest.mark.parametrize("command", ASKED)
def test_everything_else_is_asked(work: Workspace, command: str) -> None:
    for verdict in (work.run(command), work.run(command, mode=EDITS)):
        assert verdict.effect is ASK
        assert verdict.reason.endswith(".")
    assert work.run(command, mode=PLAN).effect is not ALLOW
    assert work.run(command, mode=FULL).effect is ALLOW


@pytest.mark.parametrize(
    ("command", "rule"),
    [
        ("git push origin main", "run(git push *)"),
        ("git push", "run(git push *)"),
        ("npm test -- --watch", "run(npm test *)"),
        ("npm test > /dev/null 2>&1", "run(npm test *)"),
        ("npm test | tail -5", "run(npm test *)"),
        ("timeout 60 npm test", "run(npm test *)"),
        ("cd src && npm test", "run(npm test *)"),
        ("bash -c 'npm test'", "run(npm test *)"),
        ("npm test src/*.js", "run(npm test *)"),
        ("npm test", "run(npm test)"),
        ("git commit -m 'a b'", 'run(git commit -m "a b")'),
        ("for x in a; do rm $x; done", "run(for x in a; do rm $x; done)"),
        ("X=1 make", "run(X=1 make)"),
        ("ls | xargs rm", "run(ls | xargs rm)"),
        ("rm -- '*'", "run(rm -- '*')"),
        ("git -c a.b=c log", "run(git -c a.b=c log)"),
        ("bash build.sh fast", "run(bash build.sh *)"),
        ("echo x | tee y", "run(tee y)"),
        ("  npm test  ", "run(npm test)"),
    ],
)
def test_a_rule_covers_what_it_says(work: Workspace, command: str, rule: str) -> None:
    assert work.run(command).effect is ASK
    verdict = work.run(command, allow=[rule])

    assert (verdict.effect, verdict.rule, verdict.source) == (ALLOW, rule, "test")
    assert work.run(command, allow=[rule], mode=PLAN).effect is DENY


@pytest.mark.parametrize(
    ("command", "rule"),
    [
        ("npm test", "run(npm test --watch)"),
        ("npm testing", "run(npm test *)"),
        ("npm", "run(npm test *)"),
        ("npm test x", "run(npm test)"),
        ("npm test", "run(NPM test)"),
        ("./npm test", "run(npm test *)"),
        ("npm test *", "run(npm test)"),
        ("npm $X", "run(npm *)"),
        ("rm *", "run(rm '*')"),
        ("npm test > out.txt", "run(npm test)"),
        ("sudo npm test", "run(npm test)"),
    ],
)
def test_a_rule_covers_nothing_more(work: Workspace, command: str, rule: str) -> None:
    assert work.run(command, allow=[rule]).effect is ASK


def test_a_command_may_write_where_the_mode_or_a_rule_lets_it(work: Workspace) -> None:
    assert work.run("echo x > new.txt").effect is ASK
    assert work.run("echo x > new.txt", mode=EDITS).effect is ALLOW
    assert work.run("echo x > new.txt", mode=PLAN).effect is DENY
    assert work.run("echo x > new.txt", allow=["write(new.txt)"]).effect is ALLOW
    assert work.run("rm x > new.txt", mode=EDITS).effect is ASK
    assert work.run("echo x > ../new.txt", mode=EDITS).effect is ASK
    assert work.run("echo x > .git/hooks/post-commit", mode=EDITS).effect is ASK
    assert work.run("cd .git && echo x > config", mode=EDITS).effect is ASK
    assert work.run("cd .git && ls && echo x | cat > config", mode=EDITS).effect is ASK
    assert work.run("cd src && echo x > ../new.txt", mode=EDITS).effect is ALLOW
    assert work.run("cd src > ../new.txt", mode=EDITS).effect is ASK
    assert work.run("cd src; echo x > ../new.txt", mode=EDITS).effect is ASK
    assert work.run("{ cd src; } > ../new.txt", mode=EDITS).effect is ASK
    assert work.run("cd .git; > config", mode=EDITS).effect is ASK


def test_both_sudo_and_what_it_runs_must_be_covered(work: Workspace) -> None:
    assert work.run("sudo make", allow=["run(sudo *)"]).effect is ASK
    assert work.run("sudo make", allow=["run(make *)"]).effect is ASK
    assert work.run("sudo make", allow=["run(make *)", "run(sudo *)"]).effect is ALLOW
    assert work.run("sudo make", allow=["run(sudo make)"]).effect is ALLOW
    assert work.run("sudo make").is_dangerous


def test_git_is_asked_where_it_would_obey_settings_lying_among_the_files(work: Workspace) -> None:
    bare = work.path / "bare"
    (bare / "objects").mkdir(parents=True)
    (bare / "HEAD").write_text("ref: refs/heads/main")

    for command in ("cd bare && git status", "cd bare && git push"):
        assert work.run(command, allow=["run(git push *)"]).effect is ASK
    assert work.run("git status").effect is ALLOW


def test_a_link_out_of_the_workspace_is_seen(work: Workspace) -> None:
    (work.path / "link").symlink_to(work.outside)
    (work.path / "innocent.txt").symlink_to(work.outside / "secret.txt")
    (work.path / "config.txt").symlink_to(work.path / ".env")

    for command in (
        "cat link/secret.txt",
        "ls link",
        "cat innocent.txt",
        "cat config.txt",
        "cd link && ls",
        "cd link && cat ../outside/secret.txt",
        "cd src/../link && cat secret.txt",
        "echo x > innocent.txt",
    ):
        assert work.run(command, mode=EDITS).effect is ASK, command


def test_the_list_in_the_documentation_is_the_list_in_the_program() -> None:
    text = DOCS.read_text()
    section = text.partition("<!-- safe programs -->")[2].partition("<!-- end -->")[0]
    programs, git = (line for line in section.strip().split("\n\n") if line.strip())

    assert sorted(programs.replace("`", "").split()) == sorted(SAFE)
    assert sorted(git.partition(":")[2].replace("`", "").rstrip(".").split()) == sorted(SAFE_GIT)

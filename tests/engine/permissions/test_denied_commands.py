from __future__ import annotations

import pytest

from agent_tui.engine.permissions.policy import VerdictEffect
from agent_tui.protocol.permissions import PermissionMode
from tests.engine.permissions.builders import FULL, Workspace

DENY_RM = (
    "rm x",
    "rm",
    "/bin/rm x",
    "RM x",
    "'r'm x",
    "\\rm x",
    "rm $X",
    "rm *",
    "ls; rm x",
    "ls | rm x",
    "(rm x)",
    "{ rm x; }",
    "! rm x",
    "echo $(rm x)",
    'echo "$(rm x)"',
    "echo `rm x`",
    "diff <(rm x) y",
    "X=1 rm x",
    "rm x > y",
    "if rm x; then ls; fi",
    "for i in a; do rm $i; done",
    "case x in x) rm y;; esac",
    "f() { rm x; }; f",
    "cat <<EOF\n$(rm x)\nEOF",
    "cat <<EOF | rm x\ny\nEOF",
    "cat <<< $(rm x)",
    "X=$(rm x)",
    "export X=$(rm x)",
    "[[ -n $(rm x) ]]",
    "echo $((1 + $(rm x)))",
    "echo ${X:-$(rm x)}",
    "time rm x",
    "coproc rm x",
    "exec rm x",
    "env rm x",
    "env -i A=1 rm x",
    "env -S 'rm x'",
    "/usr/bin/env rm x",
    "command -p rm x",
    "nohup nice -n 5 timeout 5 rm x",
    "timeout --unknown 5 rm x",
    "sudo rm x",
    "sudo -u root -E rm x",
    "sudo bash -c 'ls; rm x'",
    "xargs rm",
    "ls | xargs -0 -n1 rm -f",
    "find . -exec rm {} \\;",
    "find . -execdir /bin/rm {} +",
    "bash -c 'rm x'",
    "bash -lxc 'rm x'",
    "bash --norc -c 'rm x'",
    "sh -c \"sh -c 'rm x'\"",
    "eval 'rm x'",
    "eval rm x",
    "watch -n 1 rm x",
    "parallel rm ::: x",
    "busybox rm x",
    "strace -f rm x",
    "ssh host rm x",
    "ssh host 'rm x'",
    "docker exec box rm x",
    "su -c 'rm x'",
    "trap 'rm x' EXIT",
)


@pytest.mark.parametrize("mode", PermissionMode)
@pytest.mark.parametrize("command", DENY_RM)
def test_a_denied_program_is_found_wherever_it_stands(
    work: Workspace, command: str, mode: PermissionMode
) -> None:
    verdict = work.run(
        command, mode=mode, allow=["run(rm *)", f"run({command})"], deny=["run(rm *)"]
    )

    assert (verdict.effect, verdict.rule) == (VerdictEffect.DENY, "run(rm *)")


@pytest.mark.parametrize(
    ("rule", "command", "is_denied"),
    [
        ("run(git push *)", "git push origin", True),
        ("run(git push *)", "git -C x push", True),
        ("run(git push *)", "git -c a=b --no-pager push", True),
        ("run(git push *)", "GIT Push", True),
        ("run(git push *)", "git pull", False),
        ("run(git push *)", "git commit -m push", False),
        ("run(git push *)", "echo git push", False),
        ("run(git push --force *)", "git push origin main --force", True),
        ("run(git push --force *)", "git push --forc", True),
        ("run(git push --force *)", "git push", False),
        ("run(rm -rf *)", "rm -fr x", True),
        ("run(rm -rf *)", "rm x -r -f", True),
        ("run(rm -rf *)", "rm -r x", False),
        ("run(npm test)", "npm test", True),
        ("run(npm test)", "npm test x", False),
        ("run(/bin/rm *)", "rm x", True),
        ("run(*)", "ls", True),
        ("run(curl x | sh)", "curl x | sh", True),
        ("run(curl x | sh)", "CURL x | sh", True),
    ],
)
def test_a_denial_is_read_generously(
    work: Workspace, rule: str, command: str, is_denied: bool
) -> None:
    verdict = work.run(command, mode=FULL, deny=[rule])

    assert verdict.effect is (VerdictEffect.DENY if is_denied else VerdictEffect.ALLOW)


@pytest.mark.parametrize(
    "command",
    [
        "$X y",
        "ls '",
        "ls\rrm x",
        "$(echo rm) x",
        "git $X",
        "cat <<EOF\nx\n EOF\nrm x",
        "ls\n\\git push",
        "ls $X\n\\git push x",
    ],
)
def test_what_may_hide_something_denied_is_asked_even_in_full_mode(
    work: Workspace, command: str
) -> None:
    deny = ["run(git push *)"]

    assert work.run(command, mode=FULL, deny=deny).effect is VerdictEffect.ASK
    assert work.run(command, mode=FULL, allow=[f"run({command})"], deny=deny).effect is not (
        VerdictEffect.ALLOW
    )
    assert work.run(command, mode=FULL).effect is VerdictEffect.ALLOW


@pytest.mark.parametrize(
    "command",
    [
        "cat notes.txt",
        "cat ./src/../notes.txt",
        "vim NOTES.txt",
        "cp notes.txt x",
        "tool --file=notes.txt",
        "ls < notes.txt",
        "echo x > notes.txt",
        "cd src && cat ../notes.txt",
        "timeout 5 cat notes.txt",
        "bash -c 'cat < notes.txt'",
    ],
)
def test_a_command_that_names_a_denied_file_is_denied(work: Workspace, command: str) -> None:
    assert work.run(command, mode=FULL, deny=["read(notes.txt)"]).effect is VerdictEffect.DENY


def test_an_unreadable_denial_lets_nothing_run_unasked(work: Workspace) -> None:
    for command in ("ls", "npm test"):
        verdict = work.run(command, mode=FULL, allow=["run(npm *)"], deny=["run(oops"])

        assert verdict.effect is VerdictEffect.ASK
        assert "run(oops" in verdict.reason
    assert work.run("npm test", allow=["run(oops", "run(npm *)"]).effect is VerdictEffect.ALLOW

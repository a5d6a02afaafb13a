"""What is allowed is handed to a real bash, whose programs are stand-ins that tell of being run."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agent_tui.engine.permissions.policy import VerdictEffect
from agent_tui.protocol.permissions import PermissionMode
from tests.engine.permissions.builders import Workspace
from tests.engine.permissions.smuggling import CORPUS

BASH = shutil.which("bash")
pytestmark = pytest.mark.skipif(BASH is None, reason="there is no bash here")

WORDS = ("ok", "bad", "ok a", "bad b", "'ok' -x", "b'a'd", "\\bad", "X=1", "ok=1", "x", "$X", "~")
SHELL = (
    *("if ok", "then", "else", "fi", "while false", "do", "done", "case x in", "x)", "esac"),
    *("for i in a", "time", "!", "{", "}", "(", ")", "function f", "f()", "[[ x ]]", "coproc"),
    *("env", "command", "eval", "exec", "timeout 1", "bash -c", "xargs", "{a,b}", "alias ok=bad"),
)
JOINTS = (
    *(" ", " ", " ", ";", "&&", "||", "|", "&", "\n", "\\\n", "#", " #", "'", '"', "\\", "$(", "`"),
    *("<(", ")", "<<x\n", "\nx\n", "<<<", ">", "2>&1 ", "> /dev/null ", ";;", "$'", "\t", "\\'"),
)
TEXTS = st.lists(
    st.tuples(st.sampled_from((*WORDS, *WORDS, *SHELL)), st.sampled_from(JOINTS)), max_size=7
).map(lambda pairs: "ok " + "".join(word + joint for word, joint in pairs))


@pytest.fixture
def programs(tmp_path: Path) -> Path:
    """A folder with the programs "ok", which does nothing, and "bad", which leaves a mark."""
    folder = tmp_path / "programs"
    folder.mkdir()
    for name, text in {"ok": "exit 0", "bad": ': > "$MARK"'}.items():
        (folder / name).write_text(f"#!{BASH}\n{text}\n")
        (folder / name).chmod(0o700)
    for name in ("env", "timeout", "xargs", "bash"):
        if found := shutil.which(name):
            (folder / name).symlink_to(found)
    return folder


def leaves_a_mark(command: str, work: Workspace, programs: Path) -> bool:
    before = sorted(os.listdir(work.path))
    return ran_the_denied(command, work, programs) or sorted(os.listdir(work.path)) != before


def ran_the_denied(command: str, work: Workspace, programs: Path) -> bool:
    assert BASH is not None
    mark = work.outside / "mark"
    mark.unlink(missing_ok=True)
    subprocess.run(
        [BASH, "-c", command],
        cwd=work.path,
        env={"PATH": str(programs), "MARK": str(mark), "HOME": str(work.outside)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        timeout=10,
        check=False,
    )
    return mark.exists()


def test_the_mark_is_left_when_the_program_runs(work: Workspace, programs: Path) -> None:
    assert leaves_a_mark("ok; bad", work, programs)
    assert not leaves_a_mark("ok bad", work, programs)


@settings(
    deadline=None,
    max_examples=300,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(TEXTS)
def test_what_is_allowed_runs_nothing_but_what_was_granted(
    work: Workspace, programs: Path, command: str
) -> None:
    if work.run(command, allow=["run(ok *)"]).effect is VerdictEffect.ALLOW:
        assert not leaves_a_mark(command, work, programs)


@settings(
    deadline=None,
    max_examples=150,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(TEXTS)
def test_what_full_mode_allows_never_runs_what_was_denied(
    work: Workspace, programs: Path, command: str
) -> None:
    verdict = work.run(command, mode=PermissionMode.FULL, deny=["run(bad *)"])
    if verdict.effect is VerdictEffect.ALLOW:
        assert not ran_the_denied(command, work, programs)


@pytest.mark.parametrize("command", ["ls", "cat notes.txt && ls -la src | wc -l", "! ls; (pwd)"])
def test_the_reading_of_plain_commands_agrees_with_bash(work: Workspace, command: str) -> None:
    assert work.run(command).effect is VerdictEffect.ALLOW
    assert command not in CORPUS

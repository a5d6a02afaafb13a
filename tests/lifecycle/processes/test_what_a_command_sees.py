"""No terminal, no prompts, no pagers; the command's text and folder exactly as given."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import anyio
import pytest

from agent_tui.lifecycle.processes.environment import command_environment
from tests.lifecycle.processes.real_processes import a_supervisor, ran


@pytest.mark.parametrize("command", ["cat </dev/tty", "echo x >/dev/tty", "stty -a </dev/tty"])
async def test_there_is_no_terminal(command: str, tmp_path: Path) -> None:
    async with a_supervisor() as supervisor:
        output, status = await ran(supervisor, command, tmp_path)

    assert "No such device" in output
    assert status.code == 1


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        ("cat; echo $?", "0\n"),
        ("read x; echo $?", "1\n"),
        ("test -t 0 || test -t 1 || test -t 2; echo $?", "1\n"),
        (f"{sys.executable} -c 'input()' 2>&1 | tail -1", "EOFError"),
        (f"{sys.executable} -c 'import getpass; getpass.getpass()' 2>&1 | tail -1", "EOFError"),
        ("yes | head -1", "y\n"),
        ("trap", "trap -- "),
        ("echo $# $0", "0 bash\n"),
        ("(cd /; pwd); pwd | wc -l", "/\n1\n"),
        ("echo out > >(sleep 0.05; cat)", "out\n"),
    ],
)
async def test_a_command_sees(command: str, expected: str, tmp_path: Path) -> None:
    async with a_supervisor() as supervisor:
        output, _ = await ran(supervisor, command, tmp_path)

    assert expected in output


@pytest.mark.skipif(shutil.which("pkill") is None, reason="no pkill here")
async def test_a_command_that_looks_for_a_program_by_name_does_not_find_itself(
    tmp_path: Path,
) -> None:
    async with a_supervisor() as supervisor:
        sought = await supervisor.start("exec sleep 300.987654", cwd=str(tmp_path))
        output, _ = await ran(
            supervisor, "until pkill -f 'sleep 300.987654'; do :; done; echo done", tmp_path
        )

        assert output == "done\n"
        assert (await sought.wait()).signal == "SIGTERM"


async def test_no_file_of_ours_is_open_in_a_command(tmp_path: Path) -> None:
    async with a_supervisor() as supervisor:
        await supervisor.start("sleep 300", cwd=str(tmp_path))
        output, _ = await ran(supervisor, "readlink /proc/self/fd/*", tmp_path)

    # The fourth is the folder that the shell reads to find the names.
    assert output.splitlines()[0] == "/dev/null"
    assert output.splitlines()[1] == output.splitlines()[2]
    assert len(output.splitlines()) <= 4


async def test_signals_have_their_usual_effect(tmp_path: Path) -> None:
    async with a_supervisor() as supervisor:
        output, _ = await ran(supervisor, "grep -E 'Sig(Ign|Blk)' /proc/self/status", tmp_path)

    # 32 and 33 are the C library's own; nobody can set them, and who started us may have.
    of_the_library = 0b11 << 31
    masks = [int(mask, 16) & ~of_the_library for mask in output.split()[1::2]]
    assert masks == [0, 0]


QUOTING = {
    "plain": "echo one",
    "single quotes": "echo 'a  $HOME \"b\"'",
    "double quotes": 'echo "a  \\"b\\" \'c\'"',
    "dollar quotes": "echo $'a\\tb\\x41'",
    "lines": "echo one\necho two\n\n\necho three",
    "here-document": "cat <<'END'\n  $HOME `x` \"'\nEND\necho after",
    "here-document without end": "cat <<END\ntext",
    "here-string": "cat <<<'a b'",
    "exit code": "exit 3",
    "set -e": "set -e; false; echo never",
    "set -u": "set -u; echo $nothing_of_this_name; echo never",
    "set -o noclobber": "set -C; echo x",
    "comment at the end": "echo a # ')\"",
    "only a comment": "# nothing",
    "backslash at the end": "echo a \\",
    "backslash and line end": "echo a \\\n  b",
    "unicode": "echo 'ü 漢字 🎉'",
    "tab and carriage return": "echo 'a\tb\rc'",
    "leading dash": "-x",
    "leading blank": "  echo a",
    "function": "f() { echo \"$1 $#\"; }; f 'x y'",
    "array": 'a=(1 "2 3"); echo ${#a[@]}',
    "pipe failure": "set -o pipefail; false | true",
    "exec": "exec echo replaced",
    "percent": "printf '%s%%\\n' 5",
    "arguments": 'echo "[$*] [$#]"',
    "exclamation mark": 'echo "a!b" !',
    "return": "return 5",
    "brace": "{ echo a; } ; (echo b)",
}


@pytest.mark.parametrize("command", QUOTING.values(), ids=QUOTING)
async def test_a_command_means_what_it_means_to_a_plain_shell(command: str, tmp_path: Path) -> None:
    plain = await anyio.run_process(
        ["bash", "-c", "--", command],
        cwd=tmp_path,
        env=command_environment(os.environ),
        stdin=subprocess.DEVNULL,
        stderr=subprocess.STDOUT,
        check=False,
    )
    async with a_supervisor() as supervisor:
        output, status = await ran(supervisor, command, tmp_path)

    assert output.replace("eval: ", "") == plain.stdout.decode().replace("-c: ", "")
    assert status.code == plain.returncode


@pytest.mark.parametrize("command", ["if", "echo 'a", "echo a; )", "( echo", "for x in; do; done"])
async def test_a_syntax_error_is_bashs_own_with_the_right_line(
    command: str, tmp_path: Path
) -> None:
    async with a_supervisor() as supervisor:
        output, status = await ran(supervisor, command, tmp_path)

    assert output.startswith("bash: eval: line ")
    assert status.code == 2


@pytest.mark.parametrize(
    ("command", "ends_in"),
    [
        ("cd sub", "sub"),
        ("cd sub && cd ..", ""),
        ("(cd sub)", ""),
        ("cd sub; exit 3", "sub"),
        ("cd sub; false", "sub"),
        ("set -e; cd sub; false; cd ..", "sub"),
        ("cd link", "sub"),
        ("pushd sub >/dev/null", "sub"),
        ("cd 'two\nlines'", "two\nlines"),
        ("cd sub; exec true", None),
        ("cd sub; trap 'echo mine' EXIT", None),
        ("cd sub; kill -9 $$", None),
        ("rmdir empty; cd empty", ""),
        ("cd empty; rmdir ../empty", None),
    ],
)
async def test_the_folder_in_which_the_shell_ends_is_told(
    command: str, ends_in: str | None, tmp_path: Path
) -> None:
    for name in ("sub", "two\nlines", "empty"):
        (tmp_path / name).mkdir()
    (tmp_path / "link").symlink_to("sub")
    async with a_supervisor() as supervisor:
        _, status = await ran(supervisor, command, tmp_path)

    expected = "" if ends_in is None else str((tmp_path / ends_in).resolve())
    assert status.cwd == expected


async def test_log_and_diff_of_git_do_not_wait_in_a_pager(tmp_path: Path) -> None:
    make = (
        "git init -q . && git config user.email a@b && git config user.name a"
        " && git config core.pager 'less -+F' && git commit -q --allow-empty -m first"
    )
    async with a_supervisor() as supervisor:
        await ran(supervisor, make, tmp_path)
        output, status = await ran(supervisor, "git --paginate log; git commit", tmp_path)

    assert "first" in output
    assert status.code == 1  # nothing to commit; no editor was opened


def test_the_environment_is_the_programs_own_without_its_screen() -> None:
    own = {
        "PATH": "/bin",
        "SOME_API_KEY": "kept",
        "TEXTUAL_DEBUG": "1",
        "AGENT_TUI_SET": "x",
        "LINES": "24",
        "COLUMNS": "80",
        "TERM": "xterm-256color",
        "FORCE_COLOR": "1",
        "BASH_ENV": "/evil",
        "ENV": "/evil",
        "CDPATH": "/",
        "PAGER": "less",
        "PYTHONUNBUFFERED": "",
        "PYTHONDONTWRITEBYTECODE": "1",
    }

    environment = command_environment(own, {"PAGER": "more"})

    assert environment["PATH"] == "/bin"
    assert environment["SOME_API_KEY"] == "kept"
    assert environment["TERM"] == "dumb"
    assert environment["COLUMNS"] == "120"
    assert environment["PAGER"] == "more"
    assert environment["PYTHONUNBUFFERED"] == ""
    assert environment["PYTHONDONTWRITEBYTECODE"] == "1"
    assert environment["GIT_TERMINAL_PROMPT"] == "0"
    gone = {"TEXTUAL_DEBUG", "AGENT_TUI_SET", "LINES", "FORCE_COLOR", "BASH_ENV", "ENV", "CDPATH"}
    assert not gone & environment.keys()


async def test_a_file_named_by_bash_env_is_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "evil").write_text("echo evil\n")
    monkeypatch.setenv("BASH_ENV", str(tmp_path / "evil"))
    async with a_supervisor() as supervisor:
        output, _ = await ran(supervisor, "echo good", tmp_path)

    assert output == "good\n"

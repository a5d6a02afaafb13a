"""When no full screen is wanted or possible, boot prepares none."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from agent_tui import boot
from agent_tui.cli.command_line import SUBCOMMANDS
from tests.boot.conftest import StandIn

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    "words",
    [["-p", "hi"], ["hi", "--print"], ["-h"], ["--help"], ["--version"]]
    + [["--output-format=json"], ["--output-format", "json"], ["--image", "a.png", "hi"]]
    + [[word] for word in SUBCOMMANDS],
)
def test_commands_that_only_print_get_no_screen(stand_in: StandIn, words: list[str]) -> None:
    with stand_in(*words) as program:
        program.wait_for_exit()

        assert program.line(0) == "no handover"
        assert b"\x1b" not in program.output


@pytest.mark.parametrize("words", [["report"], ["explain the config"], ["--", "-p"]])
def test_a_prompt_as_argument_still_wants_the_full_screen(
    monkeypatch: pytest.MonkeyPatch, words: list[str]
) -> None:
    monkeypatch.setattr("os.isatty", lambda fd: True)

    assert boot.wants_full_screen(words, {"TERM": "xterm"})


@pytest.mark.parametrize("term", ["dumb", ""])
def test_a_terminal_that_cannot_move_its_cursor_gets_no_screen(
    stand_in: StandIn, term: str
) -> None:
    with stand_in("report", env={"TERM": term}) as program:
        program.wait_for("no handover")

        assert b"\x1b" not in program.output


@pytest.mark.parametrize("size", [(19, 24), (80, 5), (1, 1)])
def test_a_window_that_is_too_small_gets_a_sentence_and_exit_code_2(
    stand_in: StandIn, size: tuple[int, int]
) -> None:
    with stand_in("report", columns=size[0], rows=size[1]) as program:
        assert program.wait_for_exit() == 2
        said = bytes(program.output).decode()

    assert f"has {size[0]} columns and {size[1]} rows; agent-tui needs 20 and 6" in said
    assert "\x1b" not in said


def test_the_smallest_window_that_is_enough_shows_the_skeleton(stand_in: StandIn) -> None:
    with stand_in("report", columns=20, rows=6) as program:
        program.wait_for_exit()  # it may be over before its first picture is read

        assert b"starting" in program.output


def test_without_a_terminal_the_command_line_gets_no_handover() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.boot.stand_in", "hi"],
        stdin=subprocess.DEVNULL, capture_output=True, text=True, cwd=ROOT, check=True,
    )  # fmt: skip

    assert (done.stdout.strip(), done.stderr) == ("no handover", "")


def test_boot_loads_nothing_that_is_slow_before_the_first_paint() -> None:
    code = "import sys, agent_tui.boot, agent_tui.boot_handover; print(*sys.modules)"
    run = [
        sys.executable,
        "-I",
        "-S",
        "-c",
        f"import sys; sys.path.insert(0, {str(ROOT)!r}); {code}",
    ]
    loaded = set(subprocess.run(run, capture_output=True, text=True, check=True).stdout.split())

    assert not loaded & {"re", "typing", "threading", "signal", "enum", "collections", "json"}
    ours = {name for name in loaded if name.startswith("agent_tui.")}
    assert {name for name in ours if not name.startswith("agent_tui.boot")} == set()
    assert {name.split(".")[0] for name in loaded} <= sys.stdlib_module_names | {
        "agent_tui",
        "__main__",
    }

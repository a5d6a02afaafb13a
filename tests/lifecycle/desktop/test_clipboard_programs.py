"""Which program takes a copied text, by what the environment tells."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from agent_tui.lifecycle.desktop import detached_programs
from agent_tui.lifecycle.desktop.clipboard_programs import clipboard_programs
from agent_tui.lifecycle.desktop.system_desktop import SystemDesktop
from tests.lifecycle.desktop.fake_programs import FakePrograms, has_ended

SSH = {"SSH_CONNECTION": "10.0.0.1 1 10.0.0.2 22"}


def names(
    environ: dict[str, str], platform: str = "linux", *, is_primary: bool = False
) -> list[str]:
    return [
        program.name for program in clipboard_programs(environ, platform, is_primary=is_primary)
    ]


def desktop(programs: FakePrograms, platform: str = "linux") -> SystemDesktop:
    return SystemDesktop(programs.environ, platform=platform)


@pytest.mark.parametrize(
    ("environ", "platform", "expected"),
    [
        ({}, "linux", []),
        ({"WAYLAND_DISPLAY": "wayland-0"}, "linux", ["wl-copy"]),
        ({"DISPLAY": ":0"}, "linux", ["xclip", "xsel"]),
        (
            {"WAYLAND_DISPLAY": "w", "DISPLAY": ":0", "TMUX": "/tmp/t,1,0"},
            "linux",
            ["wl-copy", "xclip", "xsel", "tmux"],
        ),
        ({"WSL_DISTRO_NAME": "Debian"}, "linux", ["clip.exe"]),
        ({}, "darwin", ["pbcopy"]),
        ({}, "win32", ["clip.exe"]),
        ({"TMUX": "/tmp/t,1,0"}, "linux", ["tmux"]),
    ],
)
def test_the_environment_decides_which_programs_are_tried(
    environ: dict[str, str], platform: str, expected: list[str]
) -> None:
    assert names(environ, platform) == expected


@pytest.mark.parametrize(
    ("environ", "platform", "expected"),
    [
        ({"DISPLAY": "localhost:10.0"}, "linux", ["xclip", "xsel"]),
        ({"DISPLAY": ":0", "WAYLAND_DISPLAY": "wayland-0"}, "linux", []),
        ({}, "darwin", []),
        ({"WSL_DISTRO_NAME": "Debian"}, "linux", []),
        ({"DISPLAY": ":0", "TMUX": "/tmp/t,1,0"}, "linux", ["tmux"]),
    ],
)
def test_over_ssh_only_a_forwarded_display_and_tmux_lead_to_the_users_clipboard(
    environ: dict[str, str], platform: str, expected: list[str]
) -> None:
    assert names({**SSH, **environ}, platform) == expected


def test_only_displays_have_a_primary_selection() -> None:
    everything = {"WAYLAND_DISPLAY": "w", "DISPLAY": ":0", "TMUX": "t", "WSL_DISTRO_NAME": "d"}

    assert names(everything, is_primary=True) == ["wl-copy", "xclip", "xsel"]
    assert names({}, "darwin", is_primary=True) == []


def test_the_program_gets_the_text_and_is_named(tmp_path: Path) -> None:
    programs = FakePrograms(tmp_path, DISPLAY=":0")
    programs.add("xclip")

    assert desktop(programs).copy("grün\n🎉") == "xclip"
    assert programs.input("xclip") == "grün\n🎉".encode()
    assert programs.arguments("xclip") == "-selection clipboard"


def test_a_selection_goes_to_the_primary_selection(tmp_path: Path) -> None:
    programs = FakePrograms(tmp_path, WAYLAND_DISPLAY="w", DISPLAY=":0")
    programs.add("wl-copy")

    assert desktop(programs).copy("text", is_primary=True) == "wl-copy"
    assert programs.arguments("wl-copy") == "--type text/plain --primary"


def test_tmux_is_asked_to_hand_the_text_on_to_its_terminal(tmp_path: Path) -> None:
    programs = FakePrograms(tmp_path, TMUX="/tmp/t,1,0", **SSH)
    programs.add("tmux")

    assert desktop(programs).copy("text") == "tmux"
    assert programs.arguments("tmux") == "load-buffer -w -"
    assert programs.input("tmux") == b"text"


def test_windows_gets_the_text_as_it_writes_texts(tmp_path: Path) -> None:
    programs = FakePrograms(tmp_path, WSL_DISTRO_NAME="Debian")
    programs.add("clip.exe")

    assert desktop(programs).copy("grün") == "clip.exe"
    assert programs.input("clip.exe") == "grün".encode("utf-16-le")


def test_the_mac_is_told_that_the_text_is_unicode(tmp_path: Path) -> None:
    programs = FakePrograms(tmp_path)
    programs.add("pbcopy", f'[ "$LC_CTYPE" = UTF-8 ] && {programs.keep_input("pbcopy")}')

    assert desktop(programs, "darwin").copy("grün") == "pbcopy"
    assert programs.input("pbcopy") == "grün".encode()


def test_a_program_that_fails_or_is_missing_is_followed_by_the_next(tmp_path: Path) -> None:
    programs = FakePrograms(tmp_path, WAYLAND_DISPLAY="w", DISPLAY=":0")
    programs.add("xclip", "exit 1")
    programs.add("xsel")

    assert desktop(programs).copy("text") == "xsel"
    assert programs.input("xsel") == b"text"


def test_when_none_works_nobody_is_named(tmp_path: Path) -> None:
    programs = FakePrograms(tmp_path, DISPLAY=":0")
    programs.add("xclip", "exit 1")

    assert desktop(programs).copy("text") == ""


def test_a_program_that_hangs_is_killed_with_what_it_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(detached_programs, "TIME_LIMIT_S", 2.0)
    programs = FakePrograms(tmp_path, DISPLAY=":0")
    pid_file = tmp_path / "pid"
    programs.add("xclip", "/bin/sleep 60 &", f"echo $! > {pid_file}", "wait")
    programs.add("xsel")

    assert desktop(programs).copy("x" * 500_000) == "xsel"
    assert has_ended(int(pid_file.read_text()))


def test_what_owns_the_clipboard_lives_on_and_keeps_nobody_waiting(tmp_path: Path) -> None:
    programs = FakePrograms(tmp_path, DISPLAY=":0")
    pid_file = tmp_path / "pid"
    keep = programs.keep_input("xclip")
    programs.add("xclip", keep, "/bin/sleep 60 &", f"echo $! > {pid_file}")

    assert desktop(programs).copy("text") == "xclip"

    pid = int(pid_file.read_text())
    assert not has_ended(pid)
    assert os.getsid(pid) != os.getsid(0)
    os.kill(pid, 9)


def test_a_program_of_the_workspace_is_not_taken_for_a_clipboard(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    programs = FakePrograms(tmp_path, DISPLAY=":0")
    programs.add("xclip")
    programs.environ["PATH"] = "bin:."
    monkeypatch.chdir(tmp_path)

    assert desktop(programs).copy("text") == ""
    assert not programs.was_run("xclip")

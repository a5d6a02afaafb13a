"""What the clipboard and dropped files hold, asked of programs that a test has written."""

from __future__ import annotations

import os
from base64 import b64encode
from pathlib import Path

import pytest

from agent_tui.lifecycle.desktop import pasted_content
from agent_tui.lifecycle.desktop.system_desktop import SystemDesktop
from agent_tui.protocol.desktop import PastedContent
from tests.lifecycle.desktop.fake_programs import FakePrograms
from tests.sample_images import an_image, jpeg, png

WAYLAND = {"WAYLAND_DISPLAY": "wayland-0"}
SSH = {"SSH_CONNECTION": "10.0.0.1 1 10.0.0.2 22"}


def content(programs: FakePrograms, platform: str = "linux") -> PastedContent:
    return SystemDesktop(programs.environ, platform=platform).clipboard_content()


def offering(programs: FakePrograms, name: str, media_type: str, data: bytes) -> None:
    """A program that gives out one type and refuses the others."""
    file = programs.folder.parent / "offered"
    file.write_bytes(data)
    programs.add(name, f'case "$*" in *{media_type}*) /bin/cat {file};; *) exit 1;; esac')


@pytest.mark.parametrize(("name", "environ"), [("wl-paste", WAYLAND), ("xclip", {"DISPLAY": ":0"})])
def test_an_image_is_taken_in_the_form_that_is_offered(
    tmp_path: Path, name: str, environ: dict[str, str]
) -> None:
    programs = FakePrograms(tmp_path, **environ)
    offering(programs, name, "image/jpeg", jpeg(30, 20))

    image = content(programs).image

    assert image is not None
    assert (image.kind, image.data) == ("30x20 JPEG", jpeg(30, 20))


@pytest.mark.parametrize(
    ("name", "target", "environ"),
    [("wl-paste", "text", WAYLAND), ("xclip", "UTF8_STRING", {"DISPLAY": ":0"})],
)
def test_without_an_image_it_is_the_text(
    tmp_path: Path, name: str, target: str, environ: dict[str, str]
) -> None:
    programs = FakePrograms(tmp_path, **environ)
    offering(programs, name, target, "grün\n".encode())

    assert content(programs) == PastedContent(text="grün\n")


def test_the_scripting_of_a_mac_writes_hexadecimal_digits(tmp_path: Path) -> None:
    programs = FakePrograms(tmp_path)
    programs.add("osascript", f"echo '«data PNGf{png().hex().upper()}»'")

    assert content(programs, "darwin").image == an_image()


@pytest.mark.parametrize(
    ("data", "expected"),
    [(png(), PastedContent(image=an_image())), ("grün".encode(), PastedContent(text="grün"))],
)
def test_windows_below_answers_for_image_and_text(
    tmp_path: Path, data: bytes, expected: PastedContent
) -> None:
    programs = FakePrograms(tmp_path, WSL_DISTRO_NAME="Debian")
    programs.add("powershell.exe", f"echo {b64encode(data).decode()}")

    assert content(programs) == expected


@pytest.mark.parametrize(
    ("environ", "words"),
    [
        (WAYLAND, "install wl-clipboard"),
        ({"DISPLAY": ":0"}, "install xclip"),
        ({"DISPLAY": ":0", **SSH}, "drop the image's file"),
        ({}, "drop the image's file"),
    ],
)
def test_without_a_program_it_says_what_to_do(
    tmp_path: Path, environ: dict[str, str], words: str
) -> None:
    assert words in content(FakePrograms(tmp_path, **environ)).problem


def test_an_empty_clipboard_is_told(tmp_path: Path) -> None:
    programs = FakePrograms(tmp_path, **WAYLAND)
    programs.add("wl-paste", "exit 1")

    assert content(programs).problem == "the clipboard holds no image and no text"


def test_an_owner_that_hangs_is_not_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pasted_content, "LIMIT_S", 0.1)
    programs = FakePrograms(tmp_path, **WAYLAND)
    programs.add("wl-paste", "exec /bin/sleep 60")

    assert content(programs).problem == "the clipboard did not answer in time"


def test_more_than_an_image_may_have_is_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pasted_content, "LARGEST_IMAGE_BYTES", 1000)
    programs = FakePrograms(tmp_path, **WAYLAND)
    programs.add("wl-paste", "exec /bin/cat /dev/zero")

    assert content(programs).problem.startswith("the image has more than")


def test_a_dropped_file_is_an_image_by_what_is_in_it(tmp_path: Path) -> None:
    desktop = SystemDesktop({})
    (tmp_path / "a.png").write_bytes(png())
    (tmp_path / "text.png").write_text("no picture")
    os.mkfifo(tmp_path / "pipe.png")

    assert desktop.image_file(str(tmp_path / "a.png")).image == an_image()
    for name in ("text.png", "pipe.png", "missing.png", "", "a\0.png"):
        assert desktop.image_file(os.path.join(tmp_path, name)) == PastedContent()


def test_a_dropped_image_that_is_too_large_is_told(tmp_path: Path) -> None:
    with (tmp_path / "a.png").open("wb") as file:
        file.write(png())
        file.truncate(10_000_001)

    found = SystemDesktop({}).image_file(str(tmp_path / "a.png"))

    assert found.image is None
    assert "make a smaller copy" in found.problem

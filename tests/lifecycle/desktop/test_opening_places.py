"""Addresses to browsers, places in files to editors."""

from __future__ import annotations

from pathlib import Path

import pytest

from agent_tui.lifecycle.desktop import detached_programs, private_files
from agent_tui.lifecycle.desktop.editors import editor_command
from agent_tui.lifecycle.desktop.file_places import found_file
from agent_tui.lifecycle.desktop.system_desktop import SystemDesktop
from agent_tui.lifecycle.desktop.url_openers import url_openers
from agent_tui.protocol.desktop import FilePlace
from tests.lifecycle.desktop.fake_programs import FakePrograms

URL = "https://example.org/a?b=c&d=$(e)"


@pytest.mark.parametrize(
    ("environ", "platform", "first"),
    [
        ({"DISPLAY": ":0"}, "linux", "xdg-open"),
        ({"WAYLAND_DISPLAY": "w"}, "linux", "xdg-open"),
        ({"WSL_DISTRO_NAME": "Debian"}, "linux", "wslview"),
        ({}, "darwin", "open"),
        ({}, "win32", "rundll32.exe"),
    ],
)
def test_the_environment_decides_who_opens_an_address(
    environ: dict[str, str], platform: str, first: str
) -> None:
    assert next(url_openers(environ, platform))[0] == first


@pytest.mark.parametrize("platform", ["linux", "darwin", "win32"])
def test_over_ssh_nobody_here_has_the_users_browser(platform: str) -> None:
    assert list(url_openers({"SSH_TTY": "/dev/pts/1", "DISPLAY": ":0"}, platform)) == []


def test_without_a_display_no_browser_is_started_in_this_terminal() -> None:
    assert list(url_openers({}, "linux")) == []


def test_an_address_is_one_argument_and_never_a_shells(tmp_path: Path) -> None:
    programs = FakePrograms(tmp_path, DISPLAY=":0")
    programs.add("xdg-open")

    assert SystemDesktop(programs.environ, platform="linux").open_url(URL) == "xdg-open"
    assert programs.arguments("xdg-open") == URL


def test_an_opener_that_fails_is_followed_by_the_next(tmp_path: Path) -> None:
    programs = FakePrograms(tmp_path, DISPLAY=":0")
    programs.add("xdg-open", "exit 3")
    programs.add("gio")

    assert SystemDesktop(programs.environ, platform="linux").open_url(URL) == "gio"
    assert programs.arguments("gio") == f"open {URL}"


def test_a_program_of_the_workspace_is_not_taken_for_the_editor(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = tmp_path / "workspace"
    workspace.mkdir()
    programs, planted = FakePrograms(tmp_path), FakePrograms(workspace)
    programs.add("code")
    planted.add("code")
    monkeypatch.chdir(planted.folder)
    desktop = SystemDesktop({"PATH": f".:{programs.folder}", "EDITOR": "code"})

    assert desktop.start(desktop.editor_command(FilePlace("/a.py")).arguments) == ""

    assert programs.arguments("code") == "/a.py"
    assert not planted.was_run("code")


def test_an_opener_that_stays_open_counts_as_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(detached_programs, "TIME_LIMIT_S", 0.1)
    programs = FakePrograms(tmp_path, DISPLAY=":0")
    programs.add("xdg-open", "/bin/sleep 1")

    assert SystemDesktop(programs.environ, platform="linux").open_url(URL) == "xdg-open"


@pytest.mark.parametrize(
    ("target", "line", "column"),
    [
        ("src/a.py", 0, 0),
        ("./src/a.py:12", 12, 0),
        ("src/a.py:12:3", 12, 3),
        ("src/a.py:12:", 12, 0),
        ("src/a.py#L12", 12, 0),
        ("src/a.py#L12-L20", 12, 0),
        ("src/a.py:12-20", 12, 0),
        ("{here}/src/a.py:7", 7, 0),
        ("file://{here}/src/a.py#L7", 7, 0),
        ("file://localhost{here}/src/a%2Epy", 0, 0),
    ],
)
def test_a_place_is_read_in_all_the_ways_people_write_it(
    tmp_path: Path, target: str, line: int, column: int
) -> None:
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / "a.py").touch()

    found = found_file(target.format(here=tmp_path), str(tmp_path))

    assert found == FilePlace(str(tmp_path / "src" / "a.py"), line, column)


def test_a_colon_may_be_a_part_of_the_name(tmp_path: Path) -> None:
    (tmp_path / "a:7").touch()

    assert found_file("a:7", str(tmp_path)) == FilePlace(str(tmp_path / "a:7"))
    assert found_file("a:7:9", str(tmp_path)) == FilePlace(str(tmp_path / "a:7"), 9)


def test_a_tilde_is_the_home_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / "notes.md").touch()

    assert found_file("~/notes.md:2", "/") == FilePlace(str(tmp_path / "notes.md"), 2)


@pytest.mark.parametrize(
    "target",
    [
        "",
        "missing.py",
        "missing.py:3",
        ".",
        "file://elsewhere{here}/a",
        "a\0b",
        "~\0",
        "file:",
        "file://[",
        "file:%00",
        "\ud800",
    ],
)
def test_what_is_no_file_here_is_not_found(tmp_path: Path, target: str) -> None:
    (tmp_path / "a").touch()

    assert found_file(target.format(here=tmp_path), str(tmp_path)) is None


@pytest.mark.parametrize(
    ("editor", "words"),
    [
        ("vim", ["+12", "/w/a.py"]),
        ("vi", ["+12", "/w/a.py"]),
        ("nano", ["+12", "/w/a.py"]),
        ("emacs -nw", ["-nw", "+12", "/w/a.py"]),
        ("kak", ["+12", "/w/a.py"]),
        ("hx", ["/w/a.py:12"]),
        ("micro", ["+12", "/w/a.py"]),
        ("code --wait", ["--wait", "--goto", "/w/a.py:12"]),
        ("cursor", ["--goto", "/w/a.py:12"]),
        ("zed", ["/w/a.py:12"]),
        ("subl", ["/w/a.py:12"]),
        ("kate", ["--line", "12", "/w/a.py"]),
        ("ed-of-my-own", ["/w/a.py"]),
    ],
)
def test_each_kind_of_editor_is_told_the_line_in_its_own_way(
    tmp_path: Path, editor: str, words: list[str]
) -> None:
    programs = FakePrograms(tmp_path, EDITOR=editor)
    programs.add(editor.split()[0])

    command = editor_command(FilePlace("/w/a.py", 12), programs.environ)

    assert list(command.arguments) == [editor.split()[0], *words]


@pytest.mark.parametrize(
    ("editor", "words"),
    [
        ("nvim", ["+call cursor(12,3)", "/w/a.py"]),
        ("nano", ["+12,3", "/w/a.py"]),
        ("emacs", ["+12:3", "/w/a.py"]),
        ("code", ["--goto", "/w/a.py:12:3"]),
        ("kate", ["--line", "12", "--column", "3", "/w/a.py"]),
    ],
)
def test_the_column_is_told_where_the_editor_knows_columns(
    tmp_path: Path, editor: str, words: list[str]
) -> None:
    programs = FakePrograms(tmp_path, EDITOR=editor)
    programs.add(editor)

    command = editor_command(FilePlace("/w/a.py", 12, 3), programs.environ)

    assert list(command.arguments) == [editor, *words]


@pytest.mark.parametrize(("editor", "is_windowed"), [("vim", False), ("code", True), ("x", False)])
def test_only_known_editors_are_trusted_to_leave_the_terminal_alone(
    tmp_path: Path, editor: str, is_windowed: bool
) -> None:
    programs = FakePrograms(tmp_path, EDITOR=editor)
    programs.add(editor)

    assert editor_command(FilePlace("/a"), programs.environ).is_windowed is is_windowed


@pytest.mark.parametrize(
    ("editor", "words"),
    [
        ("code", ["--wait"]),
        ("code --wait", ["--wait"]),
        ("code -n -w", ["-n", "-w"]),
        ("gvim", ["--nofork"]),
        ("gvim -f", ["-f"]),
        ("kate", ["--block"]),
        ("idea", ["--wait"]),
        ("vim", []),
        ("my-editor -w", ["-w"]),
    ],
)
def test_an_editor_with_a_window_is_told_to_wait_unless_the_user_has_told_it(
    tmp_path: Path, editor: str, words: list[str]
) -> None:
    programs = FakePrograms(tmp_path, EDITOR=editor)
    programs.add(editor.split()[0])

    command = editor_command(FilePlace("/w/draft.md"), programs.environ)

    assert list(command.waiting_arguments[1:]) == [*words, "/w/draft.md"]


def test_visual_comes_before_editor_and_both_before_what_is_installed(tmp_path: Path) -> None:
    programs = FakePrograms(tmp_path, VISUAL="one", EDITOR="two")
    for name in ("one", "two", "vi"):
        programs.add(name)
    tried = []
    for variable in ("VISUAL", "EDITOR", ""):
        tried.append(editor_command(FilePlace("/a"), programs.environ).arguments[0])
        programs.environ.pop(variable, None)

    assert tried == ["one", "two", "vi"]


def test_quotes_in_the_variable_hold_words_together(tmp_path: Path) -> None:
    programs = FakePrograms(tmp_path)
    programs.add("my editor")
    programs.environ["EDITOR"] = f"'{programs.folder}/my editor' -x"

    command = editor_command(FilePlace("/a", 3), programs.environ)

    assert command.arguments == (f"{programs.folder}/my editor", "-x", "/a")


@pytest.mark.parametrize(
    ("environ", "said"),
    [
        ({}, "No editor was found"),
        ({"EDITOR": "gone -w"}, "There is no program gone, which EDITOR names."),
        ({"VISUAL": "vim 'x"}, "VISUAL=vim 'x cannot be read"),
    ],
)
def test_without_an_editor_one_learns_what_to_set(
    tmp_path: Path, environ: dict[str, str], said: str
) -> None:
    programs = FakePrograms(tmp_path, **environ)

    command = editor_command(FilePlace("/a"), programs.environ)

    assert command.arguments == ()
    assert said in command.problem
    assert "Set VISUAL or EDITOR" in command.problem


def test_a_program_that_fails_at_once_is_reported_and_one_that_stays_is_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    programs = FakePrograms(tmp_path)
    programs.add("failing", "exit 7")
    programs.add("staying", "exec /bin/sleep 1")
    desktop = SystemDesktop(programs.environ)

    assert desktop.start([f"{programs.folder}/failing"]).endswith("ended with exit code 7.")
    assert desktop.start(["/no/such/program"]) == "/no/such/program cannot be started."
    monkeypatch.setattr(detached_programs, "TIME_LIMIT_S", 0.1)
    assert desktop.start([f"{programs.folder}/staying"]) == ""


def test_a_program_with_a_window_is_waited_for(tmp_path: Path) -> None:
    programs = FakePrograms(tmp_path)
    programs.add("fine", f"echo closed > {tmp_path}/told")
    programs.add("failing", "exit 3")
    desktop = SystemDesktop(programs.environ)

    assert desktop.run_in_window([f"{programs.folder}/fine"]) == ""
    assert (tmp_path / "told").read_text() == "closed\n"
    failing = f"{programs.folder}/failing"
    assert desktop.run_in_window([failing]) == f"{failing} ended with exit code 3."
    assert desktop.run_in_window(["/no/such/program"]) == "/no/such/program cannot be started."


def test_what_an_editor_left_is_read_back_unless_it_is_huge(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desktop = SystemDesktop({})
    place = desktop.private_file("draft.md", "before")
    Path(place.path).write_bytes(b"after \xff")
    assert desktop.read_private(place) == "after \ufffd"

    monkeypatch.setattr(private_files, "LARGEST_BYTES", 3)
    with pytest.raises(OSError, match="too large"):
        desktop.read_private(place)
    desktop.close()
    with pytest.raises(FileNotFoundError):
        desktop.read_private(place)


def test_files_and_folders_are_called_as_they_are_seen_from_the_workspace(tmp_path: Path) -> None:
    work = tmp_path / "work"
    (work / "src").mkdir(parents=True)
    (work / "src" / "a b.txt").touch()
    (tmp_path / "other.txt").touch()
    (tmp_path / "link").symlink_to(work)
    desktop = SystemDesktop({})

    def seen(*names: str) -> tuple[str, ...]:
        return desktop.seen_from(str(work), [str(tmp_path / name) for name in names])

    assert seen("work/src/a b.txt", "work/src") == ("src/a b.txt", "src/")
    assert seen("link/src") == ("src/",)
    assert seen("other.txt", "work") == (str(tmp_path / "other.txt"), str(work))
    assert seen("other.txt", "gone.txt") == ()
    assert desktop.seen_from(str(work), ["/with\0nul"]) == ()


def test_a_private_file_is_this_users_alone_and_goes_with_the_program(tmp_path: Path) -> None:
    desktop = SystemDesktop({})
    desktop.private_file("conversation.md", "old")
    place = desktop.private_file("conversation.md", "ein Gespräch \udc00")
    path = Path(place.path)

    assert path.read_text() == "ein Gespräch ?"
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700

    desktop.forget_file(place)
    assert not path.exists()

    desktop.private_file("conversation.md", "again")
    desktop.close()
    assert not path.parent.exists()

"""The outermost frame: the terminal comes back first, errors are a sentence, modules stay away."""

from __future__ import annotations

import subprocess
import sys
from importlib.metadata import version

import pytest

from agent_tui.cli.console import Console
from agent_tui.cli.failure_log import log_failure
from agent_tui.cli.failure_text import text_of_failure
from agent_tui.cli.version import VERSION
from agent_tui.config.type_ahead import TypeAhead
from agent_tui.storage.paths import LOG_FILE_NAME
from tests.cli.conftest import Program
from tests.cli.fake_agent import Stream


class FakeHandover:
    saved_termios: list[object] = []  # noqa: RUF012

    """Notes what had been printed when the terminal was given back."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys
        self.printed_before: str | None = None

    def take(self) -> TypeAhead:
        return TypeAhead()

    def give_back(self) -> None:
        if self.printed_before is None:
            captured = self._capsys.readouterr()
            self.printed_before = captured.out + captured.err


@pytest.mark.parametrize(
    "argv", [("--frob",), ("-ph",), ("-p", ""), ("-C", "/nowhere"), ("--set", "x")]
)
def test_the_terminal_is_given_back_before_anything_is_printed(
    program: Program, capsys: pytest.CaptureFixture[str], argv: tuple[str, ...]
) -> None:
    handover = FakeHandover(capsys)

    ran = program.call(*argv, handover=handover)

    assert handover.printed_before == ""
    assert ran.out + ran.err


def test_a_folder_that_does_not_exist_is_a_usage_error(program: Program) -> None:
    ran = program.call("-C", "nowhere", "-p", "hello")

    assert (ran.code, ran.out) == (2, "")
    assert f"There is no folder {program.cwd / 'nowhere'}." in ran.err


def test_an_image_that_cannot_be_sent_is_a_usage_error(program: Program) -> None:
    (program.cwd / "a.svg").write_text("<svg/>")

    ran = program.run("--image", "a.svg", "--provider", "demo", "hello")

    assert (ran.code, ran.out) == (2, "")
    assert "An image cannot be sent: a.svg: no PNG, JPEG, GIF or WebP" in ran.err


def test_debug_shows_where_an_error_came_from(program: Program) -> None:
    plain = program.call("config", "trust")
    debug = program.call("--debug", "config", "trust")

    assert "Traceback" not in plain.err
    assert "Traceback" in debug.err
    assert debug.code == plain.code == 2


def test_an_unexpected_error_is_a_sentence_without_its_own_text_and_a_traceback_in_the_log(
    program: Program,
) -> None:
    error = ValueError("sk-secret")

    log_failure(error, program.environ)

    assert "ValueError" in text_of_failure(error)
    assert "sk-secret" not in text_of_failure(error)
    assert "ValueError: sk-secret" in (program.log_dir / LOG_FILE_NAME).read_text()


def test_the_version_is_that_of_the_package() -> None:
    assert version("agent-tui") == VERSION


def test_streams_that_are_closed_swallow_everything() -> None:
    console = Console(None, None)

    console.write("x")
    console.tell("x")


def test_standard_error_without_a_reader_is_no_error() -> None:
    console = Console(None, Stream(limit=0))

    console.tell("x")
    console.tell("x")


_IMPORTS = """
import sys
from agent_tui.cli.main import main
import agent_tui.cli.{module}
print(*sorted(name for name in sys.modules if "." not in name))
"""


def _modules_after(module: str) -> set[str]:
    run = subprocess.run(
        [sys.executable, "-c", _IMPORTS.format(module=module)],
        capture_output=True,
        text=True,
        check=True,
    )
    return set(run.stdout.split())


@pytest.mark.parametrize("module", ["main", "full_screen"])
def test_a_start_without_arguments_imports_neither_click_nor_a_parser_nor_a_heavy_library(
    module: str,
) -> None:
    assert {"click", "tomllib", "openai"}.isdisjoint(_modules_after(module))


def test_print_mode_imports_no_screen_and_no_sdk() -> None:
    assert {"textual", "rich", "openai"}.isdisjoint(_modules_after("print_mode"))

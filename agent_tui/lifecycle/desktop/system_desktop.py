"""`SystemDesktop`: the desktop of the machine this program runs on."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence

from agent_tui.lifecycle.desktop.clipboard_programs import ClipboardProgram, clipboard_programs
from agent_tui.lifecycle.desktop.detached_programs import has_taken, run_problem, start_problem
from agent_tui.lifecycle.desktop.editors import editor_command
from agent_tui.lifecycle.desktop.file_places import found_file, seen_from
from agent_tui.lifecycle.desktop.pasted_content import clipboard_content, image_file
from agent_tui.lifecycle.desktop.private_files import PrivateFiles
from agent_tui.lifecycle.desktop.saved_files import saved_file
from agent_tui.lifecycle.desktop.surroundings import found_program
from agent_tui.lifecycle.desktop.terminal_programs import TerminalProgram
from agent_tui.lifecycle.desktop.terminal_text import show_text
from agent_tui.lifecycle.desktop.url_openers import url_openers
from agent_tui.protocol.desktop import EditorCommand, FilePlace, PastedContent, SavedFile


class SystemDesktop:
    """Implements `Desktop`; see there."""

    def __init__(self, environ: Mapping[str, str], *, platform: str = sys.platform) -> None:
        self._environ = environ
        self._platform = platform
        self._files = PrivateFiles()

    def copy(self, text: str, *, is_primary: bool = False) -> str:
        """See `Desktop`."""
        programs = clipboard_programs(self._environ, self._platform, is_primary=is_primary)
        return next((program.name for program in programs if self._takes(program, text)), "")

    def clipboard_content(self) -> PastedContent:
        """See `Desktop`."""
        return clipboard_content(self._environ, self._platform)

    def image_file(self, path: str) -> PastedContent:
        """See `Desktop`."""
        return image_file(path)

    def open_url(self, url: str) -> str:
        """See `Desktop`."""
        for program, *arguments in url_openers(self._environ, self._platform):
            path = found_program(program, self._environ)
            if path and not start_problem((path, *arguments, url), self._environ):
                return program
        return ""

    def find_file(self, target: str, workspace: str) -> FilePlace | None:
        """See `Desktop`."""
        return found_file(target, workspace)

    def editor_command(self, place: FilePlace) -> EditorCommand:
        """See `Desktop`."""
        return editor_command(place, self._environ)

    def seen_from(self, workspace: str, paths: Sequence[str]) -> tuple[str, ...]:
        """See `Desktop`."""
        return seen_from(workspace, paths)

    def start(self, arguments: Sequence[str]) -> str:
        """See `Desktop`."""
        return start_problem(self._with_path(arguments), self._environ)

    def run_in_terminal(self, arguments: Sequence[str]) -> str:
        """See `Desktop`."""
        return TerminalProgram(self._with_path(arguments), self._environ).run()

    def run_in_window(self, arguments: Sequence[str]) -> str:
        """See `Desktop`."""
        return run_problem(self._with_path(arguments), self._environ)

    def show_in_terminal(self, text: str) -> None:
        """See `Desktop`."""
        show_text(text)

    def save_file(self, name: str, workspace: str, text: str, *, may_replace: bool) -> SavedFile:
        """See `Desktop`."""
        return saved_file(name, workspace, text, may_replace=may_replace)

    def private_file(self, name: str, text: str) -> FilePlace:
        """See `Desktop`."""
        return self._files.write(name, text)

    def read_private(self, place: FilePlace) -> str:
        """See `Desktop`."""
        return self._files.read(place)

    def forget_file(self, place: FilePlace) -> None:
        """See `Desktop`."""
        self._files.forget(place)

    def close(self) -> None:
        """See `Desktop`."""
        self._files.close()

    def _with_path(self, arguments: Sequence[str]) -> tuple[str, ...]:
        # By its name alone, the system would also look into relative folders in PATH.
        program, *others = arguments
        return (found_program(program, self._environ) or program, *others)

    def _takes(self, program: ClipboardProgram, text: str) -> bool:
        path = found_program(program.name, self._environ)
        environ = {**self._environ, **program.environment}
        data = text.encode(program.encoding)
        return bool(path) and has_taken((path, *program.arguments[1:]), data, environ)

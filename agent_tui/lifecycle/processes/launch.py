"""What is told to the reaper: which program, with which arguments, environment and folder."""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct

from agent_tui.lifecycle.processes.reaper import CWD_FD, IS_LINUX

# By import, not as a script, so that its compiled form is used.
_REAPER = "import sys; sys.path.append(sys.argv[1]); from reaper import main; main()"
_CWD_TARGET = f"/proc/$PPID/fd/{CWD_FD}" if IS_LINUX else f"&{CWD_FD}"
_PIPE_BYTES = 262_144
_COMMAND_VARIABLE = "AGENT_TUI_COMMAND"
# The command stands in a variable and in nobody's arguments: else `pkill -f NAME` would find, and
# end, the shell that runs it. The blank: a command may begin with a dash.
_SCRIPT = (
    f"agent_tui_command=${_COMMAND_VARIABLE}; unset {_COMMAND_VARIABLE}; "
    f"trap 'command pwd -P >{_CWD_TARGET} 2>/dev/null || :' EXIT; "
    'eval " $agent_tui_command"'
)


class Launch(Struct, frozen=True, kw_only=True):
    """One start. executable: absolute path, or relative to cwd; arguments: its name first."""

    executable: str
    arguments: tuple[str, ...]
    cwd: str
    environment: dict[str, str]

    def packed(self) -> bytes:
        """The reaper's request. Raises ValueError when it cannot be told to the system."""
        fields = [self.cwd, self.executable, str(len(self.arguments)), *self.arguments]
        fields += [f"{name}={value}" for name, value in self.environment.items()]
        if any("\0" in field for field in fields):
            raise ValueError("A NUL character cannot be part of a command.")
        body = b"\0".join(os.fsencode(field) for field in fields)
        return b"%d\n%s" % (len(body), body)


def shell_launch(command: str, *, cwd: str, environment: dict[str, str]) -> Launch:
    """A command for bash, or for sh where there is no bash. Its text is taken as it is."""
    path = environment.get("PATH")
    shell = shutil.which("bash", path=path) or shutil.which("sh", path=path) or "/bin/sh"
    return Launch(
        executable=shell,
        arguments=(Path(shell).name, "-c", _SCRIPT),
        cwd=cwd,
        environment={**environment, _COMMAND_VARIABLE: command},
    )


def program_launch(
    arguments: tuple[str, ...], *, cwd: str, environment: Mapping[str, str]
) -> Launch:
    """A program and its arguments, found in PATH unless its name has a slash. Raises
    FileNotFoundError."""
    name = arguments[0]
    found = name if "/" in name else shutil.which(name, path=environment.get("PATH"))
    if not found:
        raise FileNotFoundError(f'There is no program "{name}" in PATH.')
    return Launch(
        executable=found,
        arguments=arguments,
        cwd=cwd,
        environment=dict(environment),
    )


class ReaperEnds(Struct, frozen=True, kw_only=True):
    """Our ends of a started reaper's pipes."""

    popen: subprocess.Popen[bytes]
    control_fd: int
    output_fd: int
    status_fd: int


def start_reaper(request: bytes) -> ReaperEnds:
    """Start a reaper and give it the request. Blocks for milliseconds. Raises OSError."""
    control_reader, control_writer = os.pipe()
    output_reader, output_writer = os.pipe()
    _widen(output_reader)
    status_reader, status_writer = os.pipe()
    try:
        popen = subprocess.Popen(
            [sys.executable, "-I", "-S", "-c", _REAPER, str(Path(__file__).parent)],
            stdin=control_reader,
            stdout=output_writer,
            stderr=status_writer,
            start_new_session=True,
            cwd="/",
        )
    except OSError:
        for fd in (control_writer, output_reader, status_reader):
            os.close(fd)
        raise
    finally:
        for fd in (control_reader, output_writer, status_writer):
            os.close(fd)
    for fd in (output_reader, status_reader):
        os.set_blocking(fd, False)
    _write_all(control_writer, request)
    os.set_blocking(control_writer, False)
    return ReaperEnds(
        popen=popen, control_fd=control_writer, output_fd=output_reader, status_fd=status_reader
    )


def _widen(fd: int) -> None:
    """Let a command print on while we show what it has printed."""
    if hasattr(fcntl, "F_SETPIPE_SZ"):
        with contextlib.suppress(OSError):  # the user's share of pipe memory is used up
            fcntl.fcntl(fd, fcntl.F_SETPIPE_SZ, _PIPE_BYTES)


def _write_all(fd: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        try:
            view = view[os.write(fd, view) :]
        except BrokenPipeError:
            return  # the reaper is gone; the end of its status says so

"""The process of `nursery.py`: imports everything, then forks a program for each request."""

from __future__ import annotations

import fcntl
import gc
import importlib
import json
import os
import select
import signal
import socket
import sys
import termios
from pathlib import Path
from types import FrameType

from tests.terminal.evidence import prepare

_LARGEST_MESSAGE = 262_144
# What a full-screen run with one turn loads, by its roots, in an order that is right for all.
_IMPORTS = (
    "agent_tui.boot_handover",
    "agent_tui.boot_terminal",
    "agent_tui.boot_watchdog",
    "agent_tui.cli.main",
    "agent_tui.cli.start",
    "agent_tui.tui.screen_run",
    "agent_tui.ui.app",
    "agent_tui.lifecycle.engine_run",
)


def _note_child(number: int, frame: FrameType | None) -> None:
    """The wake-up pipe says it."""


def serve(control: socket.socket) -> None:
    """Start programs until the tests have ended. In the child, never returns."""
    woken, waking = os.pipe()
    for fd in (woken, waking):
        os.set_blocking(fd, False)
    signal.signal(signal.SIGCHLD, _note_child)
    signal.set_wakeup_fd(waking)
    while True:
        ready, _, _ = select.select([control.fileno(), woken], [], [])
        if woken in ready:
            os.read(woken, 4096)
            _tell_ended(control)
        if control.fileno() in ready:
            data, fds, _, _ = socket.recv_fds(control, _LARGEST_MESSAGE, 1)
            if not data:
                return
            pid = os.fork()
            if pid == 0:
                _become(json.loads(data), fds[0])
            os.close(fds[0])
            control.send(json.dumps({"started": pid}).encode())


def _tell_ended(control: socket.socket) -> None:
    while True:
        try:
            pid, status = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return
        if not pid:
            return
        code = os.waitstatus_to_exitcode(status)
        control.send(json.dumps({"ended": pid, "code": code}).encode())


def _become(request: dict[str, object], terminal: int) -> None:
    arguments, env = request["arguments"], request["env"]
    assert isinstance(arguments, list)
    assert isinstance(env, dict)
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    os.setsid()
    fcntl.ioctl(terminal, termios.TIOCSCTTY, 0)
    for fd in range(3):
        os.dup2(terminal, fd)
    # The former ones know what the former files could do.
    sys.stdin = os.fdopen(0, closefd=False)
    sys.stdout = os.fdopen(1, "w", closefd=False)
    sys.stderr = os.fdopen(2, "w", closefd=False, errors="backslashreplace")
    os.closerange(3, os.sysconf("SC_OPEN_MAX"))
    os.chdir(str(request["cwd"]))
    os.environ.clear()
    os.environ.update(env)
    sys.argv = ["agent-tui", *arguments]
    prepare(Path(os.environ["HOME"]))
    from agent_tui.boot import main

    main()
    raise AssertionError("main() always exits")


if __name__ == "__main__":
    for name in _IMPORTS:
        importlib.import_module(name)
    gc.collect()
    gc.freeze()
    serve(socket.socket(fileno=int(sys.argv[1])))

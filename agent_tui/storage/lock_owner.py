"""Who holds a session's lock, as written into the lock file for others to read."""

from __future__ import annotations

import os
import socket
import sys
import time
from pathlib import Path

import msgspec
from msgspec import Struct


class LockOwner(Struct, frozen=True, kw_only=True):
    """A process. host: its machine's name; started: Unix time in seconds when it took the lock.
    pid 0: nobody knows who it is. birth: tells it from a later process with its number, "" where
    the system does not say."""

    pid: int = 0
    host: str = ""
    started: float = 0.0
    birth: str = ""

    @property
    def may_be_alive(self) -> bool:
        """False only when that is certain: a process of another machine cannot be asked."""
        if self.host != socket.gethostname():
            return True
        return _is_running(self.pid) and self.birth in ("", birth_of(self.pid))


def this_process() -> LockOwner:
    """The running process, as owner from now on."""
    pid = os.getpid()
    return LockOwner(pid=pid, host=socket.gethostname(), started=time.time(), birth=birth_of(pid))


def birth_of(pid: int) -> str:
    """When this machine was started and, in ticks since then, the process; the clock has no say in
    it. "" where the system does not tell."""
    try:
        boot = Path("/proc/sys/kernel/random/boot_id").read_text().strip()
        stat = Path(f"/proc/{pid}/stat").read_text(errors="replace")
    except OSError:
        return ""
    # The name of the program, in parentheses, may contain anything.
    return f"{boot}/{stat.rpartition(')')[2].split()[19]}"


def write_owner(fd: int, owner: LockOwner) -> None:
    """Replace the content of the open lock file. Raises `OSError`."""
    os.ftruncate(fd, 0)
    os.write(fd, msgspec.json.encode(owner) + b"\n")


def read_owner(path: Path) -> LockOwner | None:
    """The owner that the file names; None when there is no file or no owner in it."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=LockOwner)
    except (OSError, ValueError):
        return None


def _is_running(pid: int) -> bool:
    if pid <= 0:
        return False
    if sys.platform == "win32":
        return _is_running_on_windows(pid)
    try:
        os.kill(pid, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        return True  # it runs, under another user
    return True


if sys.platform == "win32":

    def _is_running_on_windows(pid: int) -> bool:
        # os.kill with signal 0 would send Ctrl+C there.
        import ctypes

        query_limited_information, still_active = 0x1000, 259
        kernel = ctypes.windll.kernel32
        handle = kernel.OpenProcess(query_limited_information, False, pid)
        if not handle:
            return False
        code = ctypes.c_ulong()
        kernel.GetExitCodeProcess(handle, ctypes.byref(code))
        kernel.CloseHandle(handle)
        return code.value == still_active

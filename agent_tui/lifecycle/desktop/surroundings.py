"""Where this program runs, as far as the environment tells: whose screen, which programs. Pure."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping


def is_remote(environ: Mapping[str, str]) -> bool:
    """The user sits at another machine."""
    return any(environ.get(name) for name in ("SSH_CONNECTION", "SSH_TTY", "SSH_CLIENT"))


def has_wayland(environ: Mapping[str, str]) -> bool:
    """There is a Wayland screen, and it is the user's."""
    return bool(environ.get("WAYLAND_DISPLAY")) and not is_remote(environ)


def has_x11(environ: Mapping[str, str]) -> bool:
    """There is an X screen, and it is the user's: over SSH only a forwarded one is, which has a
    host in its name ("localhost:10.0")."""
    display = environ.get("DISPLAY", "")
    return bool(display) and not (is_remote(environ) and display.startswith((":", "unix:")))


def is_windows_below(environ: Mapping[str, str]) -> bool:
    """Linux inside Windows (WSL)."""
    return bool(environ.get("WSL_DISTRO_NAME") or environ.get("WSL_INTEROP"))


def found_program(name: str, environ: Mapping[str, str]) -> str:
    """The path of a program, "" when there is none. Relative folders in PATH do not count: a file
    of the workspace must not be taken for a program."""
    if os.path.dirname(name):
        return shutil.which(name) or ""
    folders = filter(os.path.isabs, environ.get("PATH", "").split(os.pathsep))
    return shutil.which(name, path=os.pathsep.join(folders)) or ""

"""The file that a call is about: its path for the disk and its name for people."""

from __future__ import annotations

import os

from msgspec import Struct

from agent_tui.protocol.permissions import PathLevel
from agent_tui.protocol.tools import ToolContext


class Target(Struct, frozen=True):
    """path: absolute, without links. name: relative to the workspace where it lies inside, without
    unprintable characters; for messages and for the headers of diffs."""

    path: str
    name: str


def absolute_path(path: str, cwd: str) -> str:
    """The path as given, absolute; nothing is resolved, "~" excepted. No I/O."""
    return os.path.join(cwd, os.path.expanduser(path))


def permitted_target(context: ToolContext, path: str, level: PathLevel) -> Target:
    """Raises `PermissionDenied`. Call on the engine's loop, just before the use."""
    real = context.real_path(absolute_path(path, context.cwd), level)
    return Target(path=real, name=_name(real, os.path.realpath(context.workspace)))


def _name(real: str, workspace: str) -> str:
    inside = os.path.join(workspace, "")
    name = real[len(inside) :] if real.startswith(inside) else real
    if name.isprintable():
        return name
    # A line break in a name would put lines of its own into a diff.
    return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in name)

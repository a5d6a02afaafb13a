"""The file or folder that a search starts from."""

from __future__ import annotations

import os
import stat

from msgspec import Struct

from agent_tui.errors import ToolError
from agent_tui.protocol.permissions import PathAccess, PathLevel
from agent_tui.protocol.tools import ToolContext
from agent_tui.tools.files.target import absolute_path
from agent_tui.tools.search.shown_names import harmless_name
from agent_tui.tools.search.stoppable_thread import in_thread


class Place(Struct, frozen=True, kw_only=True):
    """real: absolute, without links. prefix: what makes a path below it one that the model can
    use: "" in the workspace itself, "src/" in a folder of it, an absolute path outside.
    name: for sentences."""

    real: str
    is_folder: bool
    prefix: str
    name: str

    def shown(self, below: str) -> str:
        """A path below this folder, "" for the place itself, as the model and people read it."""
        return harmless_name(f"{self.prefix}{below}".rstrip("/") or ".")


def tree_access(path: str, cwd: str) -> PathAccess:
    """The permission that a search in `path` needs. No I/O."""
    return PathAccess(path=absolute_path(path, cwd), level=PathLevel.READ, is_tree=True)


async def permitted_place(path: str, context: ToolContext) -> Place:
    """Raises `PermissionDenied`, or `ToolError` when there is nothing of this name."""
    if "\0" in path:
        raise ToolError("A path cannot contain a NUL character. Give another path.")
    real = context.real_path(absolute_path(path, context.cwd), PathLevel.READ)
    return await in_thread(lambda _: _place(path, real, context.workspace))


async def permitted_folder(path: str, context: ToolContext) -> Place:
    """Like `permitted_place`; a file is an error, too."""
    place = await permitted_place(path, context)
    if not place.is_folder:
        raise ToolError(f"{place.name} is a file, not a folder. Use read_file or grep for it.")
    return place


def _place(path: str, real: str, workspace: str) -> Place:
    name = harmless_name(path)
    try:
        kind = os.stat(real, follow_symlinks=False).st_mode
    except (FileNotFoundError, NotADirectoryError) as error:
        raise ToolError(
            f"There is no file or folder {name}. Look with list_dir or glob for what there is."
        ) from error
    except OSError as error:
        raise ToolError(f"{name} cannot be read: {error.strerror}. Try another path.") from error
    if not (stat.S_ISDIR(kind) or stat.S_ISREG(kind)):
        raise ToolError(f"{name} is neither a file nor a folder, so it cannot be searched.")
    is_folder = stat.S_ISDIR(kind)
    prefix = _below(real, os.path.realpath(workspace))
    if is_folder and prefix:
        prefix = os.path.join(prefix, "")
    return Place(real=real, is_folder=is_folder, prefix=prefix, name=harmless_name(prefix) or ".")


def _below(real: str, workspace: str) -> str:
    if real == workspace:
        return ""
    inside = os.path.join(workspace, "")
    return real[len(inside) :] if real.startswith(inside) else real

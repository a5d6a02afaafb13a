"""list_dir: what is in a folder."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Annotated

from msgspec import Meta, Struct

from agent_tui.protocol.permissions import Access
from agent_tui.protocol.tools import ToolContext, ToolResult
from agent_tui.tools.search.place import Place, permitted_folder, tree_access
from agent_tui.tools.search.shown_names import counted, harmless_name
from agent_tui.tools.search.stoppable_thread import in_thread
from agent_tui.tools.search.tree_walk import TreeWalk
from agent_tui.tools.search.walk_notices import walk_notices
from agent_tui.tools.typed_tool import TypedTool

_MOST_SHOWN = 500
_MOST_SEEN = 200_000  # entries, of which the upper ones are shown
_EXECUTABLE = 0o111


class ListDirArguments(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """See the descriptions."""

    path: Annotated[str, Meta(description="The folder; the present one if left out.")] = "."
    depth: Annotated[
        int, Meta(ge=1, le=10, description="How many levels of folders are shown.")
    ] = 1
    include_ignored: Annotated[bool, Meta(description="Show what .gitignore names, too.")] = False


class ListDir(TypedTool[ListDirArguments]):
    """Folders first, each part by name. When there are too many entries, the upper levels are
    shown rather than all of one branch."""

    name = "list_dir"
    description = (
        "List a folder: folders end with /, executable files with *, links show where they point. "
        "Leaves out .git and what .gitignore names."
    )
    arguments_type = ListDirArguments
    is_read_only = True
    timeout_s = 60.0

    def summary(self, arguments: ListDirArguments) -> str:
        """See `Tool`."""
        return harmless_name(f"List {arguments.path}")

    def accesses(self, arguments: ListDirArguments, cwd: str) -> tuple[Access, ...]:
        """See `Tool`."""
        return (tree_access(arguments.path, cwd),)

    async def run(self, arguments: ListDirArguments, context: ToolContext) -> ToolResult:
        """See `Tool`."""
        place = await permitted_folder(arguments.path, context)
        return ToolResult(text=await in_thread(lambda stopped: _text(place, arguments, stopped)))


def _text(place: Place, arguments: ListDirArguments, is_stopped: Callable[[], bool]) -> str:
    walk = TreeWalk(
        place.real,
        include_ignored=arguments.include_ignored,
        is_stopped=is_stopped,
        enters=lambda folder: folder.count("/") + 1 < arguments.depth,
        most_entries=_MOST_SEEN,
    )
    by_folder: dict[str, list[tuple[bool, str, os.DirEntry[str]]]] = {}
    for path, entry in walk:
        is_file = not entry.is_dir(follow_symlinks=False)
        by_folder.setdefault(path.rpartition("/")[0], []).append((is_file, path, entry))
    for entries in by_folder.values():
        entries.sort(key=lambda one: one[:2])
    chosen = _upper_entries(by_folder)
    lines = [f"{place.name.rstrip('/') or '/'}/", *_tree_lines(by_folder, chosen)]
    if not by_folder and not walk.unreadable:
        lines.append("  (empty)")
    if walk.ignored:
        lines.append(
            f"\n{counted(walk.ignored, 'entry', 'entries')} that .gitignore names left out "
            "(include_ignored=true shows them)."
        )
    return "\n".join([*lines, *walk_notices(walk, place)])


_Entries = dict[str, list[tuple[bool, str, os.DirEntry[str]]]]


def _upper_entries(by_folder: _Entries) -> dict[str, int]:
    """How many entries of each folder are shown: level by level, until there is no room."""
    chosen, room = {}, _MOST_SHOWN
    for folder in sorted(by_folder, key=lambda folder: (folder.count("/") + bool(folder), folder)):
        chosen[folder] = min(room, len(by_folder[folder]))
        room -= chosen[folder]
    return chosen


def _tree_lines(by_folder: _Entries, chosen: dict[str, int]) -> list[str]:
    lines: list[str] = []
    stack = [("", 0)]
    while stack:
        folder, index = stack.pop()
        entries, indent = by_folder.get(folder, []), "  " * (folder.count("/") + bool(folder) + 1)
        if index < chosen.get(folder, 0):
            is_file, path, entry = entries[index]
            lines.append(f"{indent}{_shown(entry, is_file)}")
            stack.append((folder, index + 1))
            if not is_file:
                stack.append((path, 0))
        elif index < len(entries):
            more = counted(len(entries) - index, "more entry", "more entries")
            lines.append(f"{indent}… {more}")
    return lines


def _shown(entry: os.DirEntry[str], is_file: bool) -> str:
    name = harmless_name(entry.name)
    if not is_file:
        return f"{name}/"
    try:
        if entry.is_symlink():
            return f"{name} -> {harmless_name(os.readlink(entry.path))}"
        facts = entry.stat(follow_symlinks=False)
    except OSError:
        return f"{name} (cannot be read)"
    mark = "*" if facts.st_mode & _EXECUTABLE else ""
    return f"{name}{mark}  {_size(facts.st_size)}"


def _size(count: int) -> str:
    if count < 1000:
        return f"{count} B"
    size = float(count)
    for unit in ("kB", "MB", "GB"):
        size /= 1000
        if size < 1000:
            return f"{size:.1f} {unit}"
    return f"{size / 1000:.1f} TB"

"""glob: find files by their names."""

from __future__ import annotations

import heapq
from collections.abc import Callable
from typing import Annotated

from msgspec import Meta, Struct

from agent_tui.protocol.permissions import Access
from agent_tui.protocol.tools import ToolContext, ToolResult
from agent_tui.tools.search.glob_pattern import GlobPattern
from agent_tui.tools.search.place import Place, permitted_folder, tree_access
from agent_tui.tools.search.shown_names import counted, harmless_name
from agent_tui.tools.search.stoppable_thread import in_thread
from agent_tui.tools.search.tree_walk import TreeWalk
from agent_tui.tools.search.walk_notices import walk_notices
from agent_tui.tools.typed_tool import TypedTool

_MOST_SHOWN = 200


class GlobArguments(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """See the descriptions."""

    pattern: Annotated[
        str,
        Meta(
            description='"*.py" fits in every folder; "src/**/*.{ts,tsx}" is relative to path; '
            'with a slash at the end folders are found. "./*" stays in the folder itself.'
        ),
    ]
    path: Annotated[
        str, Meta(description="Folder to start from; the present folder if left out.")
    ] = "."
    include_ignored: Annotated[bool, Meta(description="Find what .gitignore names, too.")] = False


class Glob(TypedTool[GlobArguments]):
    """Most recently changed first: what one works on is what one mostly looks for. Links are found
    by their name and never followed."""

    name = "glob"
    description = (
        "Find files by a pattern for their path, most recently changed first. Respects .gitignore, "
        "finds hidden files, leaves out .git."
    )
    arguments_type = GlobArguments
    is_read_only = True
    timeout_s = 60.0

    def summary(self, arguments: GlobArguments) -> str:
        """See `Tool`."""
        return harmless_name(f"Find {arguments.pattern} in {arguments.path}")

    def accesses(self, arguments: GlobArguments, cwd: str) -> tuple[Access, ...]:
        """See `Tool`."""
        return (tree_access(arguments.path, cwd),)

    async def run(self, arguments: GlobArguments, context: ToolContext) -> ToolResult:
        """See `Tool`."""
        pattern = GlobPattern(arguments.pattern)
        place = await permitted_folder(arguments.path, context)
        return ToolResult(
            text=await in_thread(lambda stopped: _text(pattern, place, arguments, stopped))
        )


def _text(
    pattern: GlobPattern, place: Place, arguments: GlobArguments, is_stopped: Callable[[], bool]
) -> str:
    walk = TreeWalk(
        place.real,
        include_ignored=arguments.include_ignored,
        is_stopped=is_stopped,
        enters=pattern.may_be_below,
    )
    found: list[tuple[int, str]] = []
    for path, entry in walk:
        is_folder = entry.is_dir(follow_symlinks=False)
        if is_folder is pattern.wants_folders and pattern.fits(path):
            try:
                changed = entry.stat(follow_symlinks=False).st_mtime_ns
            except OSError:  # gone since it was listed
                continue
            found.append((-changed, path))
    slash = "/" if pattern.wants_folders else ""
    what = "folder" if pattern.wants_folders else "file"
    lines = [place.shown(path) + slash for _, path in heapq.nsmallest(_MOST_SHOWN, found)]
    if not found:
        lines = [_nothing(place, walk, what)]
    elif len(found) > _MOST_SHOWN:
        total = counted(len(found), what)
        lines.append(
            f"\n{_MOST_SHOWN} of {total} are shown, most recently changed first. Narrow the "
            "pattern or give a path."
        )
    return "\n".join([*lines, *walk_notices(walk, place)])


def _nothing(place: Place, walk: TreeWalk, what: str) -> str:
    text = f"No {what} in {place.name} fits."
    if walk.ignored:
        text += (
            f" {counted(walk.ignored, 'entry', 'entries')} that .gitignore names were left out; "
            "include_ignored=true looks there, too."
        )
    return text

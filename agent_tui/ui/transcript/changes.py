"""What the agent has changed in the conversation that is shown: each file with its diffs."""

from __future__ import annotations

import asyncio
import time

from msgspec import Struct

from agent_tui.ui.render.diff_counts import DiffCounts, diff_counts
from agent_tui.ui.transcript.items.tool_call_item import ToolCallItem
from agent_tui.ui.transcript.layout import Layout

_SLICE_S = 0.008
_PAUSE_S = 0.001  # between two slices: the screen paints and takes keys


class FileChanges(Struct):
    """One file. path: harmless. diffs: unified, in the order in which they were made."""

    path: str
    diffs: list[str]

    @property
    def counts(self) -> DiffCounts:
        """Lines that were added and removed, all changes together."""
        counted = [diff_counts(diff) for diff in self.diffs]
        return DiffCounts(1, sum(one.added for one in counted), sum(one.removed for one in counted))


async def file_changes(layout: Layout, path: str = "") -> list[FileChanges]:
    """The changed files, in the order of their first change. path: a file, or the end of its path;
    "" for all. Takes its time in slices; what is added meanwhile may or may not be in it."""
    found: dict[str, FileChanges] = {}
    end_s = time.perf_counter() + _SLICE_S
    number = layout.first
    while number < layout.end:  # which may grow meanwhile
        item = layout.item(number)
        number += 1
        if isinstance(item, ToolCallItem) and (diff := item.diff) and _is_meant(item, path):
            name = item.changed_path
            found.setdefault(name, FileChanges(name, [])).diffs.append(diff)
        if time.perf_counter() >= end_s:
            await asyncio.sleep(_PAUSE_S)
            end_s = time.perf_counter() + _SLICE_S
    return list(found.values())


def _is_meant(item: ToolCallItem, path: str) -> bool:
    changed = item.changed_path
    return not path or changed == path or changed.endswith(f"/{path}")

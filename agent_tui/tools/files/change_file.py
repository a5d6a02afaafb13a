"""Changing one file: prepared in memory, shown as a diff, then written in one piece."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct

from agent_tui.errors import ToolError
from agent_tui.protocol.checkpoints import ComingChange
from agent_tui.protocol.permissions import PathLevel
from agent_tui.protocol.tools import ToolContext, ToolResult
from agent_tui.tools.files.disk.load_file import LoadedFile
from agent_tui.tools.files.disk.replace_file import replace_file
from agent_tui.tools.files.file_memory import FileMemory, Fingerprint, fingerprint_of
from agent_tui.tools.files.missing_file import FileMissing, missing_file
from agent_tui.tools.files.target import Target, permitted_target
from agent_tui.tools.files.text.line_changes import LineChanges, unified_diff
from agent_tui.tools.files.worker_threads import in_thread

_MAX_SNIPPET_LINES = 40


class FileChange(Struct, frozen=True, kw_only=True):
    """A change that is not yet written. former: what stands on the disk, None for nothing. before,
    after: the texts for the diff. note: what else the model should know."""

    target: Target
    former: LoadedFile | None
    content: bytes
    before: str
    after: str
    note: str = ""


# Blocking; gets the target and what the model knows of it; raises `ToolError`.
Preparation = Callable[[Target, Fingerprint | None], FileChange]


async def change_file(context: ToolContext, path: str, prepare: Preparation) -> ToolResult:
    """Make the change and remember it. Raises `ToolError`."""
    target = permitted_target(context, path, PathLevel.WRITE)
    memory = context.state(FileMemory)
    known = memory.known(target.path)
    try:
        change, changes = await in_thread(
            lambda: _compared(prepare(target, known)), is_reading=True
        )
    except FileMissing as error:
        raise await missing_file(context, error.target) from error
    if change.former is not None and change.content == change.former.data:
        memory.remember(target.path, fingerprint_of(change.former.status, change.content))
        return ToolResult(text=f"{target.name} has this content already; nothing was changed.")
    async with context.changing(ComingChange(path=target.path, content=change.content)):
        # Checked again: what came before may have taken its time.
        if permitted_target(context, path, PathLevel.WRITE) != target:
            raise ToolError(f"{target.name} was exchanged meanwhile; nothing was written.")
        written = await in_thread(lambda: _written(change), is_reading=False)
    memory.remember(target.path, written)
    return ToolResult(text=_told(change, changes), diff=_diff(change, changes))


async def preview_change(context: ToolContext, path: str, prepare: Preparation) -> str:
    """The diff of a change that is not made; "" when it may not be read or cannot be made."""
    try:
        target = permitted_target(context, path, PathLevel.READ)
        known = context.state(FileMemory).known(target.path)
        return await in_thread(lambda: _diff(*_compared(prepare(target, known))), is_reading=True)
    except ToolError:
        return ""


def _compared(change: FileChange) -> tuple[FileChange, LineChanges]:
    return change, LineChanges(change.before, change.after)


def _written(change: FileChange) -> Fingerprint:
    status = replace_file(change.target, change.content, former=change.former)
    return fingerprint_of(status, change.content)


def _diff(change: FileChange, changes: LineChanges) -> str:
    name = change.target.name
    return unified_diff(changes, old_name="" if change.former is None else name, new_name=name)


def _told(change: FileChange, changes: LineChanges) -> str:
    verb = "Created" if change.former is None else "Changed"
    counts = f" ({changes.counts} lines)" if changes.counts else ""
    lines = [f"{verb} {change.target.name}{counts}."]
    if change.note:
        lines.append(change.note)
    if change.former is not None:
        if change.former.status.st_nlink > 1:
            lines.append("It had other names (hard links); those keep the former content.")
        lines.append(changes.snippet(_MAX_SNIPPET_LINES))
    return "\n".join(filter(None, lines))

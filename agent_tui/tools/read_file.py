"""The tool read_file: lines of a text file with their numbers, or a picture."""

from __future__ import annotations

import os
import threading
from io import FileIO
from typing import Annotated

from msgspec import Meta, Struct

from agent_tui.errors import ToolError
from agent_tui.protocol.messages import ImageData
from agent_tui.protocol.permissions import Access, PathAccess, PathLevel
from agent_tui.protocol.pictures import picture_type
from agent_tui.protocol.tools import ToolContext, ToolResult
from agent_tui.tools.files.disk.load_file import megabytes, opened_file, read_up_to
from agent_tui.tools.files.file_kinds import START_BYTES
from agent_tui.tools.files.file_memory import FileMemory
from agent_tui.tools.files.missing_file import missing_file
from agent_tui.tools.files.path_argument import checked_path
from agent_tui.tools.files.read_lines import LineRange, read_lines
from agent_tui.tools.files.target import Target, absolute_path, permitted_target
from agent_tui.tools.files.text.line_collector import LineCollector
from agent_tui.tools.files.worker_threads import in_thread
from agent_tui.tools.typed_tool import TypedTool

_DEFAULT_LINES = 2000
# Below what the engine gives a model of one result, so that the last sentence is never cut off.
_MAX_CHARS = 28_000
_MAX_PICTURE_BYTES = 3_932_160  # 3.75 MB: what becomes 5 MB in base64, the limit of vendors


class ReadFileArguments(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """See the schema."""

    path: Annotated[str, Meta(description="The file; relative paths start at the current folder.")]
    offset: Annotated[int, Meta(ge=0, description="Number of the first line, from 1.")] = 1
    limit: Annotated[int, Meta(ge=1, description="How many lines at most.")] = _DEFAULT_LINES


class ReadFile(TypedTool[ReadFileArguments]):
    """Remembers what was read, so that the file may be changed afterwards."""

    name = "read_file"
    description = (
        "Read a text file, or see a picture (PNG, JPEG, GIF, WebP). Lines come with their numbers "
        "and a tab, which are not part of the file. For a long file, go on with offset."
    )
    arguments_type = ReadFileArguments
    is_read_only = True

    def parsed(self, arguments: str) -> ReadFileArguments:
        """See `Tool`."""
        return checked_path(self.name, super().parsed(arguments))

    def summary(self, arguments: ReadFileArguments) -> str:
        """See `Tool`."""
        return f"Read {arguments.path}"

    def accesses(self, arguments: ReadFileArguments, cwd: str) -> tuple[Access, ...]:
        """See `Tool`."""
        return (PathAccess(path=absolute_path(arguments.path, cwd), level=PathLevel.READ),)

    async def run(self, arguments: ReadFileArguments, context: ToolContext) -> ToolResult:
        """See `Tool`."""
        target = permitted_target(context, arguments.path, PathLevel.READ)
        stopped = threading.Event()
        try:
            found = await in_thread(lambda: _read(target, arguments, stopped), is_reading=True)
        except FileNotFoundError as error:
            raise await missing_file(context, target) from error
        finally:
            stopped.set()
        if isinstance(found, ToolResult):
            return found
        context.state(FileMemory).remember(target.path, found.fingerprint)
        return ToolResult(text=_shown(target, found, max(1, arguments.offset)))


def _read(
    target: Target, arguments: ReadFileArguments, stopped: threading.Event
) -> ToolResult | LineRange:
    with opened_file(target) as file:
        start = read_up_to(file, START_BYTES)
        file.seek(0)
        if media_type := picture_type(start):
            return _picture(target, file, media_type)
        collector = LineCollector(
            first=max(1, arguments.offset), limit=arguments.limit, max_chars=_MAX_CHARS
        )
        return read_lines(target, file, collector, stopped.is_set)


def _picture(target: Target, file: FileIO, media_type: str) -> ToolResult:
    size = os.fstat(file.fileno()).st_size
    if size > _MAX_PICTURE_BYTES:
        raise ToolError(
            f"The picture {target.name} has {megabytes(size)}; at most "
            f"{megabytes(_MAX_PICTURE_BYTES)} can be seen. Make a smaller copy with a command."
        )
    data = read_up_to(file, _MAX_PICTURE_BYTES)
    return ToolResult(
        text=f"{target.name} is a picture ({media_type}, {megabytes(len(data))}); it is attached.",
        images=(ImageData(media_type=media_type, data=data),),
    )


def _shown(target: Target, found: LineRange, offset: int) -> str:
    if not found.lines:
        if found.total:
            raise ToolError(
                f"{target.name} has only {found.total} lines; offset {offset} is beyond its end."
            )
        return f"{target.name} is empty (0 lines)."
    last = offset + len(found.lines) - 1
    notes = []
    if found.total is None:
        notes.append(
            f"Lines {offset}-{last} of a file of {megabytes(found.size)}. Go on with offset "
            f"{last + 1}, or find the place with grep."
        )
    elif last < found.total:
        notes.append(f"Lines {offset}-{last} of {found.total}. Go on with offset {last + 1}.")
    elif offset > 1:
        notes.append(f"Lines {offset}-{last} of {found.total}: the end of the file.")
    notes.append(found.form.note)
    note = " ".join(filter(None, notes))
    return "\n".join([*found.lines, f"\n({note})"] if note else found.lines)

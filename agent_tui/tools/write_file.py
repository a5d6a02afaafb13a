"""The tool write_file: a file's whole content, new or instead of what stands there."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

from agent_tui.errors import ToolError
from agent_tui.protocol.permissions import Access, PathAccess, PathLevel
from agent_tui.protocol.tools import ToolContext, ToolResult
from agent_tui.tools.files.change_file import FileChange, Preparation, change_file, preview_change
from agent_tui.tools.files.disk.load_file import LoadedFile, load_file
from agent_tui.tools.files.file_memory import Fingerprint, check_known, fingerprint_of
from agent_tui.tools.files.path_argument import checked_path
from agent_tui.tools.files.target import Target, absolute_path
from agent_tui.tools.files.text.lf_text import restyled
from agent_tui.tools.files.text.text_form import BinaryContent, TextForm, decoded, encoded
from agent_tui.tools.typed_tool import TypedTool


class WriteFileArguments(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """See the schema."""

    path: Annotated[str, Meta(description="The file; relative paths start at the current folder.")]
    content: Annotated[str, Meta(description="The whole new content of the file.")]


class WriteFile(TypedTool[WriteFileArguments]):
    """Keeps mode, encoding and line ends of a file that it overwrites."""

    name = "write_file"
    description = (
        "Write a whole file. Missing folders are made. An existing file is replaced, and must have "
        "been read before in this session; to change a part of it, use edit_file."
    )
    arguments_type = WriteFileArguments

    def parsed(self, arguments: str) -> WriteFileArguments:
        """See `Tool`."""
        return checked_path(self.name, super().parsed(arguments))

    def summary(self, arguments: WriteFileArguments) -> str:
        """See `Tool`."""
        return f"Write {arguments.path}"

    def accesses(self, arguments: WriteFileArguments, cwd: str) -> tuple[Access, ...]:
        """See `Tool`."""
        return (PathAccess(path=absolute_path(arguments.path, cwd), level=PathLevel.WRITE),)

    async def preview(self, arguments: WriteFileArguments, context: ToolContext) -> str:
        """See `Tool`."""
        return await preview_change(context, arguments.path, _preparation(arguments.content))

    async def run(self, arguments: WriteFileArguments, context: ToolContext) -> ToolResult:
        """See `Tool`."""
        return await change_file(context, arguments.path, _preparation(arguments.content))


def _preparation(content: str) -> Preparation:
    def prepare(target: Target, known: Fingerprint | None) -> FileChange:
        content_without_mark = content.removeprefix("\ufeff")
        former = load_file(target)
        if former is None or not former.data:
            data = encoded(content, TextForm(), target.name)
            return FileChange(
                target=target, former=former, content=data, before="", after=content_without_mark
            )
        return _overwritten(target, known, former, content_without_mark)

    return prepare


def _overwritten(
    target: Target, known: Fingerprint | None, former: LoadedFile, content: str
) -> FileChange:
    try:
        before, form = decoded(former.data)
    except BinaryContent as error:
        raise ToolError(
            f"{target.name} is a binary file. Delete it with a command first if text shall stand "
            "in its place."
        ) from error
    check_known(target, known, fingerprint_of(former.status, former.data))
    # Who writes CR on purpose gets what is written.
    after = content if "\r" in content else restyled(before, content, form)
    note = ""
    try:
        data = encoded(after, form, target.name)
    except ToolError:
        note = f"It is UTF-8 now: {form.encoding} lacks some of its characters."
        data = encoded(after, TextForm(), target.name)
    return FileChange(
        target=target, former=former, content=data, before=before, after=after, note=note
    )

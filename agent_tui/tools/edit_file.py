"""The tool edit_file: one exact replacement in a text file."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

from agent_tui.protocol.permissions import Access, PathAccess, PathLevel
from agent_tui.protocol.tools import ToolContext, ToolResult
from agent_tui.tools.files.change_file import Preparation, change_file, preview_change
from agent_tui.tools.files.edit_text_file import TextEdit, edited_file
from agent_tui.tools.files.path_argument import checked_path
from agent_tui.tools.files.target import absolute_path
from agent_tui.tools.typed_tool import TypedTool


class EditFileArguments(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """See the schema."""

    path: Annotated[str, Meta(description="The file; relative paths start at the current folder.")]
    old_text: Annotated[
        str,
        Meta(
            description="The text to replace, exactly as it stands in the file, white space "
            "included, without line numbers; long enough to stand there only once."
        ),
    ]
    new_text: Annotated[str, Meta(description="What shall stand there instead.")]
    replace_all: Annotated[bool, Meta(description="Replace every place where it stands.")] = False


class EditFile(TypedTool[EditFileArguments]):
    """Changes nothing but the replaced text: encoding, line ends and mode stay."""

    name = "edit_file"
    description = (
        "Replace a text in a file by another. The text must stand there exactly once, unless "
        "replace_all is set. The file must have been read before in this session."
    )
    arguments_type = EditFileArguments

    def parsed(self, arguments: str) -> EditFileArguments:
        """See `Tool`."""
        return checked_path(self.name, super().parsed(arguments))

    def summary(self, arguments: EditFileArguments) -> str:
        """See `Tool`."""
        return f"Edit {arguments.path}"

    def accesses(self, arguments: EditFileArguments, cwd: str) -> tuple[Access, ...]:
        """See `Tool`."""
        return (PathAccess(path=absolute_path(arguments.path, cwd), level=PathLevel.WRITE),)

    async def preview(self, arguments: EditFileArguments, context: ToolContext) -> str:
        """See `Tool`."""
        return await preview_change(context, arguments.path, _preparation(arguments))

    async def run(self, arguments: EditFileArguments, context: ToolContext) -> ToolResult:
        """See `Tool`."""
        return await change_file(context, arguments.path, _preparation(arguments))


def _preparation(arguments: EditFileArguments) -> Preparation:
    edit = TextEdit(
        old=arguments.old_text, new=arguments.new_text, replace_all=arguments.replace_all
    )
    return lambda target, known: edited_file(target, known, (edit,))

"""The tool multi_edit: several replacements in one text file, all of them or none."""

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


class EditArguments(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One replacement."""

    old_text: Annotated[
        str,
        Meta(
            description="The text to replace, exactly as it stands in the file after the edits "
            "before this one."
        ),
    ]
    new_text: Annotated[str, Meta(description="What shall stand there instead.")]
    replace_all: Annotated[bool, Meta(description="Replace every place where it stands.")] = False


class MultiEditArguments(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """See the schema."""

    path: Annotated[str, Meta(description="The file; relative paths start at the current folder.")]
    edits: Annotated[
        list[EditArguments],
        Meta(min_length=1, description="Made in this order; when one fails, none is made."),
    ]


class MultiEdit(TypedTool[MultiEditArguments]):
    """Like edit_file, in one step that cannot stop half-way."""

    name = "multi_edit"
    description = (
        "Make several replacements in one file: all of them, or none when one fails. Each old_text "
        "must stand there exactly once, unless its replace_all is set. The file must have been "
        "read before in this session."
    )
    arguments_type = MultiEditArguments

    def parsed(self, arguments: str) -> MultiEditArguments:
        """See `Tool`."""
        return checked_path(self.name, super().parsed(arguments))

    def summary(self, arguments: MultiEditArguments) -> str:
        """See `Tool`."""
        count = len(arguments.edits)
        return f"Edit {arguments.path} ({count} change{'s' if count > 1 else ''})"

    def accesses(self, arguments: MultiEditArguments, cwd: str) -> tuple[Access, ...]:
        """See `Tool`."""
        return (PathAccess(path=absolute_path(arguments.path, cwd), level=PathLevel.WRITE),)

    async def preview(self, arguments: MultiEditArguments, context: ToolContext) -> str:
        """See `Tool`."""
        return await preview_change(context, arguments.path, _preparation(arguments))

    async def run(self, arguments: MultiEditArguments, context: ToolContext) -> ToolResult:
        """See `Tool`."""
        return await change_file(context, arguments.path, _preparation(arguments))


def _preparation(arguments: MultiEditArguments) -> Preparation:
    edits = [
        TextEdit(old=edit.old_text, new=edit.new_text, replace_all=edit.replace_all)
        for edit in arguments.edits
    ]
    return lambda target, known: edited_file(target, known, edits)

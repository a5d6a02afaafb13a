"""Calling file tools as the engine does: JSON in, result out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import pytest

from agent_tui.errors import ToolError
from agent_tui.protocol.tools import ToolResult
from agent_tui.tools.apply_patch import ApplyPatch
from agent_tui.tools.edit_file import EditFile
from agent_tui.tools.multi_edit import MultiEdit
from agent_tui.tools.read_file import ReadFile
from agent_tui.tools.typed_tool import TypedTool
from agent_tui.tools.write_file import WriteFile
from tests.tools.fake_context import FakeContext

TOOLS: dict[str, TypedTool[Any]] = {
    tool.name: tool for tool in (ReadFile(), WriteFile(), EditFile(), MultiEdit(), ApplyPatch())
}


async def call(context: FakeContext, tool: str, **arguments: Any) -> ToolResult:
    parsed = TOOLS[tool].parsed(msgspec.json.encode(arguments).decode())
    return await TOOLS[tool].run(parsed, context)


async def read(context: FakeContext, path: str, **arguments: Any) -> str:
    return (await call(context, "read_file", path=path, **arguments)).text


async def failure(context: FakeContext, tool: str, **arguments: Any) -> str:
    """The text of the error that the call must end with."""
    with pytest.raises(ToolError) as caught:
        await call(context, tool, **arguments)
    return str(caught.value)


async def preview(context: FakeContext, tool: str, **arguments: Any) -> str:
    parsed = TOOLS[tool].parsed(msgspec.json.encode(arguments).decode())
    return await TOOLS[tool].preview(parsed, context)


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below a folder and its content: nothing half-written may lie about."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }

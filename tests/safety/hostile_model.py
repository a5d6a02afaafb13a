"""A model that calls what a test says, with the real tools in a real folder."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from msgspec import Struct

from agent_tui import (
    Agent,
    Decision,
    PermissionReply,
    PermissionRequest,
    ScriptedProvider,
    Settings,
)
from agent_tui.protocol.messages import ToolResultPart
from agent_tui.providers.scripted import calls, says

Call = tuple[str, dict[str, object]]
Mode = Literal["plan", "ask", "edits", "full"]


class Played(Struct):
    """asked: the summaries of what people were asked, all rejected. results: what the model got."""

    asked: list[str]
    results: list[str]


async def play(
    workspace: Path, *steps: Sequence[Call], mode: Mode = "ask", allow: Sequence[str] = ()
) -> Played:
    """Each step is one answer of the model with its calls; nobody permits anything."""
    asked: list[str] = []

    async def reject(request: PermissionRequest) -> Sequence[PermissionReply]:
        asked.extend(item.summary for item in request.items)
        return [PermissionReply(decision=Decision.REJECT)]

    script = [
        [item for name, arguments in step for item in calls(name, **arguments)] for step in steps
    ]
    async with Agent(
        Settings(permission_mode=mode, allow=tuple(allow)),
        provider=ScriptedProvider(*script, says("End.")),
        has_shipped_tools=True,
        on_permission=reject,
        cwd=workspace,
    ) as agent:
        await agent.run_turn("go")
        parts = [part for message in agent.messages for part in message.parts]
    return Played(asked, [part.text for part in parts if isinstance(part, ToolResultPart)])


def exists(path: Path) -> bool:
    """True when there is something, be it a link to nowhere."""
    return os.path.lexists(path)


def write(path: str, content: str) -> Call:
    """A call that makes a file."""
    return "write_file", {"path": path, "content": content}


def make_program(path: str, marker: Path) -> Call:
    """A call that makes a program which leaves a marker when it runs."""
    patch = (
        f"diff --git a/{path} b/{path}\nnew file mode 100755\n--- /dev/null\n+++ b/{path}\n"
        f"@@ -0,0 +1,2 @@\n+#!/bin/sh\n+touch {marker}\n"
    )
    return "apply_patch", {"patch": patch}


def run(command: str) -> Call:
    """A call of the shell."""
    return "run_command", {"command": command}

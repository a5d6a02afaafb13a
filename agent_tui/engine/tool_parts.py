"""What the engine needs to offer tools; the runtime puts it together."""

from __future__ import annotations

from dataclasses import dataclass

from agent_tui.engine.asking.permission_registry import PermissionRegistry
from agent_tui.engine.asking.question_registry import QuestionRegistry
from agent_tui.engine.tool_calls.tool_registry import ToolRegistry
from agent_tui.protocol.checkpoint_ports import CheckpointDisk
from agent_tui.protocol.ports import GrantStore
from agent_tui.protocol.processes import ProcessSupervisor


@dataclass(frozen=True)
class ToolParts:
    """Shared by all sessions of one engine. grants: None when none outlives its session.
    protected: absolute folders of the program itself; writing there is asked in every mode but
    full, because grants and sessions stand there. programs: absolute folders in which programs are
    found by name; the same for the files directly in them. scratch: absolute path of a private
    folder for sessions that are not stored, made by whoever writes first; "" for none.
    checkpoints: where files are kept before tools change them; None keeps none."""

    registry: ToolRegistry
    permissions: PermissionRegistry
    questions: QuestionRegistry
    processes: ProcessSupervisor
    grants: GrantStore | None = None
    protected: tuple[str, ...] = ()
    programs: tuple[str, ...] = ()
    scratch: str = ""
    checkpoints: CheckpointDisk | None = None

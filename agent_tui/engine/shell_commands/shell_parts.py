"""What the engine needs to run the user's shell commands; the runtime puts it together."""

from __future__ import annotations

from dataclasses import dataclass

from agent_tui.protocol.processes import CommandFollower, ProcessSupervisor


@dataclass(frozen=True)
class ShellParts:
    """Shared by all sessions of one engine. follow: reads a command to its end. scratch: absolute
    path of a folder for the long output of sessions that are not stored, made when needed."""

    processes: ProcessSupervisor
    follow: CommandFollower
    scratch: str = ""

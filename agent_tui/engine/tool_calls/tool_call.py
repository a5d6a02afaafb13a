"""One tool call on its way from the model's words to a result."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from agent_tui.engine.permissions.verdict import Verdict
from agent_tui.engine.tool_calls.call_output import CallOutput
from agent_tui.engine.tool_calls.session_tools import RealPath
from agent_tui.engine.tool_calls.stopwatch import Stopwatch
from agent_tui.protocol.ids import new_id
from agent_tui.protocol.messages import ToolCallPart, ToolResultPart
from agent_tui.protocol.permissions import Access
from agent_tui.protocol.tools import Tool


@dataclass(frozen=True)
class Approval:
    """What a person said yes to: these accesses, as long as their paths really name the same."""

    accesses: tuple[Access, ...]
    real_paths: tuple[RealPath, ...]


class ToolCall:
    """Changes on the controller's loop only.

    tool: None when none has this name. arguments: as the tool parsed them. arguments_text: the
    JSON text, the model's or the user's. is_told: its `ToolCallStarted` was published. is_begun:
    the tool runs or has run. is_guarded: a hook must see the result before the model does, so
    nothing of half of one may be told. notes: what the user did or said about it, for the model.
    """

    def __init__(self, part: ToolCallPart, stopwatch: Stopwatch, output: CallOutput) -> None:
        self.part, self.stopwatch, self.output = part, stopwatch, output
        self.message_id, self.result_id = new_id(), new_id()  # of its result, also of half of one
        self.tool: Tool | None = None
        self.arguments: Any = None
        self.arguments_text = part.arguments
        self.accesses: tuple[Access, ...] = ()
        self.verdict: Verdict | None = None
        self.notes: list[str] = []
        self.is_told = self.is_begun = self.is_kept = self.is_guarded = False
        self.result: ToolResultPart | None = None
        self.early_result: ToolResultPart | None = None  # while the whole text is written to disk
        self._approval: Approval | None = None

    @property
    def is_read_only(self) -> bool:
        """It may run beside others, and again after it was interrupted while it asked."""
        return self.tool is not None and bool(self.tool.is_read_only)

    def approve(self, accesses: Sequence[Access], verdict: Verdict) -> None:
        """A person said yes to this."""
        self._approval = Approval(tuple(accesses), verdict.real_paths)

    def is_approved_for(self, accesses: Sequence[Access], verdict: Verdict) -> bool:
        """True when a person said yes to exactly this."""
        return self._approval == Approval(tuple(accesses), verdict.real_paths)

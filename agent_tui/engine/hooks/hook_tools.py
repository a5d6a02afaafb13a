"""The tools of a turn in the hands of a hook."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import msgspec

from agent_tui.engine.engine_parts import EngineParts
from agent_tui.engine.journal.journal_writer import JournalWriter
from agent_tui.engine.tool_calls.tool_runner import ToolRunner
from agent_tui.engine.turns.history import History
from agent_tui.engine.turns.turn_context import TurnContext
from agent_tui.protocol.hook_errors import TurnOver
from agent_tui.protocol.ids import new_id
from agent_tui.protocol.messages import ToolCallPart, ToolResultPart
from agent_tui.protocol.requests import ToolSpec
from agent_tui.protocol.sessions import SessionInfo
from agent_tui.protocol.status import FinishReason
from agent_tui.protocol.tools import ToolResult


class TurnTools:
    """Implements `HookTools`. Use on the controller's loop."""

    def __init__(self, context: TurnContext, parts: EngineParts, info: SessionInfo) -> None:
        self._context, self._parts, self._info = context, parts, info
        self._is_over = False

    @property
    def specs(self) -> tuple[ToolSpec, ...]:
        """See `HookTools`."""
        return self._context.tool_specs

    async def call(self, name: str, arguments: str | Mapping[str, object] = "{}") -> ToolResult:
        """See `HookTools`."""
        if self._is_over:
            raise TurnOver(f'The tool "{name}" was called by a hook whose turn is over.')
        text = arguments if isinstance(arguments, str) else _json(arguments)
        part = ToolCallPart(id=new_id(), call_id=new_id(), name=name, arguments=text)
        # What a hook does is no part of the conversation: the model has not asked for it.
        history = History()
        journal = JournalWriter(
            self._parts, info=lambda: self._info, on_change=lambda _: None, is_off=True
        )
        context = replace(self._context, history=history, journal=journal)
        await ToolRunner(context, (part,), FinishReason.TOOL_CALLS).run()
        for message in history.messages:
            for result in message.parts:
                if isinstance(result, ToolResultPart):
                    return _result(result)
        return ToolResult(text="It has no result.", is_error=True)

    def close(self) -> None:
        """The turn is over."""
        self._is_over = True


def _result(part: ToolResultPart) -> ToolResult:
    return ToolResult(
        text=part.text, is_error=part.is_error, diff=part.diff, images=tuple(part.images)
    )


def _json(arguments: Mapping[str, object]) -> str:
    return msgspec.json.encode(dict(arguments)).decode()

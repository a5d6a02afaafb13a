"""One answer of a model: from stream items to events, journal deltas and the message."""

from __future__ import annotations

from agent_tui.engine.journal.delta_buffer import PartKey
from agent_tui.engine.turns.answer_part import AnswerPart
from agent_tui.engine.turns.turn_context import TurnContext
from agent_tui.protocol.events import PartEnded, PartKind
from agent_tui.protocol.ids import new_id
from agent_tui.protocol.messages import ChatMessage, Role, ToolCallPart
from agent_tui.protocol.requests import (
    StreamFinished,
    StreamItem,
    TextDelta,
    ThinkingDelta,
    ToolCallDelta,
    UsageReported,
)
from agent_tui.protocol.status import FinishReason
from agent_tui.protocol.usage import Usage


class Answer:
    """Collects one attempt of one step. A text counts as received once it is published.

    Text and thinking take turns: one ends where the other begins. Tool calls stay open until the
    answer ends, because servers may interleave them.
    """

    def __init__(self, context: TurnContext, model: str) -> None:
        self.message_id = new_id()
        self.finish_reason = FinishReason.UNKNOWN
        self.usage: Usage | None = None
        self._events, self._journal = context.events, context.journal
        self._model, self._created = model, context.clock.now()
        self._parts: list[AnswerPart] = []
        self._prose: AnswerPart | None = None  # the open text or thinking part
        self._calls: dict[int, AnswerPart] = {}

    @property
    def is_begun(self) -> bool:
        """True when there is anything to keep."""
        return bool(self._parts)

    @property
    def text(self) -> str:
        """The visible text so far."""
        return "".join(p.text.getvalue() for p in self._parts if p.kind is PartKind.TEXT)

    @property
    def tool_calls(self) -> tuple[ToolCallPart, ...]:
        """The calls so far, in the order in which they began."""
        parts = (part.finished() for part in self._parts if part.kind is PartKind.TOOL_CALL)
        return tuple(part for part in parts if isinstance(part, ToolCallPart))

    async def take(self, item: StreamItem) -> None:
        """Take the next item; waits while the primary stream is full."""
        match item:
            case TextDelta(text=text):
                await self._take_prose(PartKind.TEXT, text, item.is_refusal)
            case ThinkingDelta(text=text):
                await self._take_prose(PartKind.THINKING, text)
            case ToolCallDelta():
                await self._take_call(item)
            case UsageReported(usage=usage):
                self.usage = usage
            case StreamFinished(finish_reason=finish_reason):
                self.finish_reason = finish_reason

    def end(self, *, is_complete: bool, is_superseded: bool = False) -> None:
        """End the parts; never waits. With is_superseded also those that had ended before."""
        self._prose = None
        for part in self._parts:
            if not part.is_ended or is_superseded:
                self._end_part(
                    part, is_complete=part.is_ended or is_complete, superseded=is_superseded
                )

    def restore(self) -> None:
        """The retry that superseded this answer was called off: tell that its parts count again."""
        for part in self._parts:
            self._end_part(part, is_complete=False)

    def message(self, *, is_interrupted: bool = False, is_superseded: bool = False) -> ChatMessage:
        """The answer for the history."""
        return ChatMessage(
            id=self.message_id,
            role=Role.ASSISTANT,
            parts=tuple(part.finished() for part in self._parts),
            turn_id=self._events.turn_id,
            created=self._created,
            model=self._model,
            usage=self.usage,
            is_interrupted=is_interrupted,
            is_superseded=is_superseded,
        )

    async def _take_prose(self, kind: PartKind, text: str, is_refusal: bool = False) -> None:
        if not text:
            return
        part = self._prose
        if part is None or part.key.kind is not kind or part.is_refusal is not is_refusal:
            part = await self._begin_prose(kind, is_refusal)
        await self._add_text(part, text)

    async def _begin_prose(self, kind: PartKind, is_refusal: bool) -> AnswerPart:
        self._end_prose()
        part = self._prose = await self._begin(kind)
        part.is_refusal = is_refusal
        return part

    async def _take_call(self, delta: ToolCallDelta) -> None:
        part = self._calls.get(delta.index)
        # Some servers give every call the index 0 and tell them apart by their ids only.
        if part is None or (delta.call_id and part.call_id and delta.call_id != part.call_id):
            self._end_prose()
            part = self._calls[delta.index] = await self._begin(PartKind.TOOL_CALL, delta.name)
        part.call_id = part.call_id or delta.call_id
        part.name = part.name or delta.name
        if delta.arguments:
            await self._add_text(part, delta.arguments)

    async def _begin(self, kind: PartKind, name: str = "") -> AnswerPart:
        key = PartKey(self.message_id, self._events.turn_id, new_id(), kind)
        text = await self._events.publish_part(key.part_id, kind, name=name)
        part = AnswerPart(key, text)
        self._parts.append(part)
        return part

    async def _add_text(self, part: AnswerPart, text: str) -> None:
        await self._events.publish_delta(part.key.part_id, text)
        part.text.write(text)
        self._journal.append_delta(part.key, text)

    def _end_prose(self) -> None:
        part, self._prose = self._prose, None
        if part is not None:
            self._end_part(part)

    def _end_part(
        self, part: AnswerPart, *, is_complete: bool = True, superseded: bool = False
    ) -> None:
        part.is_ended = True
        self._events.publish_now(
            PartEnded(part_id=part.id, is_complete=is_complete, is_superseded=superseded)
        )

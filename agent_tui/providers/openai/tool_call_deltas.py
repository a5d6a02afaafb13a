"""Sorts the pieces of tool calls: which call a piece belongs to, its id and its name. Pure."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from agent_tui.protocol.ids import new_id
from agent_tui.protocol.requests import ToolCallDelta
from agent_tui.providers.openai.json_shapes import json_text, object_in, text_in
from agent_tui.providers.openai.surrogates import whole_text


class _OpenCall:
    def __init__(self, index: int, wire_index: int | None) -> None:
        self.index, self.wire_index = index, wire_index
        self.call_id = ""
        self.name = ""
        self.arguments: list[str] = []
        self.is_announced = False


class ToolCallDeltas:
    """Numbers the calls of one answer from 0 and announces each with its id and name, once.

    Pieces that arrive before their call's name are kept until it comes. Servers leave out indices
    or ids, give every call the index 0, or repeat names; see `_call_for`.
    """

    def __init__(self) -> None:
        self._calls: list[_OpenCall] = []

    @property
    def has_any(self) -> bool:
        """A tool call came, whole or not."""
        return bool(self._calls)

    def items_of(self, piece: object) -> Iterator[ToolCallDelta]:
        """What one entry of `tool_calls` adds."""
        if not isinstance(piece, dict):
            return
        function = object_in(piece, "function") or piece
        call_id, name = text_in(piece, "id"), text_in(function, "name")
        arguments = json_text(function.get("arguments"))
        wire_index = piece.get("index")
        call = self._call_for(wire_index if isinstance(wire_index, int) else None, call_id, name)
        call.call_id = call.call_id or call_id
        call.name = call.name or name
        if arguments:
            call.arguments.append(arguments)
        if call.is_announced:
            if arguments:
                yield ToolCallDelta(index=call.index, arguments=arguments)
        elif call.name:
            yield _announced(call)

    def unannounced(self) -> Iterator[ToolCallDelta]:
        """Calls that never got a name, for the end of the answer: the engine must see and refuse
        them."""
        for call in self._calls:
            if not call.is_announced:
                yield _announced(call)

    def _call_for(self, wire_index: int | None, call_id: str, name: str) -> _OpenCall:
        for call in reversed(self._calls):
            if wire_index is not None and call.wire_index == wire_index:
                # A second id counts only together with a name: some servers make up a new id for
                # every piece of the same call.
                is_other = bool(call_id and call.call_id and call_id != call.call_id and name)
                return self._begin(wire_index) if is_other else call
            if wire_index is None and call_id and call.call_id == call_id:
                return call
        is_continued = wire_index is None and not call_id and bool(self._calls)
        if is_continued and not (name and _is_whole(self._calls[-1])):
            return self._calls[-1]
        return self._begin(wire_index)

    def _begin(self, wire_index: int | None) -> _OpenCall:
        call = _OpenCall(len(self._calls), wire_index)
        self._calls.append(call)
        return call


def _announced(call: _OpenCall) -> ToolCallDelta:
    call.is_announced = True
    call.call_id = call.call_id or f"call_{new_id()}"
    return ToolCallDelta(
        index=call.index, call_id=call.call_id, name=call.name, arguments="".join(call.arguments)
    )


def _is_whole(call: _OpenCall) -> bool:
    """True when the call's arguments are whole JSON, so that a name begins another call."""
    try:
        msgspec.json.decode(whole_text("".join(call.arguments)))
    except (msgspec.DecodeError, UnicodeError, RecursionError):
        return False
    return True

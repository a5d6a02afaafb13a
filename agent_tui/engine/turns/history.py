"""The messages of one session."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from agent_tui.protocol.messages import ChatMessage, Role, ToolCallPart, ToolResultPart


class History:
    """Grows at its end only. Use on the controller's loop; `messages` may be handed to anybody."""

    def __init__(self, messages: Iterable[ChatMessage] = ()) -> None:
        self._messages = tuple(messages)

    @property
    def messages(self) -> tuple[ChatMessage, ...]:
        """An immutable snapshot, oldest first."""
        return self._messages

    @property
    def last_prompt(self) -> ChatMessage | None:
        """The user's newest message, None before the first."""
        prompts = (m for m in reversed(self._messages) if m.role is Role.USER)
        return next(prompts, None)

    @property
    def is_answered(self) -> bool:
        """True when the model's whole answer stands after the last prompt, and in an empty
        history."""
        for message in reversed(self._messages):
            if not message.is_superseded:
                is_whole = message.role is Role.ASSISTANT and not message.is_interrupted
                return is_whole and not message.tool_calls
        return True

    @property
    def open_calls(self) -> tuple[ToolCallPart, ...]:
        """The tool calls of the last answer that have no result; () when more than results follows
        it."""
        answered: set[str] = set()
        for message in reversed(self._messages):
            if message.is_superseded:
                continue
            if message.role is Role.ASSISTANT:
                is_whole = not message.is_interrupted
                calls = message.tool_calls if is_whole else ()
                return tuple(call for call in calls if call.call_id not in answered)
            if message.role is Role.USER:
                break
            answered.update(p.call_id for p in message.parts if isinstance(p, ToolResultPart))
        return ()

    def append(self, message: ChatMessage) -> None:
        """Add a message at the end."""
        self._messages = (*self._messages, message)

    def supersede_interrupted(self) -> tuple[ChatMessage, ...]:
        """Set interrupted answers after the last prompt aside for a retry; returns their new
        form."""
        changed: list[ChatMessage] = []
        kept = list(self._messages)
        for index in range(len(kept) - 1, -1, -1):
            message = kept[index]
            if message.role is Role.USER:
                break
            if message.is_interrupted and not message.is_superseded:
                kept[index] = replace(message, is_superseded=True)
                changed.append(kept[index])
        self._messages = tuple(kept)
        return tuple(reversed(changed))

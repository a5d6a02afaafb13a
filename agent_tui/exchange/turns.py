"""A conversation in turns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import Struct

from agent_tui.protocol.messages import ChatMessage, Role, ShellCommand, ToolResultPart

CallResults = dict[tuple[str, str], ToolResultPart]


class Turn(Struct, frozen=True, kw_only=True):
    """A prompt and all that followed it. number: from 1; 0 is what stands before the first prompt.
    prompt: None there, and where the history was compacted."""

    number: int
    prompt: ChatMessage | None
    messages: tuple[ChatMessage, ...]

    @property
    def results(self) -> CallResults:
        """The results of the tool calls by the answer's id and the call's. Some servers number
        their calls anew in each answer, so only what stands behind an answer belongs to it."""
        found: CallResults = {}
        answer_id = ""
        for message in self.messages:
            if message.role is Role.ASSISTANT:
                answer_id = message.id
            for part in message.parts:
                if isinstance(part, ToolResultPart):
                    found.setdefault((answer_id, part.call_id), part)
        return found


def turns_of(messages: Iterable[ChatMessage]) -> Iterator[Turn]:
    """The messages in turns, in their order."""
    prompt: ChatMessage | None = None
    number, waiting = 0, list[ChatMessage]()
    for message in messages:
        if message.is_prompt:
            if prompt is not None or waiting:
                yield Turn(number=number, prompt=prompt, messages=tuple(waiting))
            prompt, waiting = message, []
            number += 1
        else:
            waiting.append(message)
    if prompt is not None or waiting:
        yield Turn(number=number, prompt=prompt, messages=tuple(waiting))


def shell_outcome(command: ShellCommand) -> str:
    """How a command of the user's ended, for people."""
    if command.exit_code is None:
        return "did not end by itself"
    return "" if command.exit_code == 0 else f"exit code {command.exit_code}"

"""From the history, as people see it, to the messages that a model gets."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import ceil

import msgspec
from msgspec.structs import replace

from agent_tui.engine.turns.context_window import estimated_tokens
from agent_tui.protocol.messages import (
    ChatMessage,
    ImagePart,
    Part,
    Role,
    TextPart,
    ToolCallPart,
    ToolResultPart,
)

INTERRUPTED_CALL = "This tool call was interrupted and has no result."
IMAGES_LEFT_OUT = "(Images of an earlier turn were here and are not attached any more.)"
INTERRUPTED_NOTE = "(Note: your previous answer was interrupted before it was complete.)"


class RequestMessages:
    """A history in a form that strict servers accept; the history itself stays as it is.

    Left out: superseded messages, thinking, empty answers, private shell commands, and interrupted
    answers that no prompt follows (the coming answer replaces them). Added: results for tool calls
    without one, and a note in the prompt after an interrupted answer. Neighbouring user messages
    become one. What the user's shell commands printed is a user message, behind the results that it
    came before. Images of tools are sent within their turn only, because they are large and soon
    out of date; those of the user always.

    Lives as long as its history: a request costs what was added since the one before. What a
    summary stands for was left out before, see `compacted_history`.
    """

    def __init__(self, history: Iterable[ChatMessage] = ()) -> None:
        self._sent: list[ChatMessage] = []  # as they stay, but for their images
        self._with_images: list[int] = []  # places in `_sent`
        self._pictured: list[int] = []  # places in `_sent` of prompts with images
        self._prompts: list[ChatMessage] = []  # neighbours, until an answer follows
        self._asides: list[ChatMessage] = []  # what the user's commands printed, since the answer
        self._answer: ChatMessage | None = None  # the last one, while results may follow it
        self._results: dict[str, ToolResultPart] = {}  # of its calls, by call_id
        self._held: list[ChatMessage] = []  # an interrupted answer, until we know what follows
        self._tokens, self._counted = 0.0, 0  # of so many in `_sent`
        for message in history:
            self.add(message)

    def messages(self) -> tuple[ChatMessage, ...]:
        """What a request sends now."""
        return (*self._sent, *self._last())

    def pictured(self) -> Iterator[ChatMessage]:
        """Those of `messages()` that may have images, without a look at all."""
        yield from (self._sent[at] for at in (*self._pictured, *self._with_images))
        yield from self._last()

    def tokens(self, system: str = "") -> int:
        """Estimated tokens of `messages()` and the system prompt, see `estimated_tokens`."""
        self._tokens += estimated_tokens(self._sent[self._counted :])
        self._counted = len(self._sent)
        return ceil(self._tokens + estimated_tokens(self._last(), system))

    def add(self, message: ChatMessage) -> None:
        """Take the next message of the history."""
        if message.is_superseded or message.compaction:
            return  # of a mark counts what `compacted_history` makes of it
        if message.shell and message.shell.is_private:
            return
        if message.role is Role.TOOL:
            self._add_results(message)
            return
        if message.shell is not None:
            # Not before the answer's results: nothing may stand between a call and its result.
            self._asides.append(replace(message, parts=(_text(message, shell_text(message)),)))
            return
        self._end_answer()
        if message.role is Role.USER:
            self._add_prompt(message)
        elif (answer := _sendable_answer(message)) is not None:
            self._add_answer(answer)

    def _add_results(self, message: ChatMessage) -> None:
        # Only what stands right behind the answer belongs to it: some servers number their calls
        # anew in each answer, so an id alone does not pair.
        if self._answer is not None:
            for part in message.parts:
                if isinstance(part, ToolResultPart):
                    self._results.setdefault(part.call_id, part)

    def _add_answer(self, answer: ChatMessage) -> None:
        self._take_asides()
        self._answer = answer
        if answer.is_interrupted:
            self._held = [answer]
        else:
            self._held = []
            self._send(answer)

    def _add_prompt(self, prompt: ChatMessage) -> None:
        """Interrupted answers stay when a prompt follows, which then says so."""
        if self._held:
            for message in self._held:
                self._send(message)
            self._held = []
            prompt = replace(prompt, parts=(_text(prompt, INTERRUPTED_NOTE), *prompt.parts))
        self._take_asides()
        self._prompts.append(prompt)
        self._drop_images(prompt.turn_id)

    def _take_asides(self) -> None:
        self._prompts += self._asides
        self._asides = []

    def _end_answer(self) -> None:
        """Nothing more can follow the last answer that belongs to it."""
        if self._answer is not None:
            results = _results(self._answer, self._results)
            if self._held:
                self._held.extend(results)
            else:
                for result in results:
                    self._send(result)
            self._answer, self._results = None, {}

    def _send(self, message: ChatMessage) -> None:
        if self._prompts:
            prompt = _merged(self._prompts)
            if prompt.images:
                self._pictured.append(len(self._sent))
            self._sent.append(prompt)
            self._prompts = []
        if any(isinstance(part, ToolResultPart) and part.images for part in message.parts):
            self._with_images.append(len(self._sent))
        self._sent.append(message)

    def _last(self) -> list[ChatMessage]:
        """What is sent behind `_sent` if nothing more is added."""
        last: list[ChatMessage] = []
        if self._answer is not None and not self._held:
            last.extend(_results(self._answer, self._results))
        # Prompts wait only while no answer stands behind them, so never together with results.
        if prompts := [*self._prompts, *self._asides]:
            last.append(_merged(prompts))
        return last

    def _drop_images(self, turn_id: str) -> None:
        """Of all turns but this one."""
        kept: list[int] = []
        for at in self._with_images:
            message = self._sent[at]
            if turn_id and message.turn_id == turn_id:
                kept.append(at)
                continue
            self._sent[at] = bare = replace(message, parts=tuple(map(_bare, message.parts)))
            if at < self._counted:
                self._tokens += estimated_tokens((bare,)) - estimated_tokens((message,))
        self._with_images = kept


def shell_text(message: ChatMessage) -> str:
    """How a model is told of a command that the user ran."""
    assert message.shell is not None
    where = f" in {message.shell.cwd}" if message.shell.cwd else ""
    return (
        f"(The user ran this shell command{where} and lets you see what it printed.)\n"
        f"$ {message.shell.command}\n{message.text}"
    )


def is_json_object(text: str) -> bool:
    """True when `text` is one JSON object."""
    try:
        return isinstance(msgspec.json.decode(text), dict)
    except (ValueError, RecursionError):
        return False


def _sendable_answer(message: ChatMessage) -> ChatMessage | None:
    parts: list[Part] = []
    for part in message.parts:
        if isinstance(part, TextPart) and part.text:
            parts.append(part)
        elif isinstance(part, ToolCallPart) and part.name and part.call_id:
            parts.append(_with_valid_arguments(part))
    if tuple(parts) == message.parts:
        return message if parts else None
    return replace(message, parts=tuple(parts)) if parts else None


def _with_valid_arguments(call: ToolCallPart) -> ToolCallPart:
    # Servers that parse the arguments refuse the whole history for one broken call. The call's
    # result tells the model what was wrong with it.
    return call if is_json_object(call.arguments) else replace(call, arguments="{}")


def _results(answer: ChatMessage, found: Mapping[str, ToolResultPart]) -> Iterator[ChatMessage]:
    """Exactly one for each call, in the order of the calls."""
    for call in answer.tool_calls:
        result = found.get(call.call_id) or ToolResultPart(
            id=call.id, call_id=call.call_id, text=INTERRUPTED_CALL, is_error=True
        )
        yield ChatMessage(
            id=result.id,
            role=Role.TOOL,
            parts=(result,),
            turn_id=answer.turn_id,
            created=answer.created,
        )


def _bare(part: Part) -> Part:
    if not isinstance(part, ToolResultPart) or not part.images:
        return part
    return replace(part, images=(), text=f"{part.text}\n{IMAGES_LEFT_OUT}".lstrip())


def _merged(prompts: Sequence[ChatMessage]) -> ChatMessage:
    last = prompts[-1]
    parts = [part for prompt in prompts for part in prompt.parts]
    texts = [part.text for part in parts if isinstance(part, TextPart)]
    images = [part for part in parts if isinstance(part, ImagePart)]
    if len(prompts) == len(texts) == 1:
        return last
    return replace(last, parts=(_text(last, "\n\n".join(texts)), *images))


def _text(message: ChatMessage, text: str) -> TextPart:
    return TextPart(id=message.id, text=text)

"""A stored history to items."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from agent_tui.protocol.messages import (
    ChatMessage,
    Role,
    ShellCommand,
    TextPart,
    ThinkingPart,
    ToolCallPart,
    ToolResultPart,
)
from agent_tui.ui.markdown.section_finder import sections
from agent_tui.ui.render.tool_call import USER_SHELL, shell_arguments
from agent_tui.ui.transcript.items.answer_item import AnswerItem, Ending
from agent_tui.ui.transcript.items.call_result import CallResult
from agent_tui.ui.transcript.items.compaction_item import CompactionItem
from agent_tui.ui.transcript.items.item import Item
from agent_tui.ui.transcript.items.prompt_item import PromptItem, SteeringItem
from agent_tui.ui.transcript.items.thinking_item import ThinkingItem
from agent_tui.ui.transcript.items.tool_call_item import ToolCallItem


def items_of(messages: Iterable[ChatMessage]) -> Iterator[Item]:
    """Items of a history, oldest first. Nothing is drawn; tool results join their calls."""
    calls: dict[str, ToolCallItem] = {}
    turn_id = ""
    for message in messages:
        if message.shell is not None:
            yield _shell_item(message, message.shell)
        elif message.compaction is not None:
            yield CompactionItem(message)
        elif message.role is Role.USER:
            steers = bool(message.turn_id) and message.turn_id == turn_id
            turn_id = message.turn_id
            kind = SteeringItem if steers else PromptItem
            prompt = kind(message.text, message.attached)
            prompt.message_id, prompt.is_unsent = message.id, message.is_superseded
            yield prompt
        elif message.role is Role.ASSISTANT:
            yield from _answer_items(message, calls)
        else:
            for part in message.parts:
                if isinstance(part, ToolResultPart) and part.call_id in calls:
                    calls.pop(part.call_id).end(_result(part))


def shell_result(message: ChatMessage, command: ShellCommand) -> CallResult:
    """What became of a command that the user ran."""
    return CallResult(text=message.text, is_error=command.has_failed, elapsed_s=command.elapsed_s)


def _shell_item(message: ChatMessage, command: ShellCommand) -> ToolCallItem:
    item = ToolCallItem(USER_SHELL, shell_arguments(command))
    item.end(shell_result(message, command))
    return item


def _answer_items(message: ChatMessage, calls: dict[str, ToolCallItem]) -> Iterator[Item]:
    ending = Ending.WHOLE
    if message.is_superseded:
        ending = Ending.SUPERSEDED
    elif message.is_interrupted:
        ending = Ending.INCOMPLETE
    for part in message.parts:
        match part:
            case TextPart(text=text) if text.strip():
                for answer in _text_items(text, ending):
                    answer.message_id = message.id
                    yield answer
            case ThinkingPart(text=text) if text.strip():
                yield ThinkingItem(text, is_done=True)
            case ToolCallPart():
                call = ToolCallItem(part.name, part.arguments, part_id=part.id)
                call.abandon(ending or "no result")
                calls[part.call_id] = call
                yield call
            case _:
                pass  # an empty part, or a result, which belongs to a tool message


def _result(part: ToolResultPart) -> CallResult:
    return CallResult(
        text=part.text,
        is_error=part.is_error,
        elapsed_s=part.elapsed_s,
        diff=part.diff,
        blob=part.blob,
    )


def _text_items(text: str, ending: Ending) -> Iterator[Item]:
    items = [AnswerItem(section) for section in sections(text)]
    if ending is Ending.SUPERSEDED:
        for item in items:
            item.fade()
    items[-1].end(ending)
    yield from items

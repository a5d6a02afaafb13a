"""Pieces of a conversation as markdown."""

from __future__ import annotations

import html
from collections.abc import Callable, Iterator

from msgspec import Struct

from agent_tui.exchange.call_titles import call_title, shown_arguments
from agent_tui.exchange.markdown.foreign_markdown import contained
from agent_tui.exchange.pictures import pictures_of, result_pictures
from agent_tui.exchange.plain_text import fenced, moment, one_line, shortened, visible
from agent_tui.exchange.turns import CallResults, Turn, shell_outcome
from agent_tui.protocol.images import PromptImage
from agent_tui.protocol.messages import (
    ChatMessage,
    Role,
    TextPart,
    ThinkingPart,
    ToolCallPart,
    ToolResultPart,
)

MOST_RESULT_CHARS = 4_000
MOST_DIFF_CHARS = 20_000
INTERRUPTED = "*(interrupted before it was complete)*"
SUPERSEDED = "*(a retry replaced this answer)*"
UNSENT = "*(not sent to a model)*"


class MarkdownLook(Struct, frozen=True, kw_only=True):
    """has_thinking: see `ExportWish`. read_image: see `ReadImage`. place_image: keeps an image
    beside the document and returns its link, "" when it cannot be kept."""

    has_thinking: bool
    read_image: Callable[[PromptImage], bytes]
    place_image: Callable[[str, bytes], str]


def turn_blocks(turn: Turn, look: MarkdownLook, label: str = "") -> Iterator[str]:
    """The blocks of a turn."""
    if turn.prompt is not None:
        yield from _prompt(turn.number, turn.prompt, look, label)
    results = turn.results
    for message in turn.messages:
        yield from _message(message, results, look)


def _prompt(number: int, prompt: ChatMessage, look: MarkdownLook, label: str) -> Iterator[str]:
    named = f" · {inline(label)}" if label else ""
    yield f"## {number}. You{named}"
    if when := moment(prompt.created):
        yield f"<sub>{when}</sub>"
    yield from _prompt_parts(prompt, look)


def _prompt_parts(prompt: ChatMessage, look: MarkdownLook) -> Iterator[str]:
    if prompt.is_superseded:
        yield UNSENT
    for part in prompt.parts:
        if isinstance(part, TextPart) and part.attached:
            yield _folded(f"Attached: {one_line(part.attached)}", fenced(visible(part.text)))
        elif isinstance(part, TextPart) and part.text:
            yield contained(part.text)
    yield from _pictures(list(pictures_of(prompt, look.read_image)), look)


def _message(message: ChatMessage, results: CallResults, look: MarkdownLook) -> Iterator[str]:
    if message.shell is not None:
        yield from _shell(message)
    elif message.compaction is not None:
        yield from _compaction(message)
    elif message.role is Role.ASSISTANT:
        yield from _answer(message, results, look)
    elif message.role is Role.USER:
        yield from _prompt_parts(message, look)


def _answer(message: ChatMessage, results: CallResults, look: MarkdownLook) -> Iterator[str]:
    if message.is_superseded:
        yield SUPERSEDED
    for part in message.parts:
        match part:
            case ThinkingPart() if look.has_thinking and part.text.strip():
                yield _folded("Thinking", _quoted(contained(part.text)))
            case TextPart() if part.text.strip():
                yield contained(part.text)
            case ToolCallPart():
                yield from _call(part, results.get((message.id, part.call_id)), look)
            case _:
                pass
    if message.is_interrupted:
        yield INTERRUPTED


def _call(call: ToolCallPart, result: ToolResultPart | None, look: MarkdownLook) -> Iterator[str]:
    verb, target = call_title(call.name, call.arguments)
    mark = "✗" if result is not None and result.is_error else "●"
    title = f"{mark} {verb} {target}".rstrip()
    text, language = shown_arguments(visible(call.arguments))
    blocks = [fenced(shortened(text, MOST_RESULT_CHARS)[0], language)]
    if result is None:
        blocks.append("*(no result)*")
    else:
        if result.diff:
            blocks.append(fenced(shortened(visible(result.diff), MOST_DIFF_CHARS)[0], "diff"))
        if result.text.strip():
            blocks.append(fenced(shortened(visible(result.text), MOST_RESULT_CHARS)[0]))
    yield _folded(title, "\n\n".join(blocks))
    if result is not None:
        yield from _pictures(list(result_pictures(result)), look)


def _shell(message: ChatMessage) -> Iterator[str]:
    shell = message.shell
    assert shell is not None
    private = " (private: no model hears of it)" if shell.is_private else ""
    outcome = shell_outcome(shell)
    yield f"**Shell command**{private}{f' · {outcome}' if outcome else ''}"
    text = shortened(visible(message.text), MOST_RESULT_CHARS)[0]
    yield fenced(f"$ {visible(shell.command)}\n{text}", "console")


def _compaction(message: ChatMessage) -> Iterator[str]:
    undone = " (undone)" if message.is_superseded else ""
    yield f"---\n\n**The history before this was summed up for the model here**{undone}"
    yield _folded("Summary", contained(message.text))


def _pictures(pictures: list[tuple[str, str, bytes]], look: MarkdownLook) -> Iterator[str]:
    for name, media_type, data in pictures:
        link = look.place_image(media_type, data) if data else ""
        yield f"![{inline(name)}](<{link}>)" if link else f"*({inline(name)}: not kept)*"


def _folded(title: str, body: str) -> str:
    return f"<details>\n<summary>{html.escape(one_line(title))}</summary>\n\n{body}\n\n</details>"


def _quoted(text: str) -> str:
    return "\n".join(f"> {line}".rstrip() for line in text.strip("\n").split("\n"))


def inline(text: str) -> str:
    """Foreign text inside a line of markdown: none of its characters mean anything there."""
    line = one_line(text)
    return "".join(f"\\{one}" if one in "\\`*_[]<>#|~!&" else one for one in line)

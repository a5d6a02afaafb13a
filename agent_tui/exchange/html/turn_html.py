"""A turn as HTML: the prompt, answers, thinking, tool calls, shell commands."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Iterator
from html import escape

from msgspec import Struct

from agent_tui.exchange.call_titles import call_title, shown_arguments
from agent_tui.exchange.html.code_html import code_html, diff_html, plain_html
from agent_tui.exchange.html.markdown_html import markdown_html
from agent_tui.exchange.pictures import ReadImage, ending_of, pictures_of, result_pictures
from agent_tui.exchange.plain_text import moment, one_line, shortened, visible
from agent_tui.exchange.turns import CallResults, Turn, shell_outcome
from agent_tui.protocol.messages import (
    ChatMessage,
    Role,
    TextPart,
    ThinkingPart,
    ToolCallPart,
    ToolResultPart,
)

MOST_RESULT_CHARS = 12_000
MOST_DIFF_CHARS = 60_000


class HtmlLook(Struct, frozen=True, kw_only=True):
    """has_thinking: see `ExportWish`. read_image: see `ReadImage`."""

    has_thinking: bool
    read_image: ReadImage


def turn_html(turn: Turn, look: HtmlLook, *, label: str = "") -> str:
    """One section; its anchor is `turn-NUMBER`."""
    pieces = [f'<section class="turn" id="turn-{turn.number}">']
    if turn.prompt is not None:
        pieces.append(_prompt(turn, turn.prompt, look, label))
    results = turn.results
    for message in turn.messages:
        pieces.extend(_message(message, results, look))
    pieces.append("</section>\n")
    return "\n".join(pieces)


def _prompt(turn: Turn, prompt: ChatMessage, look: HtmlLook, label: str) -> str:
    named = f'<span class="label">{escape(one_line(label))}</span>' if label else ""
    return (
        f'<div class="prompt"><div class="who"><h2><a href="#turn-{turn.number}">'
        f"{turn.number}. You</a></h2>{named}<span>{moment(prompt.created)}</span></div>"
        f"{_prompt_parts(prompt, look)}</div>"
    )


def _prompt_parts(prompt: ChatMessage, look: HtmlLook) -> str:
    pieces: list[str] = []
    if prompt.is_superseded:
        pieces.append('<p class="note">Not sent to a model.</p>')
    for part in prompt.parts:
        if isinstance(part, TextPart) and part.attached:
            title = f"Attached: <b>{escape(one_line(part.attached))}</b>"
            pieces.append(_folded(title, plain_html(shortened(part.text, MOST_DIFF_CHARS)[0])))
        elif isinstance(part, TextPart) and part.text:
            pieces.append(f'<div class="text">{escape(visible(part.text), quote=False)}</div>')
    pieces.extend(_pictures(pictures_of(prompt, look.read_image)))
    return "".join(pieces)


def _message(message: ChatMessage, results: CallResults, look: HtmlLook) -> Iterator[str]:
    if message.shell is not None:
        yield _shell(message)
    elif message.compaction is not None:
        yield _compaction(message)
    elif message.role is Role.ASSISTANT:
        yield from _answer(message, results, look)
    elif message.role is Role.USER:
        yield f'<div class="prompt">{_prompt_parts(message, look)}</div>'


def _answer(message: ChatMessage, results: CallResults, look: HtmlLook) -> Iterator[str]:
    superseded = " superseded" if message.is_superseded else ""
    yield f'<div class="answer{superseded}">'
    if superseded:
        yield '<p class="note">A retry replaced this answer.</p>'
    for part in message.parts:
        match part:
            case ThinkingPart() if look.has_thinking and part.text.strip():
                yield _folded("Thinking", f"<div>{markdown_html(part.text)}</div>", "thinking")
            case TextPart() if part.text.strip():
                yield markdown_html(part.text)
            case ToolCallPart():
                yield from _call(part, results.get((message.id, part.call_id)))
            case _:
                pass
    if message.is_interrupted:
        yield '<p class="note">Interrupted before it was complete.</p>'
    yield "</div>"


def _call(call: ToolCallPart, result: ToolResultPart | None) -> Iterator[str]:
    verb, target = call_title(call.name, call.arguments)
    title = f"<b>{escape(verb)}</b> {escape(target)}".rstrip()
    text, language = shown_arguments(call.arguments)
    pieces = [code_html(shortened(text, MOST_RESULT_CHARS)[0], language)]
    if result is None:
        title += ' <span class="bad">no result</span>'
    else:
        title += _outcome(result)
        if result.diff:
            pieces.append(diff_html(shortened(result.diff, MOST_DIFF_CHARS)[0]))
        if result.text.strip():
            pieces.append(plain_html(shortened(result.text, MOST_RESULT_CHARS)[0]))
    yield _folded(title, "".join(pieces), "call")
    if result is not None:
        yield from _pictures(result_pictures(result))


def _outcome(result: ToolResultPart) -> str:
    if result.is_error:
        return ' <span class="bad">failed</span>'
    if not result.diff:
        return ""
    lines = result.diff.split("\n")
    added = sum(line.startswith("+") and not line.startswith("+++") for line in lines)
    removed = sum(line.startswith("-") and not line.startswith("---") for line in lines)
    return f' <span class="plus">+{added}</span> <span class="minus">−{removed}</span>'


def _shell(message: ChatMessage) -> str:
    shell = message.shell
    assert shell is not None
    private = ", private" if shell.is_private else ""
    outcome = shell_outcome(shell)
    failed = f' <span class="bad">{escape(outcome)}</span>' if outcome else ""
    title = f"<b>Shell command{private}</b> {escape(one_line(shell.command))}{failed}"
    command = code_html(shell.command, "bash")
    return _folded(title, command + plain_html(shortened(message.text, MOST_RESULT_CHARS)[0]))


def _compaction(message: ChatMessage) -> str:
    undone = " (undone)" if message.is_superseded else ""
    line = f"The history before this was summed up for the model here{undone}"
    return f'<div class="summed">{line}</div>' + _folded("Summary", markdown_html(message.text))


def _pictures(pictures: Iterable[tuple[str, str, bytes]]) -> Iterator[str]:
    for name, media_type, data in pictures:
        shown = escape(one_line(name))
        if data and ending_of(media_type):
            source = f"data:{media_type};base64,{b64encode(data).decode()}"
            yield f'<p><img src="{source}" alt="{shown}" loading="lazy"></p>'
        else:
            yield f'<p class="note">{shown}: not kept</p>'


def _folded(title: str, body: str, kind: str = "") -> str:
    named = f' class="{kind}"' if kind else ""
    return f"<details{named}><summary>{title}</summary>{body}</details>"

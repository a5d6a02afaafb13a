"""The HTML document: a header, a table of contents, the turns."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from agent_tui.exchange.header import header_facts
from agent_tui.exchange.html.colours import PageColours
from agent_tui.exchange.html.style import content_policy, page_style
from agent_tui.exchange.html.turn_html import HtmlLook, turn_html
from agent_tui.exchange.plain_text import one_line
from agent_tui.exchange.turns import Turn, turns_of
from agent_tui.protocol.conversations import Conversation

_OPEN_CONTENTS = 15  # more turns than these are folded away
_MOST_TITLE = 90


def html_page(
    conversation: Conversation, look: HtmlLook, colours: PageColours, *, program: str
) -> Iterator[str]:
    """The page in pieces, one for its head and one for each turn. program: who exports it."""
    turns = list(turns_of(conversation.messages))
    yield _head(conversation, turns, colours)
    for turn in turns:
        label = conversation.labels.get(turn.prompt.id, "") if turn.prompt else ""
        yield turn_html(turn, look, label=label)
    yield f"<footer>Exported by {text_html(program)}</footer>\n</article>\n</main>\n"
    yield "</body>\n</html>\n"


def text_html(text: str, limit: int = 400) -> str:
    """Foreign text inside a line."""
    return escape(one_line(text, limit))


def _head(conversation: Conversation, turns: list[Turn], colours: PageColours) -> str:
    style = page_style(colours)
    title = text_html(conversation.info.title, _MOST_TITLE) or "Conversation"
    facts = "".join(
        f"<dt>{escape(name)}</dt><dd>{text_html(value)}</dd>"
        for name, value in header_facts(conversation)
    )
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{content_policy(style)}">\n'
        '<meta name="viewport" content="width=device-width,initial-scale=1">\n'
        '<meta name="referrer" content="no-referrer">\n'
        '<meta name="color-scheme" content="light dark">\n'
        f"<title>{title}</title>\n<style>{style}</style>\n</head>\n<body>\n<main>\n"
        f"<header>\n<h1>{title}</h1>\n<dl>{facts}</dl>\n</header>\n{_contents(turns)}<article>\n"
    )


def _contents(turns: list[Turn]) -> str:
    lines = [
        f'<li><a href="#turn-{turn.number}"><span class="number">{turn.number}</span>'
        f"{text_html(turn.prompt.text, _MOST_TITLE) or '(no text)'}</a></li>"
        for turn in turns
        if turn.prompt is not None
    ]
    if len(lines) < 2:
        return ""
    is_open = " open" if len(lines) <= _OPEN_CONTENTS else ""
    return (
        f'<nav class="contents" aria-label="Contents"><details{is_open}>'
        f"<summary>{len(lines):,} prompts</summary>\n<ol>\n{chr(10).join(lines)}\n</ol>"
        "</details></nav>\n"
    )

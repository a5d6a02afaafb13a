"""The whole conversation as markdown, for the editor and for the terminal's own scrolling."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from agent_tui.ui.transcript.items.answer_item import AnswerItem
from agent_tui.ui.transcript.items.greeting_item import GreetingItem
from agent_tui.ui.transcript.items.item import Item
from agent_tui.ui.transcript.items.prompt_item import PromptItem

_FENCE = re.compile(r"^[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*(`{3,}|~{3,})(.*)$", re.MULTILINE)


def conversation_blocks(items: Iterable[Item]) -> Iterator[str]:
    """All items, and a heading above each prompt and above what answers it. Blank lines belong
    between the blocks."""
    heading = ""
    for item in items:
        if isinstance(item, GreetingItem) or not (source := item.source().strip("\n")):
            continue
        is_prompt = isinstance(item, PromptItem)
        speaker = "You" if is_prompt else "Agent"
        if is_prompt or speaker != heading:
            heading = speaker
            yield f"## {speaker}"
        yield _closed(source) if is_prompt or isinstance(item, AnswerItem) else source


def _closed(text: str) -> str:
    """`text` with an end for a fence that was left open: what follows is not code."""
    open_mark = ""
    for match in _FENCE.finditer(text):
        mark, rest = match.groups()
        if not open_mark:
            # A backtick behind the opening ones makes the line ordinary text.
            open_mark = "" if mark[0] == "`" and "`" in rest else mark
        elif mark.startswith(open_mark) and not rest.strip():
            open_mark = ""
    return f"{text}\n{open_mark}" if open_mark else text

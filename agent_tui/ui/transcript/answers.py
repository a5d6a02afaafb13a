"""The answers of a conversation as the model wrote them, the last one first."""

from __future__ import annotations

from collections.abc import Iterator

from agent_tui.ui.transcript.items.answer_item import AnswerItem
from agent_tui.ui.transcript.items.prompt_item import PromptItem
from agent_tui.ui.transcript.layout import Layout


def answers(layout: Layout) -> Iterator[str]:
    """Markdown of each answer; one that a retry replaced does not count.

    A long answer is several items in a row, its sections. What stands above the first prompt is a
    welcome.
    """
    sections: list[str] = []
    found: list[str] = []  # since the prompt below, newest first
    for number in reversed(layout.numbers()):
        item = layout.item(number)
        if isinstance(item, AnswerItem):
            if not item.is_superseded:
                sections.append(item.source())
            continue
        if sections:
            found.append(_joined(sections))
            sections.clear()
        if isinstance(item, PromptItem):
            yield from filter(str.strip, found)
            found.clear()
    if not layout.is_whole:
        yield from filter(str.strip, (*found, _joined(sections)))


def _joined(sections: list[str]) -> str:
    text = ""
    for section in reversed(sections):
        # Sections of one part end where a paragraph does; two parts in a row may not.
        text += section if not text or text.endswith("\n") else f"\n\n{section}"
    return text

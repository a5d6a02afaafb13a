"""The whole conversation that is shown, as one text."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator

from agent_tui.ui.transcript.conversation_text import conversation_blocks
from agent_tui.ui.transcript.items.item import Item
from agent_tui.ui.transcript.layout import Layout

_SLICE_S = 0.008
_PAUSE_S = 0.001  # between two slices: the screen paints and takes keys


async def whole_text(layout: Layout) -> str | None:
    """Markdown, None while earlier messages are still being read. Takes its time in slices."""
    if not layout.is_whole:
        return None
    blocks: list[str] = []
    end_s = time.perf_counter() + _SLICE_S
    for block in conversation_blocks(_items(layout)):
        blocks.append(block)
        if time.perf_counter() >= end_s:
            await asyncio.sleep(_PAUSE_S)
            end_s = time.perf_counter() + _SLICE_S
    return "\n\n".join(blocks)


def _items(layout: Layout) -> Iterator[Item]:
    number = layout.first
    while number < layout.end:  # which may grow meanwhile
        yield layout.item(number)
        number += 1

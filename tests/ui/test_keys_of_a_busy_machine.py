"""Keys reach the loop one by one, from a thread: between any two of them it goes on a bit, or not.

A key that moves the focus leaves those behind it in the queue of the widget that had it.
"""

from __future__ import annotations

import asyncio
from itertools import product

import pytest

from agent_tui.config.key_bindings import KeyBindings
from agent_tui.protocol.messages import Role
from agent_tui.ui.early_keys import parsed_keys
from tests.ui.running_chat import RunningChat, a_message, opened, running_chat

F6 = b"\x1b[17~"
GAPS = tuple(product(range(2), repeat=3))


async def type_with_gaps(chat: RunningChat, raw: bytes, gaps: tuple[int, ...]) -> None:
    """gaps: how often the loop goes round behind each key but the last."""
    for event, gap in zip(parsed_keys(raw), (*gaps, 0), strict=True):
        chat.app.post_message(event)
        for _ in range(gap):
            await asyncio.sleep(0)


@pytest.mark.parametrize("gaps", GAPS)
async def test_no_key_overtakes_one_that_the_composer_gives_back(gaps: tuple[int, ...]) -> None:
    async with running_chat(key_bindings=KeyBindings.vim()) as chat:
        await chat.until_sees("INSERT")
        await type_with_gaps(chat, F6 + b":q\r", gaps)
        await chat.until(lambda: bool(chat.exits))


async def test_no_key_overtakes_one_that_the_transcript_gives_back() -> None:
    async with running_chat(key_bindings=KeyBindings.vim()) as chat:
        await chat.until_sees("INSERT")
        message = a_message("an answer", role=Role.ASSISTANT)
        await chat.emit(opened(messages=(message,)))
        for gaps in GAPS:
            chat.type_burst(F6)
            await chat.until_sees("NORMAL")

            await type_with_gaps(chat, b"iabc", gaps)
            await until_written(chat, gaps)


async def test_what_is_typed_in_the_transcript_is_written_in_its_order() -> None:
    async with running_chat() as chat:
        await chat.emit(opened(messages=(a_message("an answer", role=Role.ASSISTANT),)))
        for gaps in GAPS:
            await type_with_gaps(chat, F6 + b"abc", gaps)
            await until_written(chat, gaps)


async def until_written(chat: RunningChat, gaps: tuple[int, ...]) -> None:
    await chat.until(lambda: len(chat.composer.text) == len("abc"))
    assert chat.composer.text == "abc", gaps
    chat.composer.text = ""

"""`/copy`, `/copy code` and `/editor`."""

from __future__ import annotations

import pytest

from agent_tui.protocol.agent_event import AgentEvent
from agent_tui.protocol.events import PartAdded, PartEnded, PartKind, SessionOpened
from agent_tui.protocol.messages import Role
from agent_tui.ui.markdown.code_blocks import CodeBlock, code_blocks
from tests.ui.fake_desktop import FakeDesktop
from tests.ui.running_chat import RunningChat, a_message, opened, running_chat, turn_started

TWO_BLOCKS = "First:\n\n```python\nprint(1)\n```\n\nthen\n\n```sh\n\nls -l\npwd\n```\n"
LONG = "\n\n".join(f"Paragraph {number}. " + "words " * 200 for number in range(40))


def history(*answers: str) -> SessionOpened:
    """A session with a prompt and an answer for each text."""
    messages = []
    for number, text in enumerate(answers):
        messages.append(a_message(f"question {number}", message_id=f"q{number}"))
        messages.append(a_message(text, message_id=f"a{number}", role=Role.ASSISTANT))
    return opened(messages=tuple(messages))


async def copied(chat: RunningChat, desktop: FakeDesktop) -> str:
    await chat.until(lambda: bool(desktop.asked))
    ((_, text),) = desktop.asked
    return str(text)


@pytest.mark.parametrize(("command", "text"), [("/copy", "*two*"), ("/copy 2", "# one")])
async def test_copy_takes_the_markdown_of_the_answer_that_is_counted_from_below(
    command: str, text: str
) -> None:
    desktop = FakeDesktop()
    async with running_chat(desktop=desktop) as chat:
        await chat.emit(history("# one", "*two*"))

        await chat.enter(command)

        assert await copied(chat, desktop) == text


async def test_a_long_answer_of_many_sections_is_copied_as_one() -> None:
    desktop = FakeDesktop()
    async with running_chat(desktop=desktop) as chat:
        await chat.emit(history("short", LONG))

        await chat.enter("/copy")

        assert await copied(chat, desktop) == LONG


async def test_what_a_retry_replaced_is_no_answer() -> None:
    desktop = FakeDesktop()
    async with running_chat(desktop=desktop) as chat:
        await chat.emit(history("one"))
        await chat.emit(turn_started("again"))
        await chat.emit(*part("p1", "half an ans", is_superseded=True), *part("p2", "whole"))

        await chat.enter("/copy")

        assert await copied(chat, desktop) == "whole"


def part(part_id: str, text: str, *, is_superseded: bool = False) -> tuple[AgentEvent, ...]:
    started = PartAdded(
        session_id="s1", turn_id="t1", part_id=part_id, kind=PartKind.TEXT, text=text
    )
    ended = PartEnded(session_id="s1", turn_id="t1", part_id=part_id, is_superseded=is_superseded)
    return started, ended


async def test_the_welcome_of_an_empty_session_is_no_answer() -> None:
    desktop = FakeDesktop()
    async with running_chat(desktop=desktop, guidance="# Welcome") as chat:
        await chat.enter("/copy")

        await chat.until_sees("there is no such answer")

        assert desktop.asked == []


async def test_an_answer_that_is_not_there_is_told() -> None:
    async with running_chat(desktop=FakeDesktop()) as chat:
        await chat.emit(history("one"))

        await chat.enter("/copy 2")

        await chat.until_sees("there is no such answer")


@pytest.mark.parametrize("argument", ["0", "-1", "x", "1 2", "²"])
async def test_a_wrong_argument_is_explained_and_stays_in_the_composer(argument: str) -> None:
    async with running_chat(desktop=FakeDesktop()) as chat:
        await chat.enter(f"/copy {argument}")

        assert chat.sees("Write /copy")
        assert chat.composer.text == f"/copy {argument}"


async def test_the_only_code_block_is_copied_at_once() -> None:
    desktop = FakeDesktop()
    async with running_chat(desktop=desktop) as chat:
        await chat.emit(history("no code", "a list:\n\n1. try\n\n   ```sh\n   ls\n   ```\n"))

        await chat.enter("/copy code")

        assert await copied(chat, desktop) == "ls\n"
        assert chat.is_composing()


async def test_without_a_code_block_one_is_told() -> None:
    async with running_chat(desktop=FakeDesktop()) as chat:
        await chat.emit(history("no code"))

        await chat.enter("/copy code")

        await chat.until_sees("the last answers hold no code block")


@pytest.mark.parametrize(
    ("keys", "text"),
    [
        (["enter"], "\nls -l\npwd\n"),
        (["y"], "\nls -l\npwd\n"),
        (["j", "enter"], "print(1)\n"),
        (["down", "down", "down", "up", "k", "enter"], "\nls -l\npwd\n"),
        (["2"], "print(1)\n"),
    ],
)
async def test_of_several_blocks_one_is_chosen_the_newest_first(keys: list[str], text: str) -> None:
    desktop = FakeDesktop()
    async with running_chat(desktop=desktop) as chat:
        await chat.emit(history(TWO_BLOCKS))
        await chat.enter("/copy code")
        await chat.until_sees("Copy which code block?")
        rows = "\n".join(chat.rows())
        assert "❯  1  sh              3 lines  ls -l" in rows
        assert "   2  python           1 line  print(1)" in rows

        await chat.press(*keys)

        assert await copied(chat, desktop) == text
        await chat.until(lambda: not chat.sees("Copy which code block?"))
        assert chat.is_composing()


async def test_escape_closes_the_list_and_copies_nothing() -> None:
    desktop = FakeDesktop()
    async with running_chat(desktop=desktop) as chat:
        await chat.emit(history(TWO_BLOCKS))
        await chat.enter("/copy code")
        await chat.until_sees("Copy which code block?")

        await chat.press("9", "escape")
        await chat.until(lambda: not chat.sees("Copy which code block?"))

        assert desktop.asked == []
        assert chat.is_composing()


async def test_typing_into_the_open_list_goes_to_the_composer() -> None:
    async with running_chat(desktop=FakeDesktop()) as chat:
        await chat.emit(history(TWO_BLOCKS))
        await chat.enter("/copy code")
        await chat.until_sees("Copy which code block?")

        await chat.press("h", "i")

        assert chat.composer.text == "hi"


async def test_a_long_list_scrolls_with_the_cursor() -> None:
    blocks = "\n".join(f"```\nblock {number}\n```\n" for number in range(20))
    desktop = FakeDesktop()
    async with running_chat(desktop=desktop) as chat:
        await chat.emit(history(blocks))
        await chat.enter("/copy code")
        await chat.until_sees("Copy which code block?")

        await chat.press(*["j"] * 19)
        await chat.until_sees("❯ 20")
        await chat.press("enter")

        assert await copied(chat, desktop) == "block 0\n"


async def test_editor_opens_the_conversation() -> None:
    desktop = FakeDesktop()
    async with running_chat(desktop=desktop) as chat:
        await chat.emit(history("# one"))

        await chat.enter("/editor")

        await chat.until(lambda: bool(desktop.asked))
        name, text = desktop.asked[0][1:]
        assert name == "conversation.md"
        assert "question 0" in text
        assert "# one" in text


def test_code_blocks_come_without_the_indentation_of_what_they_stand_in() -> None:
    text = "> - ~~~py title\n>   x\n>    y\n>   ~~~\n\npara\n\n    indented\n\n```\n\n```\n"

    assert code_blocks(text) == [CodeBlock("py", "x\n y\n"), CodeBlock("", "indented\n")]


def test_a_fence_that_was_left_open_is_a_block_too() -> None:
    assert code_blocks("```sh\nls\n") == [CodeBlock("sh", "ls\n")]

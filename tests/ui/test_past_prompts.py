from __future__ import annotations

import threading
from collections.abc import Generator

from agent_tui.errors import SessionStorageFailed
from agent_tui.protocol.past_prompts import PastPrompt, PromptBatch
from tests.ui.running_chat import RunningChat, a_message, opened, running_chat, turn_started


class FakePromptStore:
    """Prompts in memory, the newest first."""

    def __init__(self, *texts: str, damaged_lines: int = 0, failure: str = "") -> None:
        self.prompts = [
            PastPrompt(text=text, sent_at=1.0, workspace="/other" if "away" in text else "/proj")
            for text in texts
        ]
        self.damaged_lines = damaged_lines
        self.failure = failure

    def add(self, prompt: PastPrompt) -> None:
        self._check()
        self.prompts.insert(0, prompt)

    def newest_first(self) -> Generator[PromptBatch, None, None]:
        self._check()
        half = len(self.prompts) // 2
        yield PromptBatch(tuple(self.prompts[:half]), self.damaged_lines)
        yield PromptBatch(tuple(self.prompts[half:]))

    @property
    def texts(self) -> list[str]:
        return [prompt.text for prompt in self.prompts]

    def _check(self) -> None:
        assert threading.current_thread() is not threading.main_thread()
        if self.failure:
            raise SessionStorageFailed(self.failure)


def is_busy(chat: RunningChat, group: str) -> bool:
    """Something of this group still works in the background."""
    return any(worker.group == group and worker.is_running for worker in chat.app.workers)


def listed(chat: RunningChat) -> list[str]:
    """The last words of the rows of the list."""
    picker = chat.app.chat.history_picker
    if picker is None:
        return []
    region = picker.region
    return [row.split("  ")[-1].strip() for row in chat.rows()[region.y + 1 : region.bottom]]


async def test_what_is_sent_is_kept_commands_of_the_program_are_not() -> None:
    store = FakePromptStore()
    async with running_chat(prompt_store=store) as chat:
        await chat.enter(" fix it ")
        await chat.enter("/version")
        await chat.enter("then test it")
        await chat.until(lambda: len(store.prompts) == 2)

        newest, first = store.prompts
        assert (newest.text, first.text) == ("then test it", "fix it")
        assert (first.workspace, first.session_id) == ("/proj", "s1")
        assert first.sent_at > 1e9


async def test_up_goes_from_this_session_to_others_of_the_project() -> None:
    store = FakePromptStore("newer here", "away", "newer here", "older here")
    async with running_chat(prompt_store=store, is_open=False) as chat:
        await chat.emit(opened(messages=(a_message("mine"),)))
        await chat.until(lambda: not is_busy(chat, "history"))

        called_up = []
        for _ in range(4):
            await chat.press("up")
            called_up.append(chat.composer.text)

        assert called_up == ["mine", "newer here", "older here", "older here"]


async def test_ctrl_r_lists_all_sessions_and_enter_takes_one_into_the_composer() -> None:
    store = FakePromptStore("fix the parser", "away: fix it", "write docs")
    async with running_chat(prompt_store=store) as chat:
        await chat.write("draft")
        await chat.press("ctrl+r")
        await chat.until(lambda: len(listed(chat)) == 3)
        assert listed(chat) == ["fix the parser", "away: fix it", "write docs"]

        await chat.press(*"fix", "down", "enter")

        assert chat.is_composing()
        assert chat.composer.text == "away: fix it"
        assert listed(chat) == []
        assert chat.engine.texts_sent() == []
        await chat.press("ctrl+underscore")
        assert chat.composer.text == "draft"


async def test_ctrl_s_narrows_to_this_project_and_esc_leaves_the_draft_as_it_was() -> None:
    store = FakePromptStore("here", "away")
    async with running_chat(prompt_store=store) as chat:
        await chat.write("draft")
        await chat.press("ctrl+r")
        await chat.until(lambda: len(listed(chat)) == 2)

        await chat.press("ctrl+s")
        assert listed(chat)[0] == "here"
        assert "away" not in listed(chat)
        await chat.press("ctrl+s")
        assert listed(chat) == ["here", "away"]

        await chat.press("escape")
        assert chat.is_composing()
        assert chat.composer.text == "draft"


async def test_keys_typed_in_one_burst_with_ctrl_r_filter_and_choose_in_their_order() -> None:
    async with running_chat(is_open=False) as chat:
        await chat.emit(opened(messages=(a_message("one two"), a_message("two", message_id="m2"))))

        chat.type_burst(b"\x12one\r!")

        await chat.until(lambda: chat.composer.text == "one two!")


async def test_ctrl_c_closes_the_list_and_leaves_the_draft_alone() -> None:
    async with running_chat() as chat:
        await chat.write("draft")
        await chat.press("ctrl+r")
        await chat.press("ctrl+c")

        assert chat.is_composing()
        assert chat.composer.text == "draft"


async def test_a_history_that_cannot_be_used_is_told_once_and_the_chat_goes_on() -> None:
    store = FakePromptStore(failure="the disk is full")
    async with running_chat(prompt_store=store, size=(80, 40)) as chat:
        await chat.enter("one")
        await chat.enter("two")
        await chat.until_sees("Prompts are not remembered")
        await chat.press("ctrl+r")
        await chat.until_sees("Past prompts cannot be read")

        assert chat.engine.texts_sent() == ["one", "two"]
        assert listed(chat) == ["two", "one"]
        shown = "\n".join(chat.rows())
        assert shown.count("Prompts are not remembered") == 1
        assert shown.count("Past prompts cannot be read") == 1


async def test_a_damaged_history_is_told_and_what_is_whole_is_used() -> None:
    store = FakePromptStore("whole", damaged_lines=2)
    async with running_chat(prompt_store=store) as chat:
        await chat.press("ctrl+r")
        await chat.until_sees("2 lines of the file could not be read")
        assert listed(chat) == ["whole"]


async def test_the_list_fits_a_small_window_with_a_queue_and_a_draft() -> None:
    async with running_chat(size=(40, 12), prompt_store=FakePromptStore(*"abcdefghijkl")) as chat:
        await chat.emit(turn_started())
        await chat.write("draft\nof\nlines")
        await chat.press("ctrl+r")
        await chat.until(lambda: "a" in listed(chat))

        assert chat.rows()[-1].strip()
        assert chat.sees("lines")

from __future__ import annotations

import pytest
from textual import events

from agent_tui.protocol.desktop import EditorCommand
from agent_tui.protocol.events import QueueChanged
from agent_tui.protocol.inputs import SaveDraft
from agent_tui.protocol.sessions import QueuedPrompt
from tests.ui.fake_desktop import FakeDesktop
from tests.ui.panels.asked import a_command, requested
from tests.ui.running_chat import RunningChat, opened, running_chat, turn_started

LOG = "\n".join(f"line {number}" for number in range(200))
LABEL = "[Pasted text #1 +200 lines]"
WINDOWED = EditorCommand(
    arguments=("/bin/code", "f"), is_windowed=True, waiting_arguments=("/bin/code", "--wait", "f")
)


def saved(chat: RunningChat) -> SaveDraft:
    """What was kept last."""
    return [put for put in chat.engine.inputs if isinstance(put, SaveDraft)][-1]


def editing_desktop(edited: str | None) -> FakeDesktop:
    desktop = FakeDesktop()
    desktop.editor, desktop.edited = WINDOWED, edited
    return desktop


async def test_a_stash_survives_a_restart_as_a_stack() -> None:
    async with running_chat() as chat:
        await chat.write("one")
        await chat.press("ctrl+s")
        await chat.write("two")
        await chat.press("ctrl+s")
        kept = saved(chat)
        assert kept.text == ""

    async with running_chat(is_open=False) as again:
        await again.emit(opened(draft=kept.text, draft_extras=kept.extras))
        await again.press("ctrl+s")
        assert again.composer.text == "two"


async def test_a_stashed_draft_returns_after_the_next_send() -> None:
    async with running_chat() as chat:
        await chat.write("long thought")
        await chat.press("ctrl+s")
        await chat.enter("quick question")
        await chat.until(lambda: chat.composer.text == "long thought")

        assert chat.engine.texts_sent() == ["quick question"]


async def test_a_command_that_is_unknown_is_not_mixed_with_the_stash() -> None:
    async with running_chat() as chat:
        await chat.write("long thought")
        await chat.press("ctrl+s")
        await chat.enter("/nothing-of-the-kind")
        await chat.pilot.pause()

        assert chat.composer.text == "/nothing-of-the-kind"


async def test_ctrl_o_opens_the_chip_at_the_cursor_and_closes_it_again() -> None:
    async with running_chat() as chat:
        chat.composer.paste(LOG)
        await chat.press("ctrl+o")
        assert chat.composer.text == LOG

        await chat.press("ctrl+o")
        assert chat.composer.text == LABEL


async def test_a_double_click_opens_a_chip() -> None:
    async with running_chat() as chat:
        chat.composer.paste(LOG)
        await chat.pilot.click(chat.composer, offset=(8, 1), times=2)

        assert chat.composer.text == LOG


async def test_a_chip_too_large_to_open_says_so() -> None:
    async with running_chat() as chat:
        chat.composer.paste("x" * 1_000_000)
        await chat.press("ctrl+o")

        assert chat.sees("too large to be opened here: Ctrl+G does it")


async def test_the_draft_comes_back_from_the_editor_with_its_chips() -> None:
    desktop = editing_desktop(f"Now: {LOG}\r\nplease\n".replace("\n", "\r\n"))
    async with running_chat(desktop=desktop) as chat:
        await chat.write("see ")
        chat.composer.paste(LOG)
        await chat.press("ctrl+g")
        await chat.until(lambda: chat.composer.text == f"Now: {LABEL}\nplease")

        assert ("file", "draft.md", f"see {LOG}\n") in desktop.asked
        assert ("wait", "/bin/code", "--wait", "f") in desktop.asked
        assert ("forget", "/private/draft.md") in desktop.asked
        await chat.press("ctrl+underscore")
        assert chat.composer.text == f"see {LABEL}"


@pytest.mark.parametrize(
    ("edited", "said"),
    [
        ("draft\n", "the editor changed nothing"),
        (" \n", "The editor left an empty file."),
        (None, "What the editor left cannot be read: it is gone"),
    ],
)
async def test_an_editor_that_writes_nothing_leaves_the_draft(
    edited: str | None, said: str
) -> None:
    async with running_chat(desktop=editing_desktop(edited)) as chat:
        await chat.write("draft")
        await chat.press("ctrl+g")
        await chat.until_sees(said)

        assert chat.composer.text == "draft"


async def test_a_line_that_an_editor_appends_is_a_line_of_its_own() -> None:
    desktop = editing_desktop("draft\nappended\n")
    async with running_chat(desktop=desktop) as chat:
        await chat.write("draft")
        await chat.press("ctrl+g")
        await chat.until(lambda: chat.composer.text == "draft\nappended")

        assert ("file", "draft.md", "draft\n") in desktop.asked


@pytest.mark.parametrize("is_missing", [True, False])
async def test_an_editor_that_fails_leaves_the_draft_and_is_told(is_missing: bool) -> None:
    desktop = editing_desktop("half-written")
    desktop.problem = "/bin/code ended with exit code 1."
    if is_missing:
        desktop.editor = EditorCommand(problem="There is no program code.")
    async with running_chat(desktop=desktop) as chat:
        await chat.write("draft")
        await chat.press("ctrl+g")
        await chat.until_sees("There is no program" if is_missing else "exit code 1")

        assert chat.composer.text == "draft"
        assert ("forget", "/private/draft.md") in desktop.asked


async def test_one_may_write_on_while_a_windowed_editor_is_open_and_nothing_is_lost() -> None:
    desktop = editing_desktop("edited")
    desktop.may_close.clear()
    async with running_chat(desktop=desktop) as chat:
        await chat.write("draft")
        await chat.press("ctrl+g")
        await chat.until_sees("The draft is open in code")
        await chat.press("ctrl+g")
        await chat.until_sees("open in the editor already")
        await chat.write(", typed on")
        desktop.may_close.set()
        await chat.until(lambda: chat.composer.text == "edited")

        assert [draft.text for draft in chat.composer.kept_draft[1].stash] == ["draft, typed on"]


async def test_files_dropped_on_the_terminal_become_mentions_and_paths() -> None:
    desktop = FakeDesktop()
    desktop.files = ["a b.txt", "/tmp/c d.txt"]
    async with running_chat(desktop=desktop) as chat:
        await chat.write("see ")
        chat.app.post_message(events.Paste("/proj/a\\ b.txt '/tmp/c d.txt' "))
        await chat.until(lambda: chat.composer.text == 'see @"a b.txt" /tmp/c d.txt ')

        await chat.press("ctrl+underscore")
        assert chat.composer.text == "see /proj/a\\ b.txt '/tmp/c d.txt' "


async def test_a_paste_that_only_looks_like_a_path_stays_as_it_is() -> None:
    desktop = FakeDesktop()
    async with running_chat(desktop=desktop) as chat:
        chat.composer.paste("/help\\ me")
        await chat.pilot.pause()
        await chat.until(
            lambda: not any(one.group == "outside" and one.is_running for one in chat.app.workers)
        )

        assert chat.composer.text == "/help\\ me"


async def test_a_burst_of_composed_characters_is_sent_whole_and_in_order() -> None:
    text = "日本語を入力する、그리고 한글, é ñ 👍🏽 の"
    async with running_chat() as chat:
        await chat.emit(turn_started())
        chat.type_burst(f"{text}\rnext\r".encode())
        await chat.until(lambda: len(chat.engine.texts_sent()) == 2)

        assert chat.engine.texts_sent() == [text, "next"]


@pytest.mark.parametrize("size", [(80, 24), (40, 12), (20, 6)])
async def test_the_composer_stays_usable_in_every_window(size: tuple[int, int]) -> None:
    async with running_chat(size=size) as chat:
        await chat.write("\n".join(f"row {number}" for number in range(30)))

        assert chat.sees("row 29")
        assert 1 <= chat.composer.size.height <= 12


@pytest.mark.parametrize("size", [(80, 24), (40, 12)])
async def test_panel_queue_and_popup_at_once_leave_the_composer_and_the_status_bar(
    size: tuple[int, int],
) -> None:
    waiting = tuple(QueuedPrompt(id=str(number), text="waiting") for number in range(4))
    async with running_chat(size=size) as chat:
        await chat.emit(turn_started(), QueueChanged(session_id="s1", prompts=waiting))
        await chat.emit(requested(a_command()))
        await chat.write("/co")
        await chat.until_sees("/compact")
        await chat.pilot.pause()

        rows = chat.rows()
        assert rows[-2].startswith("❯ /co")
        assert "Esc stop" in rows[-1]
        assert chat.sees("git log")

"""What leaves the screen: copied texts, opened links, the conversation."""

from __future__ import annotations

import base64
import re
import signal
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from msgspec.structs import replace

from agent_tui.protocol.desktop import EditorCommand
from agent_tui.ui.outside.osc52 import osc52, sent_text
from agent_tui.ui.transcript.wanted import ConversationWanted, CopyWanted, OpenWanted
from tests.ui.fake_desktop import FakeDesktop
from tests.ui.running_chat import RunningChat, running_chat


def sequences(chat: RunningChat, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Collects, from now on, what is written to the terminal, which is not in tmux."""
    monkeypatch.delenv("TMUX", raising=False)
    sent: list[str] = []
    driver = chat.app._driver
    assert driver is not None
    monkeypatch.setattr(driver, "write", sent.append)
    return sent


def osc52_texts(sent: list[str]) -> list[tuple[str, str]]:
    """(selection, text) of each request to the terminal, in order."""
    found = re.findall(r"\x1b]52;([cp]);([\w+/=]*)\a", "".join(sent))
    return [(where, base64.b64decode(data).decode()) for where, data in found]


async def test_a_program_that_takes_the_text_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    desktop = FakeDesktop(way="wl-copy")
    async with running_chat(desktop=desktop) as chat:
        sent = sequences(chat, monkeypatch)
        chat.app.chat.post_message(CopyWanted("x" * 1234, "answer"))

        await chat.until_sees("Copied answer (1,234 characters) · wl-copy")

        assert desktop.asked == [("copy", "x" * 1234)]
        assert chat.app.clipboard == "x" * 1234
        assert osc52_texts(sent) == []


async def test_when_no_program_takes_it_the_terminal_is_asked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with running_chat(desktop=FakeDesktop(way="")) as chat:
        sent = sequences(chat, monkeypatch)
        chat.app.chat.post_message(CopyWanted("grün", "answer"))

        await chat.until_sees("Copied answer (4 characters) · asked the terminal (OSC 52)")

        assert osc52_texts(sent) == [("c", "grün")]


async def test_an_application_without_a_desktop_asks_the_terminal(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with running_chat() as chat:
        sent = sequences(chat, monkeypatch)
        chat.app.chat.post_message(CopyWanted("a", "answer"))

        await chat.until_sees("Copied answer (1 character) · asked the terminal (OSC 52)")

        assert osc52_texts(sent) == [("c", "a")]


async def test_a_selection_made_with_the_mouse_fills_the_primary_selection_in_silence(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with running_chat() as chat:
        sent = sequences(chat, monkeypatch)
        chat.app.chat.post_message(CopyWanted("marked", "selection", to_primary_only=True))
        await chat.until(lambda: bool(osc52_texts(sent)))

        assert osc52_texts(sent) == [("p", "marked")]
        assert chat.app.clipboard == ""
        assert not chat.sees("Copied")


async def test_the_primary_selection_goes_to_the_desktop_too() -> None:
    desktop = FakeDesktop()
    async with running_chat(desktop=desktop) as chat:
        chat.app.chat.post_message(CopyWanted("marked", "selection", to_primary_only=True))
        await chat.until(lambda: bool(desktop.asked))

        assert desktop.asked == [("primary", "marked")]


async def test_the_setting_osc52_leaves_the_desktops_clipboard_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    desktop = FakeDesktop()
    async with running_chat(desktop=desktop, clipboard="osc52") as chat:
        sent = sequences(chat, monkeypatch)
        chat.app.chat.post_message(CopyWanted("a", "answer"))
        await chat.until_sees("asked the terminal (OSC 52)")

        assert desktop.asked == []
        assert osc52_texts(sent) == [("c", "a")]


async def test_the_setting_off_copies_nothing_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    desktop = FakeDesktop()
    async with running_chat(desktop=desktop, clipboard="off") as chat:
        sent = sequences(chat, monkeypatch)
        chat.app.chat.post_message(CopyWanted("a", "answer"))
        await chat.until_sees("copying is switched off")

        assert desktop.asked == []
        assert osc52_texts(sent) == []


async def test_what_is_copied_last_arrives_last_however_slow_the_first_is() -> None:
    desktop = FakeDesktop()
    desktop.may_copy.clear()
    async with running_chat(desktop=desktop) as chat:
        for text in ("first", "second"):
            chat.app.chat.post_message(CopyWanted(text, "answer"))
        await chat.until(lambda: desktop.copies_at_once > 0)
        await chat.pilot.pause()
        desktop.may_copy.set()
        await chat.until(lambda: len(desktop.asked) == 2)

        assert desktop.copies_at_once == 1
        assert desktop.asked == [("copy", "first"), ("copy", "second")]


async def test_a_text_that_a_terminal_may_cut_is_copied_with_a_warning(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with running_chat(size=(120, 24)) as chat:
        sequences(chat, monkeypatch)
        chat.app.chat.post_message(CopyWanted("x" * 80_000, "answer"))

        await chat.until_sees("(OSC 52), which may cut so long a text")


async def test_text_fields_copy_in_the_same_way() -> None:
    desktop = FakeDesktop()
    async with running_chat(desktop=desktop) as chat:
        await chat.write("cut me")
        chat.composer.select_all()
        await chat.press("ctrl+x")
        await chat.until(lambda: bool(desktop.asked))

        assert desktop.asked == [("copy", "cut me")]


async def test_a_program_inside_tmux_sends_what_tmux_hands_through(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with running_chat() as chat:
        sent = sequences(chat, monkeypatch)
        monkeypatch.setenv("TMUX", "/tmp/tmux,1,0")
        chat.app.chat.post_message(CopyWanted("hi", "answer"))
        await chat.until(lambda: bool(sent) and "tmux" in "".join(sent))

        assert osc52("hi", is_primary=False, is_in_tmux=True) in sent


def test_what_cannot_be_encoded_is_replaced_and_nul_is_dropped() -> None:
    assert sent_text("a\0b\ud83dc\x1b") == "ab?c\x1b"


def test_inside_tmux_the_request_is_sent_plain_and_wrapped() -> None:
    plain = osc52("hi", is_primary=False, is_in_tmux=False)
    both = osc52("hi", is_primary=False, is_in_tmux=True)

    assert plain == "\x1b]52;c;aGk=\a"
    assert both == plain + "\x1bPtmux;\x1b\x1b]52;c;aGk=\a\x1b\\"


async def test_an_address_is_opened_by_the_program_that_is_named() -> None:
    desktop = FakeDesktop()
    async with running_chat(desktop=desktop) as chat:
        chat.app.chat.post_message(OpenWanted("https://example.org/x"))

        await chat.until_sees("Opened https://example.org/x · xdg-open")

        assert desktop.asked == [("url", "https://example.org/x")]


async def test_an_address_is_copied_where_there_is_no_browser() -> None:
    desktop = FakeDesktop(opener="")
    async with running_chat(desktop=desktop, size=(100, 24)) as chat:
        chat.app.chat.post_message(OpenWanted("mailto:a@example.org"))

        await chat.until_sees("Copied the address, for there is no browser here")

        assert desktop.asked[-1] == ("copy", "mailto:a@example.org")


@pytest.mark.parametrize("target", ["ftp://example.org", "vscode://do/this", "javascript://x"])
async def test_addresses_that_may_do_more_than_show_a_page_are_not_opened(target: str) -> None:
    desktop = FakeDesktop()
    async with running_chat(desktop=desktop) as chat:
        chat.app.chat.post_message(OpenWanted(target))

        await chat.until_sees("only http, https and mailto addresses are opened")

        assert desktop.asked == []


@pytest.mark.parametrize(
    "target", ["missing.py:3", "https://exa mple.org", "https://x\x1b]0;y", "javascript:alert(1)"]
)
async def test_what_is_neither_an_address_nor_a_file_is_told(target: str) -> None:
    desktop = FakeDesktop()
    async with running_chat(desktop=desktop) as chat:
        chat.app.chat.post_message(OpenWanted(target))

        await chat.until(lambda: chat.sees("There is no file") or chat.sees("only http"))

        assert desktop.asked == []


async def test_an_editor_with_a_window_is_started_beside_the_screen() -> None:
    desktop = FakeDesktop()
    desktop.files = ["src/a.py:7"]
    async with running_chat(desktop=desktop) as chat:
        chat.app.chat.post_message(OpenWanted("src/a.py:7"))

        await chat.until_sees("Opened src/a.py:7 · code")

        # A relative path is seen from the folder of the session.
        assert desktop.asked == [("editor", "/proj/src/a.py:7"), ("start", "/bin/code", "f")]


async def test_an_editor_that_fails_is_told_with_what_to_set() -> None:
    desktop = FakeDesktop()
    desktop.files = ["a"]
    desktop.problem = "/bin/code ended with exit code 1."
    async with running_chat(desktop=desktop) as chat:
        chat.app.chat.post_message(OpenWanted("a"))

        await chat.until_sees("The editor failed")

        assert chat.sees("/bin/code ended with exit code 1.")
        assert chat.sees("Set VISUAL or EDITOR")


async def test_without_an_editor_one_is_told_why() -> None:
    desktop = FakeDesktop()
    desktop.files = ["a"]
    desktop.editor = EditorCommand(problem="No editor was found. Set VISUAL or EDITOR.")
    async with running_chat(desktop=desktop) as chat:
        chat.app.chat.post_message(OpenWanted("a"))

        await chat.until_sees("No editor was found.")


async def test_a_terminal_that_cannot_be_given_away_is_kept() -> None:
    desktop = FakeDesktop()
    desktop.files = ["a"]
    desktop.editor = replace(desktop.editor, is_windowed=False)
    async with running_chat(desktop=desktop) as chat:
        chat.app.chat.post_message(OpenWanted("a"))
        await chat.until_sees("this terminal cannot be given to another program")

        chat.app.chat.post_message(ConversationWanted("# all", in_editor=False))
        await chat.pilot.pause()
        assert chat.sees("this terminal cannot be given to another program")


async def test_the_conversation_is_handed_to_a_windowed_editor_as_a_private_copy() -> None:
    desktop = FakeDesktop()
    async with running_chat(desktop=desktop, size=(120, 24)) as chat:
        chat.app.chat.post_message(ConversationWanted("# all", in_editor=True))

        await chat.until_sees("Opened a copy of the conversation · code")

        assert desktop.asked[0] == ("file", "conversation.md", "# all")
        assert ("forget", "/private/conversation.md") not in desktop.asked


async def test_an_application_without_a_desktop_opens_nothing() -> None:
    async with running_chat() as chat:
        for message in (OpenWanted("https://x.org"), ConversationWanted("# a", in_editor=True)):
            chat.app.chat.set_hint("")
            chat.app.chat.post_message(message)
            await chat.until_sees("nothing can be opened from here")


async def test_an_empty_conversation_is_not_opened() -> None:
    desktop = FakeDesktop()
    async with running_chat(desktop=desktop) as chat:
        chat.app.chat.post_message(ConversationWanted("\n", in_editor=False))

        await chat.until_sees("nothing was said yet")


async def test_keys_that_are_signals_do_nothing_while_the_terminal_changes_hands(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seen: list[object] = []

    @contextmanager
    def suspend() -> Iterator[None]:
        seen.append(signal.getsignal(signal.SIGINT))
        yield
        seen.append(signal.getsignal(signal.SIGINT))

    async with running_chat() as chat:
        monkeypatch.setattr(chat.app, "suspend", suspend)
        before = signal.getsignal(signal.SIGINT)

        with chat.app.suspended():
            pass

        assert seen == [signal.SIG_IGN, signal.SIG_IGN]
        assert signal.getsignal(signal.SIGINT) == before

"""Images from the clipboard and from dropped files, into the prompt and back."""

from __future__ import annotations

from msgspec.structs import replace

from agent_tui.config.key_bindings import KeyBindings
from agent_tui.protocol.desktop import PastedContent
from agent_tui.protocol.events import QueueChanged
from agent_tui.protocol.inputs import SubmitPrompt
from agent_tui.protocol.prompt_events import QueueReturned
from agent_tui.protocol.sessions import QueuedPrompt
from tests.sample_images import an_image
from tests.ui.fake_desktop import FakeDesktop
from tests.ui.running_chat import RunningChat, running_chat

LABEL = "[Image #1 3x2 PNG]"
SENT = replace(an_image(), label=LABEL)


def a_desktop(content: PastedContent) -> FakeDesktop:
    desktop = FakeDesktop()
    desktop.clipboard = content
    return desktop


def submitted(chat: RunningChat) -> list[SubmitPrompt]:
    return [each for each in chat.engine.inputs if isinstance(each, SubmitPrompt)]


async def test_an_image_is_pasted_sent_and_called_up_again() -> None:
    async with running_chat(desktop=a_desktop(PastedContent(image=an_image()))) as chat:
        await chat.write("what is ")
        await chat.press("ctrl+v")
        await chat.until_sees(f"what is {LABEL}")
        await chat.press("enter")

        (prompt,) = submitted(chat)
        assert (prompt.text, prompt.images) == (f"what is {LABEL}", (SENT,))

        await chat.press("up", "enter")
        assert submitted(chat)[1].images == (SENT,)


async def test_a_chip_that_was_deleted_sends_no_image() -> None:
    async with running_chat(desktop=a_desktop(PastedContent(image=an_image()))) as chat:
        await chat.press("alt+v")
        await chat.until_sees(LABEL)
        await chat.press("backspace", "h", "i", "enter")

        (prompt,) = submitted(chat)
        assert (prompt.text, prompt.images) == ("hi", ())


async def test_without_an_image_the_text_is_pasted_else_what_was_copied_here() -> None:
    desktop = a_desktop(PastedContent(text="from outside"))
    async with running_chat(desktop=desktop) as chat:
        await chat.press("ctrl+v")
        await chat.until(lambda: chat.composer.text == "from outside")

        desktop.clipboard = PastedContent(problem="install wl-clipboard")
        await chat.press("ctrl+v")
        await chat.until_sees("install wl-clipboard")

        chat.app.remember_copied(", copied here")
        await chat.press("ctrl+v")
        await chat.until(lambda: chat.composer.text == "from outside, copied here")


async def test_with_copying_switched_off_no_program_is_asked() -> None:
    desktop = a_desktop(PastedContent(image=an_image()))
    async with running_chat(desktop=desktop, clipboard="off") as chat:
        chat.app.remember_copied("copied here")

        await chat.press("ctrl+v")

        await chat.until(lambda: chat.composer.text == "copied here")


async def test_in_vim_and_emacs_there_is_a_key_for_it_too() -> None:
    for preset, pressed in (("vim", ("alt+v",)), ("emacs", ("ctrl+x", "ctrl+v"))):
        desktop = a_desktop(PastedContent(image=an_image()))
        async with running_chat(desktop=desktop, key_bindings=KeyBindings.named(preset)) as chat:
            await chat.press(*pressed)
            await chat.until_sees(LABEL)


async def test_a_dropped_image_becomes_a_chip() -> None:
    desktop = FakeDesktop()
    desktop.files = ["a b.png", "b.txt"]
    desktop.images = {"/proj/a b.png": PastedContent(image=an_image())}
    async with running_chat(desktop=desktop) as chat:
        chat.composer.paste("'/proj/a b.png' /proj/b.txt")

        await chat.until_sees(f"{LABEL} @b.txt")


async def test_an_image_that_is_too_large_stays_a_mention_and_says_so() -> None:
    desktop = FakeDesktop()
    desktop.files = ["a.png"]
    desktop.images = {"/proj/a.png": PastedContent(problem="the image has more than 10 MB")}
    async with running_chat(desktop=desktop) as chat:
        chat.composer.paste("/proj/a.png")

        await chat.until_sees("the image has more than 10 MB")
        assert chat.composer.text == "@a.png"


async def test_waiting_prompts_come_back_with_their_images() -> None:
    waiting = QueuedPrompt(id="q1", text=f"see {LABEL}", images=(SENT,))
    async with running_chat() as chat:
        await chat.emit(QueueChanged(session_id="s1", prompts=(waiting,)))
        await chat.press("up", "enter")
        assert submitted(chat)[0].images == (SENT,)

        await chat.emit(QueueReturned(session_id="s1", prompts=(waiting,)))
        await chat.press("enter")
        assert submitted(chat)[1].images == (SENT,)

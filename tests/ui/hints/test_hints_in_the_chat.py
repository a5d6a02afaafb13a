"""Hints on the screen: where they stand, when they go, what is kept."""

from __future__ import annotations

from agent_tui.config.layout import Layout
from agent_tui.config.ui_options import UiOptions
from agent_tui.protocol.hints import HintsSeen
from agent_tui.ui.app import ChatApp, UiHooks
from tests.ui.fake_engine import FakeEngine
from tests.ui.running_chat import RunningChat, opened


class RememberingInMemory:
    """Implements `HintMemory`."""

    def __init__(self, seen: HintsSeen) -> None:
        self.seen = seen
        self.saved_count = 0

    def load(self) -> HintsSeen:
        return self.seen

    def save(self, seen: HintsSeen) -> None:
        self.seen = seen
        self.saved_count += 1


def app_with(memory: RememberingInMemory, engine: FakeEngine, options: UiOptions) -> ChatApp:
    hooks = UiHooks(
        on_ready=lambda: None, request_exit=lambda _: None, make_hint_memory=lambda: memory
    )
    return ChatApp(events=engine, inputs=engine, options=options, hooks=hooks)


async def test_a_hint_stands_in_the_status_bar_goes_with_its_use_and_is_kept() -> None:
    memory, engine = RememberingInMemory(HintsSeen()), FakeEngine()
    app = app_with(memory, engine, UiOptions(cwd="/proj"))
    async with app.run_test(size=(80, 24)) as pilot:
        chat = RunningChat(app, engine, pilot, [])
        await chat.emit(opened())
        await chat.until(lambda: "/ lists commands" in chat.rows()[-1])
        assert memory.saved_count == 0

        await chat.write("hello")
        await chat.until(lambda: "Enter sends" in chat.rows()[-1])
        await chat.press("enter")
        await chat.until(lambda: memory.seen == HintsSeen(used=("send",), prompts=1))

        assert "Enter sends" not in chat.rows()[-1]


async def test_neither_the_setting_nor_a_bare_layout_leaves_room_for_hints() -> None:
    for options in (
        UiOptions(cwd="/proj", has_hints=False),
        UiOptions(cwd="/proj", layout=Layout.minimal()),
    ):
        memory, engine = RememberingInMemory(HintsSeen()), FakeEngine()
        app = app_with(memory, engine, options)
        async with app.run_test(size=(80, 24)) as pilot:
            chat = RunningChat(app, engine, pilot, [])
            await chat.emit(opened())
            await chat.enter("hello")

            assert not chat.sees("/ lists commands")
            assert memory.saved_count == 0

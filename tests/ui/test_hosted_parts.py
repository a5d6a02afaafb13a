from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest
from textual.app import App
from textual.geometry import Size
from textual.widgets import Static

from agent_tui.config.layout import Layout
from agent_tui.config.ui_options import PanelClass, UiOptions
from agent_tui.errors import ConfigError
from agent_tui.ui.engine_link import EngineLink
from agent_tui.ui.panels.chat_dock import chat_dock
from agent_tui.ui.screens.hosted_parts import HostedParts
from agent_tui.ui.themes import COLOUR_NAMES
from agent_tui.ui.widgets.permission_panel import PermissionPanel
from agent_tui.ui.widgets.sidebar import Sidebar
from agent_tui.ui.widgets.status_facts import StatusFacts
from tests.ui.fake_engine import FakeEngine
from tests.ui.running_chat import RunningChat, running_chat


class BrokenLater(Static):
    """A host's widget that fails when somebody uses it."""

    def fail(self) -> None:
        raise RuntimeError("using it went wrong")


class BrokenOnMount(Static):
    """Another one, which cannot be mounted."""

    def on_mount(self) -> None:
        raise RuntimeError("mounting went wrong")


class BrokenInside(Static):
    """Another one: what it shows when somebody uses it has the bug."""

    async def fail(self) -> None:
        await self.mount(BrokenOnMount("inner"))


class BrokenPicture(Static):
    """Another one: its picture fails, which is made in the screen's task."""

    is_broken = False

    def fail(self) -> None:
        self.is_broken = True
        self.refresh(layout=True)

    def render(self) -> str:
        if self.is_broken:
            raise RuntimeError("painting went wrong")
        return "look at me"


class BrokenWork(Static):
    """Another one: what it does in the background fails."""

    def fail(self) -> None:
        self.run_worker(self._work())

    async def _work(self) -> None:
        raise RuntimeError("working went wrong")


class BrokenAtTheEnd(Static):
    """Another one, which fails when the screen is closed."""

    def on_unmount(self) -> None:
        raise RuntimeError("leaving went wrong")


class OwnPanel(PermissionPanel):
    """A host's own panel."""


def _made_wrong(**_: object) -> Static:
    raise RuntimeError("making went wrong")


async def failed(
    chat: RunningChat, widget: BrokenLater | BrokenInside | BrokenPicture | BrokenWork
) -> None:
    widget.call_later(widget.fail)
    # Not by the pilot, which would wait for the broken one.
    while widget.is_attached:  # noqa: ASYNC110
        await asyncio.sleep(0)
    await chat.until_sees(f"{type(widget).__name__} failed and was taken out")


async def test_a_hosts_widget_that_fails_is_taken_out_and_the_chat_goes_on() -> None:
    def no_widget() -> str:
        return "no widget"

    later, inside = BrokenLater("use me"), BrokenInside("or me")
    picture, work, last = BrokenPicture(), BrokenWork("work"), BrokenAtTheEnd("last")
    made = [lambda one=one: one for one in (later, inside, picture, work, last)]
    widgets = {"panel": (_made_wrong, no_widget, *made)}

    async with running_chat(widgets=widgets) as chat:
        await chat.until_sees("RuntimeError: making went wrong")
        assert chat.sees("TypeError: str is no widget")

        for broken in (later, inside, picture, work):
            await failed(chat, broken)
        assert not chat.sees("use me")
        assert not chat.sees("or me")
        assert not chat.sees("look at me")

        await chat.enter("hello")
        assert chat.engine.texts_sent() == ["hello"]


async def test_a_strip_whose_only_widget_failed_folds_away() -> None:
    broken, other = BrokenLater("use me"), Static("a.txt")
    layout = Layout.custom(left=("files", 20), right=("tools", 20))
    widgets = {"files": (lambda: other,), "tools": (lambda: broken,)}

    async with running_chat(layout=layout, widgets=widgets, size=(100, 24)) as chat:
        await chat.until_sees("use me")
        await failed(chat, broken)
        await chat.resize(101, 24)

        assert other.region.right == 18
        assert chat.composer.region.right == 101


async def test_a_tall_widget_in_the_panel_slot_leaves_the_composer_in_the_window() -> None:
    tall = Static("\n".join("row" for _ in range(100)))

    async with running_chat(widgets={"panel": (lambda: tall,)}) as chat:
        await chat.until_sees("row")

        assert tall.region.height == 9
        assert chat.composer.region.bottom == 23
        assert chat.sees("Write a prompt")


async def test_an_error_that_ends_the_loop_of_the_application_is_not_put_down_to_a_widget() -> None:
    parts = HostedParts(UiOptions(widgets={"panel": (lambda: BrokenLater("use me"),)}))
    (broken,) = parts.widgets("panel")
    assert isinstance(broken, BrokenLater)
    notices: list[object] = []

    class Application(App[None]):
        def _handle_exception(self, error: Exception) -> None:
            notices.append(parts.take_out(error))

    app = Application()
    app.call_later(broken.fail)
    await app.run_async(headless=True)

    assert notices == [None]


async def test_a_host_has_strips_around_the_chat_first_words_and_a_theme_of_its_own() -> None:
    colours = dict.fromkeys(COLOUR_NAMES, "#808080") | {"primary": "#123456"}
    layout = Layout.custom(left=("files", 20), right=("todo", 20), top=("banner", 1))
    widgets = {
        "files": (lambda: Static("a.txt"),),
        "todo": (lambda: Static("buy milk"),),
        "banner": (lambda: Static("My notes"),),
    }

    async with running_chat(
        layout=layout,
        widgets=widgets,
        welcome="Ask **me**.",
        theme="mine",
        themes={"mine": {"is_dark": True, "colors": colours}},
    ) as chat:
        await chat.until_sees("Ask me.")
        assert chat.rows()[0].startswith("My notes")
        assert chat.rows()[1].startswith(" a.txt")
        assert chat.rows()[1].endswith("│ buy milk")
        assert chat.app.current_theme.primary == "#123456"
        assert {"mine", "agent-tui-dark"} <= set(chat.app.theme_names())

        chat.app.use_theme("agent-tui-dark")
        assert chat.app.theme_name == "agent-tui-dark"


def test_a_strip_folds_away_where_it_would_leave_the_chat_too_little() -> None:
    layout = Layout.custom(left=("files", 20), right=("todo", 20), top=("banner", 1))
    parts = HostedParts(UiOptions(layout=layout))

    def shown(columns: int, rows: int) -> list[str]:
        parts.fit(Size(columns, rows))
        return [strip.area.slot for strip in parts.areas if strip.display]

    assert shown(80, 11) == ["files", "todo", "banner"]
    assert shown(79, 11) == ["files", "banner"]
    assert shown(59, 10) == []


def test_a_split_gives_its_widgets_a_share_of_the_width() -> None:
    layout = Layout.split("preview", percent=40)

    sidebar = Sidebar(layout.sidebar_width, [], percent=layout.sidebar_percent)

    assert str(sidebar.styles.width) == "40w"  # percent of the width


@pytest.mark.parametrize(
    ("panel", "asks"),
    [(OwnPanel, OwnPanel), (_made_wrong, PermissionPanel), (None, PermissionPanel)],
)
def test_a_hosts_own_panel_asks_and_ours_where_it_cannot_be_made(
    panel: PanelClass | None, asks: type[PermissionPanel]
) -> None:
    options = UiOptions(permission_panel=panel)

    dock = chat_dock(EngineLink(FakeEngine()), StatusFacts(), lambda: None, options)

    assert type(dock.permission_panel) is asks


@pytest.mark.parametrize(
    ("make", "problem"),
    [
        (lambda: Layout.split(" "), "name of a widget slot"),
        (lambda: Layout.split("a", percent=95), "leaves one side too little"),
        (lambda: Layout.custom(left=("files", 5)), "needs at least 12"),
        (lambda: Layout.custom(top=("banner", 0)), "needs at least 1"),
        (lambda: Layout.custom(bottom=(" ", 3)), "name of a slot"),
    ],
)
def test_a_layout_that_can_show_nothing_is_refused(
    make: Callable[[], Layout], problem: str
) -> None:
    with pytest.raises(ConfigError, match=problem):
        make()

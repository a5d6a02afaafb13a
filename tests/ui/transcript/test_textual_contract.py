"""What the transcript takes for granted about Textual beyond its public interface."""

from __future__ import annotations

from textual.app import App, ComposeResult
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.widget import Widget

from agent_tui.ui.transcript.extent import set_extent


class _View(ScrollView):
    DEFAULT_CSS = "_View { overflow-y: scroll; }"

    def render_line(self, y: int) -> Strip:
        return Strip.blank(self.size.width)


class _ViewApp(App[None]):
    def compose(self) -> ComposeResult:
        yield _View()


async def test_an_extent_moves_scroll_bar_and_position_without_a_layout() -> None:
    app = _ViewApp()
    async with app.run_test(size=(40, 10)) as pilot:
        await pilot.pause()
        view = app.query_one(_View)
        layouts: list[object] = []
        app.screen.screen_layout_refresh_signal.subscribe(app.screen, layouts.append)
        set_extent(view, rows=500, top=120)
        await pilot.pause()

        assert view.virtual_size.height == 500
        assert view.max_scroll_y == 490
        assert view.scroll_offset.y == 120
        assert view.vertical_scrollbar.window_virtual_size == 500
        assert not layouts


def test_the_private_names_that_are_called_exist() -> None:
    assert callable(ScrollView._scroll_update)
    assert Widget.__dict__["virtual_size"]._layout is True

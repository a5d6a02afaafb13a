"""What the panels take for granted about Textual beyond its public interface."""

from __future__ import annotations

from textual import events
from textual.app import App, ComposeResult
from textual.widgets import TextArea

from agent_tui.ui.panels.key_watch import watch_keys


class AnApp(App[None]):
    def compose(self) -> ComposeResult:
        yield TextArea()


async def test_keys_are_seen_that_a_text_area_keeps_to_itself() -> None:
    app = AnApp()
    async with app.run_test() as pilot:
        seen: list[str] = []
        end_first = watch_keys(app, lambda: seen.append("first"))
        watch_keys(app, lambda: seen.append("second"))
        app.query_one(TextArea).focus()

        await pilot.press("x")
        end_first()
        app.post_message(events.Paste("y"))
        await pilot.pause()

        assert seen == ["first", "second", "second"]
        assert app.query_one(TextArea).text == "xy"

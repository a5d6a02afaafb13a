from __future__ import annotations

import asyncio
import threading
from collections.abc import Sequence

import pytest
from textual.app import App, ComposeResult

from agent_tui.errors import LifecycleError
from agent_tui.protocol.permissions import Decision, PermissionReply
from agent_tui.ui.widgets.permission_panel import PermissionPanel
from tests.ui.panels.asked import requested


class Asked(App[None]):
    """Somebody else's application with a panel."""

    def __init__(self) -> None:
        super().__init__()
        self.panel = PermissionPanel()

    def compose(self) -> ComposeResult:
        yield self.panel


async def test_an_agent_asks_a_panel_from_its_own_thread_and_gets_the_answer() -> None:
    app = Asked()
    replies: list[Sequence[PermissionReply] | None] = []
    request = requested().request

    async with app.run_test() as pilot:
        thread = threading.Thread(
            target=lambda: replies.append(asyncio.run(app.panel.ask(request)))
        )
        thread.start()
        while app.panel.request is None:
            await pilot.pause(0.01)
        app.panel.enter()
        await pilot.press("y")
        await asyncio.to_thread(thread.join)

    assert [reply.decision for reply in replies[0] or ()] == [Decision.ONCE]


async def test_a_caller_that_is_cancelled_takes_its_request_back() -> None:
    app = Asked()

    async with app.run_test() as pilot:
        asking = asyncio.create_task(app.panel.ask(requested().request))
        while app.panel.request is None:
            await pilot.pause(0.01)
        asking.cancel()
        while app.panel.display:
            await pilot.pause(0.01)
        assert app.panel.request is None


async def test_a_panel_that_is_on_no_screen_refuses_and_says_what_to_do() -> None:
    with pytest.raises(LifecycleError, match="Mount it first"):
        await PermissionPanel().ask(requested().request)

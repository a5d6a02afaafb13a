from __future__ import annotations

import anyio
from textual.binding import Binding, BindingsMap

from agent_tui import Agent, ScriptedProvider, calls, says
from agent_tui.agent.agent_state import AgentState
from agent_tui.config.key_bindings import KeyBindings
from agent_tui.config.settings import Settings
from agent_tui.errors import ProviderUnavailable
from agent_tui.protocol.ports import EventSource
from agent_tui.ui.chat_view import ChatView
from agent_tui.ui.chat_view.view_keys import ViewKeys, without_screen_actions
from agent_tui.ui.transcript.wanted import OpenWanted
from tests.ui.chat_view.hosts import Desk, rows, until


def an_agent(*steps: object, **options: object) -> Agent:
    return Agent(provider=ScriptedProvider(*steps), **options)  # type: ignore[arg-type]


async def test_two_chats_live_in_somebody_elses_application_beside_its_own_widgets() -> None:
    patient = Settings(shutdown_grace_s=3600.0)
    first = an_agent([says("From the first.")], [anyio.sleep_forever], settings=patient)
    second = an_agent([says("From the second.")])
    app = Desk(ChatView(first, welcome="Ask **me**."), ChatView(second, id="second"))

    async with app.run_test(size=(120, 24)) as pilot:
        one, other = app.views
        await until(pilot, lambda: one.session and other.session)
        await until(pilot, lambda: "Ask me." in rows(app))

        one.focus()
        await pilot.press(*"hi", "enter")
        other.submit("hello")
        await until(pilot, lambda: len(app.ended) == 2)
        await until(pilot, lambda: "From the first." in rows(app))
        assert "From the second." in rows(app)

        await other.remove()
        assert (first.state, second.state) == (AgentState.RUNNING, AgentState.CLOSED)

        one.focus()
        await pilot.press("x", "ctrl+s")
        assert app.save_count == 1
        assert one.composer.text == "x"
        await pilot.press("tab")
        assert not one.has_focus_within

        one.submit("go on")
        await until(pilot, lambda: one.is_turn_running)
    assert first.state is AgentState.CLOSED  # and the application did not wait for the turn


async def test_what_the_agent_asks_stands_in_the_view_and_an_agent_of_the_host_stays_open() -> None:
    asks = calls("ask_user", question="Which colour?")
    agent = an_agent([asks], [says("Blue it is.")], has_shipped_tools=True, has_user=True)

    async with agent:
        app = Desk(ChatView(agent))
        async with app.run_test(size=(100, 24)) as pilot:
            view = app.views[0]
            await until(pilot, lambda: view.session)
            view.submit("paint it")
            await until(pilot, lambda: view.dock and view.dock.open_panel)
            await until(pilot, lambda: "Which colour?" in rows(app))
            view.shown_transcript.post_message(OpenWanted("https://example.org/"))
            view.shown_transcript.post_message(OpenWanted("notes.txt"))
            await until(pilot, lambda: "nothing can be opened" in rows(app))
            assert app.opened == ["https://example.org/"]

            agent.cancel()
            await until(pilot, lambda: app.ended)
        assert agent.state is AgentState.RUNNING


async def test_an_agent_that_cannot_start_says_so_and_the_next_prompt_tries_again() -> None:
    class Absent(ScriptedProvider):
        error: Exception | None = ProviderUnavailable("Nobody answers.", provider="absent")

        async def list_models(self) -> tuple[str, ...]:
            if self.error is not None:
                raise self.error
            return ("scripted",)

    provider = Absent([says("Here I am.")])
    view = ChatView(Agent(provider=provider, checks_connection=True))
    app, opened = Desk(view), view._connection.open

    async def broken(**_: object) -> EventSource:
        view._connection.open = opened  # type: ignore[method-assign]
        raise TypeError("a bug of the host")

    view._connection.open = broken  # type: ignore[method-assign]

    async with app.run_test(size=(100, 24)) as pilot:
        await until(pilot, lambda: "a bug of the host" in rows(app))
        app.views[0].focus()
        await pilot.press(*"hi", "enter")
        await until(pilot, lambda: "Nobody answers." in rows(app))
        provider.error = None
        await pilot.press(*"hi", "enter")
        await until(pilot, lambda: "Here I am." in rows(app))


def test_keys_that_the_application_has_bound_stay_its_own() -> None:
    keys = ViewKeys(KeyBindings.default(), ("ctrl+s", "f7", "enter", "escape"))

    assert keys.of_composer("ctrl+s") == ""
    assert keys.of_view("f7") == ""
    assert keys.of_composer("enter") == "submit"
    assert keys.of_view("escape") == "stop"
    assert keys.of_composer("pageup") == "screen.transcript_page_up"


def test_what_leaves_the_program_is_bound_to_nothing_in_a_view() -> None:
    keys = ViewKeys(KeyBindings.default(), ())

    assert [keys.of_view(key) for key in ("ctrl+q", "ctrl+c", "ctrl+p", "ctrl+z")] == [""] * 4
    assert [keys.of_composer(key) for key in ("ctrl+d", "tab")] == [""] * 2


def test_a_view_binds_nothing_that_another_applications_screen_would_have_to_do() -> None:
    bindings = BindingsMap([Binding("slash", "screen.search"), Binding("j", "next_item")])

    assert list(without_screen_actions(bindings).key_to_bindings) == ["j"]

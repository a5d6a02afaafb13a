"""A host's own full-screen application, for tests: `python -m tests.flows.embedded_app MODE`."""

from __future__ import annotations

import asyncio
import signal
import sys
import time
from collections.abc import AsyncIterator
from pathlib import Path

from textual.widgets import Static

from agent_tui import AgentTui, ExitContext, ExitHandler, Layout, SaveOnExit, Settings
from agent_tui.protocol.requests import ModelRequest, StreamItem, TextDelta
from agent_tui.providers.scripted import ScriptedProvider, calls, says


class Recording(ExitHandler):
    """Writes what it saw to the file that the second argument names."""

    def on_exit(self, context: ExitContext) -> None:
        session = context.current_session
        assert session is not None
        texts = [message.text for message in context.messages(session.id)]
        Path(sys.argv[2]).write_text(f"{context.reason} {context.app_state} {texts}")


class Vetoing(ExitHandler):
    """Objects to the first quit."""

    def __init__(self) -> None:
        self._has_objected = False

    def before_exit(self, context: ExitContext) -> bool | str:
        if self._has_objected:
            return True
        self._has_objected = True
        return "Two files are not uploaded yet."


class Raising(ExitHandler):
    """A host's handler with a bug."""

    def on_exit(self, context: ExitContext) -> None:
        raise ValueError("the host's own bug")


class Hanging(ExitHandler):
    """A host's handler that never comes back."""

    def on_exit(self, context: ExitContext) -> None:
        time.sleep(3600)


class BuggyProvider(ScriptedProvider):
    """Breaks its contract in the middle of an answer."""

    async def _broken(self, request: ModelRequest) -> AsyncIterator[StreamItem]:
        yield TextDelta(text="Said before the bug")
        raise RuntimeError("no provider error")

    stream = _broken  # type: ignore[assignment]


def crash() -> None:
    """Called by the screen: no widget has to do with it."""
    raise RuntimeError("the screen's bug")


class CrashingWidget(Static):
    """Lets the screen itself raise on SIGUSR1."""

    def on_mount(self) -> None:
        loop = asyncio.get_running_loop()
        loop.add_signal_handler(signal.SIGUSR1, self.screen.call_later, crash)


class BrokenWidget(Static):
    """Cannot be mounted."""

    def on_mount(self) -> None:
        raise RuntimeError("a widget's bug")


HANDLERS = {
    "record": Recording,
    "veto": Vetoing,
    "raise": Raising,
    "hang": Hanging,
    "save on exit": SaveOnExit,
}


def main() -> int:
    """The application in one of its modes."""
    mode = sys.argv[1]
    app = AgentTui(name="my-agent", config=Settings(save_sessions=mode != "save on exit"))
    app.set_folders("agent-tui")  # where the tests look
    provider = ScriptedProvider([says("Good day.")])
    app.set_version("7.1").set_provider(BuggyProvider() if mode == "provider bug" else provider)
    if mode in HANDLERS:
        app.set_exit_handler(HANDLERS[mode]())
    if mode == "no panels":
        asks = calls("ask_user", question="Which?")
        acts = calls("run_command", command="touch made")
        app.set_provider(ScriptedProvider([acts], [asks], [says("Good day.")]))
        app.set_panels(permission=False, question=False)
    if mode == "widget bug":
        app.set_layout(Layout.sidebar("mine", width=20))
        app.register_widget(lambda: CrashingWidget("my widget"), slot="mine")
    if mode == "broken widget":
        app.register_widget(lambda: BrokenWidget("broken"), slot="panel")
    code = app.run()
    for problem in app.problems:
        sys.stderr.write(f"{problem}\n")
    return code


if __name__ == "__main__":
    raise SystemExit(main())

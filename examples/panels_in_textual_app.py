"""A chat inside an existing Textual application, beside its own list of tasks.

    python examples/panels_in_textual_app.py --demo   # a scripted model: no key, no network
    python examples/panels_in_textual_app.py          # the model that your environment has

The agent works on the same list as the person: its tool puts tasks on it, and must ask before. The
application keeps its own keys: Ctrl+N writes a task, Ctrl+Q quits.
"""

from __future__ import annotations

import argparse
from typing import ClassVar

from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import Footer, Header, Input, Label, ListItem, ListView

from agent_tui import Agent, ChatView, Provider, ScriptedProvider, Tool, calls, says, tool

DEMO = (
    [says("I will put it on your list."), calls("add_task", title="Water the plants")],
    [says("Done: *Water the plants* is on your list.")],
)


class TaskApp(App[None]):
    """A list of tasks. What is the agent's is a tool and a widget.

    provider: the agent's; None means the one that the environment has a key for.
    """

    TITLE = "Tasks"
    CSS = """
    #tasks { width: 32; border-right: solid $border; }
    #tasks Input { dock: bottom; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+n", "write_task", "New task"),
        Binding("ctrl+q", "quit", "Quit"),
    ]

    def __init__(self, provider: Provider | None = None) -> None:
        super().__init__()
        self.tasks: list[str] = []
        self._list = ListView()
        self.chat = ChatView(
            Agent(provider=provider, tools=[self._add_task_tool()]),
            welcome="What do you want to get done?",
        )

    def compose(self) -> ComposeResult:
        """The list at the left, the chat in the rest."""
        yield Header()
        with Horizontal():
            with Vertical(id="tasks"):
                yield self._list
                yield Input(placeholder="New task")
            yield self.chat
        yield Footer()

    def on_mount(self) -> None:
        """Begin in the chat."""
        self.chat.focus()

    def add_task(self, title: str) -> None:
        """Put a task on the list."""
        self.tasks.append(title)
        self._list.append(ListItem(Label(title, markup=False)))

    def action_write_task(self) -> None:
        """The key for a new task."""
        self.query_one(Input).focus()

    def on_input_submitted(self, message: Input.Submitted) -> None:
        """The person has written a task."""
        if message.value.strip():
            self.add_task(message.value.strip())
        message.input.clear()
        self.chat.focus()

    def on_chat_view_turn_ended(self, message: ChatView.TurnEnded) -> None:
        """The agent is done; the header says how that ended."""
        self.sub_title = f"last turn: {message.result.status.value}"

    def _add_task_tool(self) -> Tool:
        app = self

        @tool
        def add_task(title: str) -> str:
            """Put a task on the person's list.

            Args:
                title: The task, in a few words.
            """
            # A tool runs on a thread of the engine, and widgets belong to the application's.
            app.call_from_thread(app.add_task, title)
            return "It is on the list."

        return add_task


def main() -> None:
    """Read the command line and run the application."""
    parser = argparse.ArgumentParser(description="A list of tasks with an agent beside it.")
    parser.add_argument("--demo", action="store_true", help="use a scripted model")
    provider = ScriptedProvider(*DEMO) if parser.parse_args().demo else None
    TaskApp(provider).run()


if __name__ == "__main__":
    main()

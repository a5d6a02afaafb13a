"""The help: the keys and commands that work now, made from the tables that make them work."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from agent_tui.config.key_bindings import KeyBindings
from agent_tui.ui.commands.command_table import COMMANDS
from agent_tui.ui.keymap import first_key, help_rows, shown_binding_rows
from agent_tui.ui.transcript.transcript import Transcript

Row = tuple[str, str]


class HelpScreen(Screen[None]):
    """Keys and commands. Esc, q and the help key close it; arrows and PgUp, PgDn scroll."""

    DEFAULT_CSS = """
    HelpScreen { background: $background; }
    HelpScreen VerticalScroll { padding: 1 2; background: $background; scrollbar-size-vertical: 1; }
    HelpScreen Static { width: 100%; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("q,question_mark,enter", "app.stop", "Close", show=False)
    ]

    def __init__(self, keys: KeyBindings) -> None:
        super().__init__()
        self._keys = keys

    def compose(self) -> ComposeResult:
        """One long text that scrolls."""
        with VerticalScroll():
            yield Static(help_content(self._keys))


def help_content(keys: KeyBindings) -> Content:
    """The whole help text."""
    closing = first_key(keys, "stop") or "q"
    return Content("\n").join(
        [
            *_section("Keys", list(help_rows(keys))),
            Content(""),
            *_section(_transcript_title(keys), list(shown_binding_rows(Transcript))),
            Content(""),
            *_section("Commands", list(_command_rows())),
            Content(""),
            Content("A line that begins with a slash and a word is a command. A blank before the"),
            Content("slash, or a path such as /usr/bin, makes it a prompt."),
            Content(""),
            Content(f"{closing} or q closes this help.").stylize("$text-muted"),
        ]
    )


def _transcript_title(keys: KeyBindings) -> str:
    key = first_key(keys, "switch_focus")
    return f"Transcript ({key})" if key else "Transcript"


def _command_rows() -> Iterable[Row]:
    for command in COMMANDS:
        also = f" (also {', '.join(command.aliases)})" if command.aliases else ""
        yield command.usage, f"{command.summary}{also}"


def _section(title: str, rows: list[Row]) -> list[Content]:
    column = max(cell_len(left) for left, _ in rows) + 3
    return [
        Content(title).stylize("bold $primary"),
        Content(""),
        *(
            Content.assemble((left.ljust(column), "$foreground"), (right, "$text-muted"))
            for left, right in rows
        ),
    ]

"""What each key action does: the join of `KeyBindings` (data) and Textual's bindings (methods)."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct
from textual.binding import Binding, BindingsMap
from textual.dom import DOMNode

from agent_tui.config.key_bindings import KeyBindings


class KeyAction(Struct, frozen=True):
    """One thing a key can do. method: Textual's action string, looked up where the key is bound."""

    name: str
    method: str
    description: str


APP_ACTIONS = (
    KeyAction("quit", "leave", "Quit"),
    KeyAction("interrupt", "interrupt", "Copy, else stash the draft, else stop the turn"),
    KeyAction("stop", "stop", "Close what is open, else stop the turn"),
    KeyAction("help", "help", "This help"),
    KeyAction("toggle_sidebar", "screen.toggle_sidebar", "Show or hide the sidebar"),
    KeyAction("switch_focus", "screen.switch_focus", "Go to what is asked, else the transcript"),
    KeyAction("toggle_tool_output", "screen.toggle_tool_output", "Open and close tool output"),
    KeyAction("toggle_thinking", "screen.toggle_thinking", "Open and fold the model's thinking"),
    KeyAction("cycle_permission_mode", "cycle_permission_mode", "Mode: plan, ask, edits"),
    KeyAction("search", "screen.search", "Search the transcript"),
    KeyAction("previous_turn", "screen.previous_turn", "Go to the turn before"),
    KeyAction("next_turn", "screen.next_turn", "Go to the turn after"),
    KeyAction("redraw", "redraw", "Draw the screen again"),
    KeyAction("suspend", "suspend_process", "Suspend (fg brings it back)"),
)
"""Work wherever the focus is, also while the help is open."""

COMPOSER_ACTIONS = (
    KeyAction("submit", "submit", "Send, or queue while a turn runs"),
    KeyAction("new_line", "new_line", "New line (also Alt+Enter, or \\ and Enter)"),
    KeyAction("previous", "previous", "On the first line: edit the queue, else older prompts"),
    KeyAction("next", "next", "On the last line: newer prompts, then your draft"),
    KeyAction("stash", "stash", "Put the draft aside, and bring it back"),
    KeyAction("complete", "complete", "Complete a command, else indent"),
    KeyAction("undo", "undo", "Undo (Ctrl+Y: redo)"),
    KeyAction("leave_when_empty", "leave_when_empty", "Quit when the composer is empty"),
    KeyAction("help_when_empty", "help_when_empty", "Help when the composer is empty"),
    KeyAction("scroll_page_up", "screen.transcript_page_up", "Scroll the transcript up"),
    KeyAction("scroll_page_down", "screen.transcript_page_down", "Scroll the transcript down"),
    KeyAction("scroll_home", "screen.transcript_home", "Go to the start of the transcript"),
    KeyAction("scroll_end", "screen.transcript_end", "Go to the end and follow"),
)
"""Work while the composer has the focus."""

_MOST_WANTED = ("submit", "new_line", "stop", "interrupt", "quit", "help")
_KEYS_IN_HELP = 2  # more would leave no room for what they do

_NAMES = {
    "escape": "Esc",
    "pageup": "PgUp",
    "pagedown": "PgDn",
    "question_mark": "?",
    "underscore": "_",
    "slash": "/",
    "left_curly_bracket": "{",
    "right_curly_bracket": "}",
    "left_square_bracket": "[",
}


def app_bindings(keys: KeyBindings) -> BindingsMap:
    """The bindings of the app."""
    return BindingsMap(_bindings(keys, APP_ACTIONS))


def composer_bindings(keys: KeyBindings) -> BindingsMap:
    """The bindings of the composer, to be looked at before the text area's own."""
    return BindingsMap(_bindings(keys, COMPOSER_ACTIONS))


def shown_key(key: str) -> str:
    """A key as people read it: "ctrl+q" becomes "Ctrl+Q"; a letter alone stays what it is."""
    if len(key) == 1:
        return key
    return "+".join(_NAMES.get(part, part.capitalize()) for part in key.split("+"))


def first_key(keys: KeyBindings, action: str) -> str:
    """The key of an action that is named to people, "" when it has none."""
    bound = keys.keys(action)
    return shown_key(bound[0]) if bound else ""


def help_rows(keys: KeyBindings) -> Iterator[tuple[str, str]]:
    """Keys and what they do, for every action that has a key, the most wanted first."""
    actions = {action.name: action for action in (*COMPOSER_ACTIONS, *APP_ACTIONS)}
    for name in dict.fromkeys((*_MOST_WANTED, *actions)):
        shown = [shown_key(key) for key in keys.keys(name)[:_KEYS_IN_HELP]]
        if shown:
            yield ", ".join(shown), actions[name].description


def shown_binding_rows(view: type[DOMNode]) -> Iterator[tuple[str, str]]:
    """Keys and what they do, of a widget class and of those that it is made from, as far as they
    are ours. Keys of one action stand together."""
    actions: dict[str, list[Binding]] = {}
    for owner in view.__mro__:
        if owner.__module__.startswith(f"{__package__}.") and issubclass(owner, DOMNode):
            for binding in Binding.make_bindings(owner.__dict__.get("BINDINGS", ())):
                actions.setdefault(binding.action, []).append(binding)
    for bindings in actions.values():
        shown = [binding.key_display or shown_key(binding.key) for binding in bindings]
        yield ", ".join(shown[:_KEYS_IN_HELP]), bindings[0].description


def _bindings(keys: KeyBindings, actions: tuple[KeyAction, ...]) -> list[Binding]:
    # Priority, because TextArea consumes Enter, Tab and characters before plain bindings are asked.
    return [
        Binding(key, action.method, action.description, show=False, priority=True)
        for action in actions
        for key in keys.keys(action.name)
    ]

"""Key bindings: which keys do what, as data. What each action does is in `ui/keymap.py`."""

from __future__ import annotations

import re
from collections.abc import Mapping

from msgspec import Struct

from agent_tui.config.sources.nearest_name import did_you_mean
from agent_tui.errors import ConfigError

QUIT_KEY = "ctrl+q"
"""Always leaves, whatever else is bound: nobody may be locked in."""

DEFAULT_KEYS: Mapping[str, tuple[str, ...]] = {
    "quit": (QUIT_KEY,),
    "interrupt": ("ctrl+c",),
    "stop": ("escape",),
    "help": ("f1",),
    "redraw": ("ctrl+l",),
    "suspend": ("ctrl+z",),
    "toggle_sidebar": ("ctrl+b",),
    "switch_focus": ("f6",),
    "toggle_tool_output": ("ctrl+o",),
    "toggle_thinking": ("ctrl+t",),
    "cycle_permission_mode": ("shift+tab",),
    "search": ("ctrl+f",),
    "previous_turn": ("alt+up",),
    "next_turn": ("alt+down",),
    "scroll_page_up": ("pageup",),
    "scroll_page_down": ("pagedown",),
    "scroll_home": ("ctrl+home",),
    "scroll_end": ("ctrl+end",),
    "submit": ("enter",),
    "new_line": ("ctrl+j", "shift+enter", "alt+enter"),
    "previous": ("up",),
    "next": ("down",),
    "stash": ("ctrl+s",),
    "complete": ("tab",),
    "undo": ("ctrl+underscore",),
    "leave_when_empty": ("ctrl+d",),
    "help_when_empty": ("question_mark",),
}
"""Every action that a key can be bound to, with its keys in the preset `default`."""

MINIMAL_ACTIONS = (
    "quit",
    "interrupt",
    "stop",
    "help",
    "switch_focus",
    "scroll_page_up",
    "scroll_page_down",
    "submit",
    "new_line",
    "previous",
    "next",
    "leave_when_empty",
)

_ALIASES = {
    "?": "question_mark",
    "/": "slash",
    "esc": "escape",
    "return": "enter",
    "pgup": "pageup",
    "pgdn": "pagedown",
    "del": "delete",
}
_KEY_SHAPE = re.compile(r"((ctrl|alt|shift|super|meta|hyper)\+)*([a-z0-9_]+|\S)")


class KeyBindings(Struct, frozen=True):
    """An immutable table from action to keys. Start from `default()` or `minimal()`, change with
    `bind()`.

    Keys are written as Textual names them: "ctrl+s", "shift+enter", "f1", "pageup", "question_mark"
    (or "?").
    """

    table: Mapping[str, tuple[str, ...]]

    @staticmethod
    def default() -> KeyBindings:
        """The keys of the README's table."""
        return KeyBindings(DEFAULT_KEYS)

    @staticmethod
    def minimal() -> KeyBindings:
        """Only what a chat cannot do without; every other key is left to the terminal and the
        editor."""
        return KeyBindings({action: DEFAULT_KEYS[action] for action in MINIMAL_ACTIONS})

    def keys(self, action: str) -> tuple[str, ...]:
        """The keys of an action, the one to show first; () when it has none."""
        return self.table.get(action, ())

    def bind(self, action: str, *keys: str) -> KeyBindings:
        """A copy in which `action` has these keys instead of its former ones; none unbinds it.

        Ctrl+Q stays with `quit` in any case. Two actions may share a key for a moment, so that keys
        can be swapped; `check()` looks at the result. Raises `ConfigError` for an action or key
        that cannot be.
        """
        if action not in DEFAULT_KEYS:
            raise ConfigError(_unknown_action(action), key=f"keys.{action}")
        wanted = [_normalised(key, action) for key in keys]
        if action == "quit":
            wanted.append(QUIT_KEY)
        unique = tuple(dict.fromkeys(wanted))
        return KeyBindings({**self.table, action: unique})

    def check(self) -> None:
        """Raise `ConfigError` when two actions share a key; the text names both."""
        owners: dict[str, str] = {}
        for action, keys in self.table.items():
            for key in keys:
                other = owners.setdefault(key, action)
                if other != action:
                    raise ConfigError(
                        f'The key {key} is bound to "{other}" and to "{action}". '
                        "Give one of them another key.",
                        key=f"keys.{action}",
                    )


def _normalised(key: str, action: str) -> str:
    *modifiers, name = key.strip().split("+") if key.strip() != "+" else ["+"]
    name = _ALIASES.get(name.lower(), name if len(name) == 1 and not modifiers else name.lower())
    normalised = "+".join([*(modifier.lower() for modifier in modifiers), name])
    if not _KEY_SHAPE.fullmatch(normalised):
        raise ConfigError(
            f'"{key}" is not a key. Write keys like ctrl+s, shift+enter, f1 or pageup.',
            key=f"keys.{action}",
        )
    return normalised


def _unknown_action(action: str) -> str:
    hint = did_you_mean(action, DEFAULT_KEYS) or f" Known: {', '.join(DEFAULT_KEYS)}."
    return f'No key action is called "{action}".{hint}'

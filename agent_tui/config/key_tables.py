"""The shipped keys, by context and action: the preset `default`, and what `minimal` leaves of it.
What each action does is in `ui/key_actions.py`; `vim` and `emacs` in `editing_key_tables.py`."""

from __future__ import annotations

from collections.abc import Mapping

QUIT_KEY = "ctrl+q"
"""Always leaves, whatever else is bound: nobody may be locked in."""

KeyTable = Mapping[str, tuple[str, ...]]
"""Keys by whole name of the action: "composer.submit"."""

CONTEXTS: Mapping[str, str] = {
    "app": "Everywhere",
    "composer": "Composer",
    "transcript": "Transcript",
    "search": "Search bar",
    "sidebar": "Sidebar",
    "queue": "Waiting prompts",
    "code_picker": "List of code blocks",
    "emacs": "Composer, preset emacs",
    "vim_normal": "Composer, vim's normal and visual mode",
    "vim_insert": "Composer, vim's insert mode",
}
"""Where keys hold, with the words for people."""

OVERRIDING_CONTEXTS = ("vim_normal", "vim_insert")
"""Nothing is bound in them at first; a key bound there does what an action of `app` or `composer`
does, instead of what vim does."""

_BY_CONTEXT: Mapping[str, KeyTable] = {
    "app": {
        "quit": (QUIT_KEY,),
        "interrupt": ("ctrl+c",),
        "stop": ("escape",),
        "help": ("f1",),
        "palette": ("ctrl+p",),
        "redraw": ("ctrl+l",),
        "suspend": ("ctrl+z",),
        "toggle_sidebar": ("ctrl+b",),
        "switch_focus": ("f6",),
        "queue": ("f7",),
        "toggle_tool_output": ("ctrl+o",),
        "toggle_thinking": ("ctrl+t",),
        "cycle_permission_mode": ("shift+tab",),
        "search": ("ctrl+f",),
        "previous_turn": ("alt+up",),
        "next_turn": ("alt+down",),
        "next_session": ("f8",),
        "previous_session": ("shift+f8",),
        **{f"session_{at}": (f"alt+{at}",) for at in range(1, 10)},
    },
    "composer": {
        "scroll_page_up": ("pageup",),
        "scroll_page_down": ("pagedown",),
        "scroll_home": ("ctrl+home",),
        "scroll_end": ("ctrl+end",),
        "submit": ("enter",),
        "steer": ("alt+s", "ctrl+enter"),
        "new_line": ("ctrl+j", "shift+enter", "alt+enter"),
        "previous": ("up",),
        "next": ("down",),
        "search_history": ("ctrl+r",),
        "paste_image": ("ctrl+v", "alt+v"),
        "edit_draft": ("ctrl+g",),
        "toggle_chip": (),
        "stash": ("ctrl+s",),
        "complete": ("tab",),
        "undo": ("ctrl+underscore",),
        "redo": ("ctrl+y",),
        "leave_when_empty": ("ctrl+d",),
        "help_when_empty": ("question_mark",),
    },
    "transcript": {
        "scroll_up": ("up",),
        "scroll_down": ("down",),
        "page_up": ("pageup",),
        "page_down": ("pagedown",),
        "scroll_home": ("ctrl+home", "home"),
        "scroll_end": ("ctrl+end", "end", "G"),
        "next_item": ("j",),
        "previous_item": ("k",),
        "toggle_item": ("space",),
        "copy": ("y",),
        "act": ("enter",),
        "pin": ("p",),
        "undo_compaction": ("u",),
        "select_characters": ("v",),
        "select_lines": ("V",),
        "select_lines_up": ("shift+up",),
        "select_lines_down": ("shift+down",),
        "select_everything": ("ctrl+a",),
        "previous_turn": ("left_curly_bracket",),
        "next_turn": ("right_curly_bracket",),
        "go_start": ("g",),
        "print_conversation": ("left_square_bracket",),
        "edit_conversation": ("ctrl+g",),
        "search": ("slash",),
        "match_above": ("n",),
        "match_below": ("N",),
    },
    "search": {
        "accept": ("enter",),
        "older": ("up",),
        "newer": ("down",),
        "page_up": ("pageup",),
        "page_down": ("pagedown",),
    },
    "sidebar": {
        "next": ("j", "down"),
        "previous": ("k", "up"),
        "go_first": ("g", "home"),
        "go_last": ("G", "end"),
        "page_down": ("pagedown",),
        "page_up": ("pageup",),
        "act": ("enter",),
        "copy": ("y",),
        "rewind": ("r",),
    },
    "queue": {
        "next": ("j", "down"),
        "previous": ("k", "up"),
        "go_first": ("g", "home"),
        "go_last": ("G", "end"),
        "page_down": ("pagedown",),
        "page_up": ("pageup",),
        "edit": ("enter",),
        "remove": ("d", "delete"),
        "undo": ("u",),
        "later": ("J", "shift+down"),
        "earlier": ("K", "shift+up"),
        "steer": ("s",),
    },
    "code_picker": {
        "next": ("down", "j"),
        "previous": ("up", "k"),
        "copy": ("enter", "y"),
    },
}

_MINIMAL = (
    "app.quit",
    "app.interrupt",
    "app.stop",
    "app.help",
    "app.switch_focus",
    "composer.scroll_page_up",
    "composer.scroll_page_down",
    "composer.submit",
    "composer.new_line",
    "composer.previous",
    "composer.next",
    "composer.leave_when_empty",
)

DEFAULT_KEYS: KeyTable = {
    f"{context}.{action}": keys
    for context, table in _BY_CONTEXT.items()
    for action, keys in table.items()
}
"""Every action that a key can be bound to, with its keys in the preset `default`."""

MINIMAL_KEYS: KeyTable = {
    name: keys
    for name, keys in DEFAULT_KEYS.items()
    if name in _MINIMAL or name.partition(".")[0] not in ("app", "composer")
}
"""Only what a chat cannot do without; in the other widgets every key, since they are left to them
anyway."""

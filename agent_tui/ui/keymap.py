"""The join of `KeyBindings` (data) and Textual's bindings (methods): who has which keys, and how
they are told to people."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from functools import cache

from textual.binding import Binding, BindingsMap
from textual.dom import DOMNode

from agent_tui.config.key_bindings import KeyBindings
from agent_tui.config.key_names import is_sent_plainly
from agent_tui.config.key_tables import OVERRIDING_CONTEXTS
from agent_tui.ui.key_actions import (
    ACTIONS,
    APP_ACTIONS,
    COMPOSER_ACTIONS,
    EMACS_ACTIONS,
    KeyAction,
)

OVERRIDE_MARK = ":"
"""Stands between an overriding context and a key."""

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
    "less_than_sign": "<",
    "greater_than_sign": ">",
}


def app_bindings(keys: KeyBindings) -> BindingsMap:
    """The bindings of the app."""
    return BindingsMap(_first_of_all(keys, "app", APP_ACTIONS))


def composer_bindings(keys: KeyBindings) -> BindingsMap:
    """The bindings of the composer, to be looked at before the text area's own.

    What is bound in an overriding context stands there as "vim_normal:ctrl+r", a key that nobody
    can press; see `KeySequence`.
    """
    emacs = _first_of_all(keys, "emacs", EMACS_ACTIONS) if keys.preset == "emacs" else []
    overrides = [
        Binding(f"{context}{OVERRIDE_MARK}{key}", method, show=False, priority=True)
        for context in OVERRIDING_CONTEXTS
        for action in ACTIONS[context]
        for method in (_from_composer(action),)
        for key in keys.keys(f"{context}.{action.name}")
    ]
    return BindingsMap([*_first_of_all(keys, "composer", COMPOSER_ACTIONS), *emacs, *overrides])


def view_bindings(context: str, actions: Iterable[KeyAction]) -> list[Binding]:
    """`BINDINGS` for a widget class: the shipped keys of its actions."""
    return _bindings(_default_keys(), context, actions)


def rebind(view: DOMNode, keys: KeyBindings, context: str) -> None:
    """Give a widget these keys for all actions of its context, and leave its other ones."""
    ours = _bindings(keys, context, ACTIONS[context])
    methods = {action.method for action in ACTIONS[context]}
    # Textual's own keymap could only replace keys of bindings that have some at first.
    rest = [one for _, one in view._bindings if one.action not in methods]  # noqa: SLF001
    view._bindings = BindingsMap([*ours, *rest])  # noqa: SLF001


def rebind_in_app(view: DOMNode, context: str) -> None:
    """Give a mounted widget the keys of its application, if that has some of ours: in another
    Textual app the shipped ones hold."""
    keys = getattr(view.app, "key_bindings", None)
    if isinstance(keys, KeyBindings):
        rebind(view, keys, context)


def shown_key(key: str) -> str:
    """A key as people read it: "ctrl+q" becomes "Ctrl+Q", "ctrl+x ctrl+e" "Ctrl+X Ctrl+E"; a
    letter alone stays what it is."""
    if " " in key:
        return " ".join(map(shown_key, key.split(" ")))
    if len(key) == 1:
        return key
    return "+".join(_NAMES.get(part, part.capitalize()) for part in key.split("+"))


def first_key(keys: KeyBindings, action: str) -> str:
    """The key of an action that is named to people, "" when it has none."""
    bound = keys.keys(action)
    return shown_key(bound[0]) if bound else ""


def help_rows(keys: KeyBindings) -> Iterator[tuple[str, str]]:
    """Keys and what they do, for every action of composer and app that has a key, the most wanted
    first."""
    emacs = EMACS_ACTIONS if keys.preset == "emacs" else ()
    actions = {action.name: ("composer", action) for action in COMPOSER_ACTIONS}
    actions |= {action.name: ("app", action) for action in APP_ACTIONS}
    actions |= {action.name: ("emacs", action) for action in emacs}
    for name in dict.fromkeys((*_MOST_WANTED, *actions)):
        context, action = actions[name]
        yield from _row(keys, context, action)


def context_rows(
    keys: KeyBindings, context: str, only: Collection[str] = ()
) -> Iterator[tuple[str, str]]:
    """Keys and what they do, for every action of one context that has a key. only: names of
    actions, () for all."""
    for action in ACTIONS[context]:
        if not only or action.name in only:
            yield from _row(keys, context, action)


def shown_keys(bound: Iterable[str], action: KeyAction) -> str:
    """The keys of an action as people read them."""
    shown = [shown_key(key) for key in bound]
    return ", ".join(f"{key} {key}" if action.is_typed_twice else key for key in shown)


def _row(keys: KeyBindings, context: str, action: KeyAction) -> Iterator[tuple[str, str]]:
    # What every terminal sends comes first: Shift+Enter is no help to those who cannot type it.
    bound = sorted(keys.keys(f"{context}.{action.name}"), key=_is_rare)[:_KEYS_IN_HELP]
    if bound and action.is_listed:
        yield shown_keys(bound, action), action.description


def _is_rare(sequence: str) -> bool:
    return not all(map(is_sent_plainly, sequence.split(" ")))


@cache
def _default_keys() -> KeyBindings:
    return KeyBindings.default()


def _from_composer(action: KeyAction) -> str:
    is_apps = action in APP_ACTIONS and "." not in action.method
    return f"app.{action.method}" if is_apps else action.method


def _first_of_all(keys: KeyBindings, context: str, actions: Iterable[KeyAction]) -> list[Binding]:
    # Priority, because TextArea consumes Enter, Tab and characters before plain bindings are asked.
    return _bindings(keys, context, actions, is_priority=True)


def _bindings(
    keys: KeyBindings, context: str, actions: Iterable[KeyAction], *, is_priority: bool = False
) -> list[Binding]:
    return [
        Binding(
            key,
            action.method,
            action.description,
            show=False,
            key_display=f"{shown_key(key)} {shown_key(key)}" if action.is_typed_twice else None,
            priority=is_priority or action.is_priority,
        )
        for action in actions
        for key in keys.keys(f"{context}.{action.name}")
    ]

"""Which key does what in a `ChatView`, beside the bindings of the application around it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from textual.binding import Binding, BindingsMap
from textual.dom import DOMNode
from textual.widget import Widget

from agent_tui.config.key_bindings import KeyBindings
from agent_tui.ui.key_actions import APP_ACTIONS, COMPOSER_ACTIONS, KeyAction

VIEW_ACTIONS = (
    "stop",
    "switch_focus",
    "queue",
    "toggle_tool_output",
    "toggle_thinking",
    "cycle_permission_mode",
    "search",
    "previous_turn",
    "next_turn",
)
"""Of the actions that work everywhere in the program, those that work everywhere in the view."""

_NOT_IN_A_VIEW = (
    "complete",  # there are no commands, and Tab leads on in the application
    "search_history",
    "edit_draft",
    "leave_when_empty",
    "help_when_empty",
)
_OF_THE_SCREEN = "screen."


class ViewKeys:
    """Keys and their action strings, of the composer and of the view.

    taken: keys that the application has bound; with a modifier, or one of the function keys, they
    stay its own. What a text field uses anyway, Enter and the arrows, is the composer's.
    """

    def __init__(self, keys: KeyBindings, taken: Iterable[str]) -> None:
        self._taken = frozenset(key for key in taken if len(key) > 1 and not _is_a_fields(key))
        self._composer = self._actions(keys, "composer", _composer_actions())
        self._view = self._actions(keys, "app", _view_actions())

    def of_view(self, key: str) -> str:
        """What the key does in the view, "" for nothing."""
        return self._view.get(key, "")

    def of_composer(self, key: str) -> str:
        """What the key does in the composer; "screen." stands before what the view does for it."""
        return self._composer.get(key, "")

    def view_bindings(self, former: BindingsMap) -> BindingsMap:
        """The bindings of the view, for keys that nobody inside wants, beside what it had."""
        ours = [Binding(key, action, show=False) for key, action in self._view.items()]
        return BindingsMap.merge([former, BindingsMap(ours)])

    def _actions(
        self, keys: KeyBindings, context: str, actions: Iterable[KeyAction]
    ) -> Mapping[str, str]:
        return {
            key: action.method
            for action in actions
            for key in keys.keys(f"{context}.{action.name}")
            if key not in self._taken
        }


def keys_bound_around(view: Widget) -> Iterator[str]:
    """The keys of everything that the view stands in."""
    node: DOMNode | None = view.parent if isinstance(view.parent, DOMNode) else None
    while node is not None:
        yield from node._bindings.key_to_bindings  # noqa: SLF001
        node = node.parent if isinstance(node.parent, DOMNode) else None


def without_screen_actions(bindings: BindingsMap) -> BindingsMap:
    """Bindings of one of our widgets, without what another application's screen cannot do."""
    return BindingsMap(one for _, one in bindings if not one.action.startswith(_OF_THE_SCREEN))


def _is_a_fields(key: str) -> bool:
    return "+" not in key and not (key.startswith("f") and key[1:].isdecimal())


def _composer_actions() -> Iterator[KeyAction]:
    return (action for action in COMPOSER_ACTIONS if action.name not in _NOT_IN_A_VIEW)


def _view_actions() -> Iterator[KeyAction]:
    for action in APP_ACTIONS:
        if action.name in VIEW_ACTIONS:
            method = action.method.removeprefix(_OF_THE_SCREEN)
            yield KeyAction(action.name, method, action.description)

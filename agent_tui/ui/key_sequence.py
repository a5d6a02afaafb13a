"""Keys of which several make one command, as "ctrl+x ctrl+e". No clock: what was begun waits."""

from __future__ import annotations

from collections.abc import Callable

from agent_tui.config.key_bindings import KeyBindings
from agent_tui.config.key_tables import QUIT_KEY
from agent_tui.ui.keymap import OVERRIDE_MARK, shown_key

_ENDING_KEYS = ("escape", "ctrl+g", "ctrl+c")


class KeySequence:
    """Remembers what was begun. Call on the UI loop.

    show: tells what is awaited, "" when nothing is any more. say: answers a key for a moment.
    """

    def __init__(
        self, keys: KeyBindings, *, show: Callable[[str], None], say: Callable[[str], None]
    ) -> None:
        self._keys = keys
        self._show, self._say = show, say
        self._pending = ""
        self._known: dict[tuple[str, ...], tuple[frozenset[str], frozenset[str]]] = {}

    @property
    def pending(self) -> str:
        """What was typed of a sequence, "" when none was begun."""
        return self._pending

    def whole(self, key: str, contexts: tuple[str, ...], override: str = "") -> str:
        """What to look up for a key: the key, or the sequence that it ends; "" when more is
        awaited, or when it ended what was begun.

        contexts: where keys are bound now. override: a context that goes before the way of editing,
        "" for none; what is bound in it stands in the bindings with the context's name in front.
        """
        bound, prefixes = self._table((*contexts, override) if override else contexts)
        begun, self._pending = self._pending, ""
        whole = f"{begun} {key}" if begun else key
        if begun and key == QUIT_KEY:  # nobody may be locked in
            self._show("")
            return key
        if whole in prefixes:
            self._pending = whole
            self._show(f"{shown_key(whole)} …")
            return ""
        if begun:
            self._show("")
        if override and whole in self._table((override,))[0]:
            return f"{override}{OVERRIDE_MARK}{whole}"
        if not begun or whole in bound:
            return whole
        if key not in _ENDING_KEYS:
            self._say(f"{shown_key(whole)} is bound to nothing")
        return ""

    def _table(self, contexts: tuple[str, ...]) -> tuple[frozenset[str], frozenset[str]]:
        """The keys that are bound, and those that begin one of them."""
        if contexts not in self._known:
            bound = frozenset(
                key
                for name, keys in self._keys.table.items()
                if name.partition(".")[0] in contexts
                for key in keys
            )
            self._known[contexts] = (bound, self._keys.prefixes(contexts))
        return self._known[contexts]

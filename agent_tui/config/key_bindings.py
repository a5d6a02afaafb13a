"""Key bindings: which keys do what, as data. The shipped ones are in `key_tables.py`; what each
action does is in `ui/keymap.py`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct, field

from agent_tui.config.key_tables import (
    CONTEXTS,
    DEFAULT_KEYS,
    MINIMAL_KEYS,
    OVERRIDING_CONTEXTS,
    QUIT_KEY,
    KeyTable,
)
from agent_tui.config.origins import Origin
from agent_tui.errors import ConfigError

_QUIT = "app.quit"
_ALSO_ACTIVE = {"emacs": ("composer", "app"), "app": (), **dict.fromkeys(OVERRIDING_CONTEXTS, ())}


class Conflict(Struct, frozen=True):
    """Two actions, by whole name, that would answer one key. rival_key: the key of `rival`; another
    one than `key` when one of them begins with the other, as "ctrl+x" and "ctrl+x ctrl+e"."""

    action: str
    key: str
    rival: str
    rival_key: str

    def __str__(self) -> str:
        if self.key == self.rival_key:
            return f'The key {self.key} is bound to "{self.rival}" and to "{self.action}".'
        return (
            f'The key {self.key} of "{self.action}" cannot be told from {self.rival_key} of '
            f'"{self.rival}": one begins with the other.'
        )


class KeyBindings(Struct, frozen=True):
    """An immutable table from action to keys. Start from a preset, change with `bind()`.

    Keys are written as "ctrl+s", "shift+enter", "f1", "pageup", "?", and as sequences of them:
    "ctrl+x ctrl+e". Actions have whole names, "composer.submit"; the context may be left out:
    then it is the first one that has such an action. preset: which one the table comes from; it
    decides how the composer edits. origins: by whole name, of actions whose keys were changed.
    """

    table: KeyTable
    preset: str = "default"
    origins: Mapping[str, Origin] = field(default_factory=dict)

    @staticmethod
    def default() -> KeyBindings:
        """The keys of the README's table."""
        return KeyBindings(DEFAULT_KEYS)

    @staticmethod
    def minimal() -> KeyBindings:
        """Only what a chat cannot do without; every other key is left to the terminal and the
        editor."""
        return KeyBindings(MINIMAL_KEYS, "minimal")

    @staticmethod
    def vim() -> KeyBindings:
        """The composer is a vim; keys that vim needs are free of other actions."""
        from agent_tui.config.editing_key_tables import VIM_KEYS

        return KeyBindings(VIM_KEYS, "vim")

    @staticmethod
    def emacs() -> KeyBindings:
        """The composer edits like Emacs: kill ring, mark and region, words with Alt, Ctrl+X."""
        from agent_tui.config.editing_key_tables import EMACS_KEYS

        return KeyBindings(EMACS_KEYS, "emacs")

    @staticmethod
    def named(preset: str) -> KeyBindings:
        """The preset of this name; `default` for any other word."""
        match preset:
            case "minimal":
                return KeyBindings.minimal()
            case "vim":
                return KeyBindings.vim()
            case "emacs":
                return KeyBindings.emacs()
            case _:
                return KeyBindings.default()

    def keys(self, action: str) -> tuple[str, ...]:
        """The keys of an action, the one to show first; () when it has none."""
        return self.table.get(action if "." in action else whole_name(action, self.table), ())

    def bind(self, action: str, *keys: str) -> KeyBindings:
        """A copy in which `action` has these keys instead of its former ones; none unbinds it.

        Ctrl+Q stays with `quit` in any case. Two actions may share a key for a moment, so that keys
        can be swapped; `check()` looks at the result. Raises `ConfigError` for an action or key
        that cannot be.
        """
        name = known_action(action)
        wanted = [_normalised(key, name) for key in keys]
        if name == _QUIT:
            wanted.append(QUIT_KEY)
        return self.with_keys(name, tuple(dict.fromkeys(wanted)))

    def with_keys(self, name: str, keys: tuple[str, ...]) -> KeyBindings:
        """A copy with these keys, in the spelling of the tables, for a whole name."""
        return KeyBindings({**self.table, name: keys}, self.preset, self.origins)

    def conflicts(self) -> Iterator[Conflict]:
        """Every pair of actions that are active together and share a key."""
        by_context: dict[str, list[tuple[str, str]]] = {}
        for name, keys in self.table.items():
            pairs = by_context.setdefault(name.partition(".")[0], [])
            pairs += [(key, name) for key in keys]
        for context, pairs in by_context.items():
            others = _ALSO_ACTIVE.get(context, ("app",))
            owners: dict[str, str] = {}
            for other in others:
                owners |= dict(by_context.get(other, ()))
            for key, name in pairs:
                rival = owners.setdefault(key, name)
                if rival != name:
                    yield Conflict(name, key, rival, key)
            yield from _half_typed(pairs, owners)

    def check(self) -> None:
        """Raise `ConfigError` when two actions share a key; the text names both."""
        for conflict in self.conflicts():
            what = f"{conflict} Give one of them another key."
            raise ConfigError(what, key=f"keymap.{conflict.action}")

    def prefixes(self, contexts: tuple[str, ...]) -> frozenset[str]:
        """The keys after which another one is awaited in these contexts: "ctrl+x"."""
        found: set[str] = set()
        for name, keys in self.table.items():
            if name.partition(".")[0] in contexts:
                found.update(prefix for key in keys for prefix in _prefixes(key))
        return frozenset(found)


def whole_name(action: str, table: KeyTable) -> str:
    """The action of this bare name in the first context that has one, "" when none has."""
    return next((f"{one}.{action}" for one in CONTEXTS if f"{one}.{action}" in table), "")


def known_action(action: str) -> str:
    """The whole name of an action. Raises `ConfigError`, with the nearest name, when there is no
    such action."""
    # Deferred: no start without bindings of its own pays for it.
    from agent_tui.config.editing_key_tables import ALL_ACTIONS
    from agent_tui.config.sources.nearest_name import did_you_mean

    context, dot, bare = action.partition(".")
    if not dot:
        if name := whole_name(action, ALL_ACTIONS):
            return name
        known = [name.partition(".")[2] for name in ALL_ACTIONS]
        hint = did_you_mean(action, known)
        raise ConfigError(f'No key action is called "{action}".{hint}', key=f"keymap.{action}")
    if context not in CONTEXTS:
        hint = did_you_mean(context, CONTEXTS) or f" Known: {', '.join(CONTEXTS)}."
        raise ConfigError(f'There is no key context "{context}".{hint}', key=f"keymap.{context}")
    homes = ("app", "composer") if context in OVERRIDING_CONTEXTS else (context,)
    known = [name.partition(".")[2] for name in ALL_ACTIONS if name.partition(".")[0] in homes]
    if bare not in known:
        hint = did_you_mean(bare, known) or f" Known: {', '.join(known)}."
        what = f'No key action of "{context}" is called "{bare}".{hint}'
        raise ConfigError(what, key=f"keymap.{action}")
    return action


def _half_typed(pairs: Sequence[tuple[str, str]], owners: Mapping[str, str]) -> Iterator[Conflict]:
    """Keys that are also the beginning of a sequence of another action, or the other way round."""
    own = frozenset(pairs)
    for sequence, name in owners.items():
        for prefix in _prefixes(sequence):
            rival = owners.get(prefix, name)
            if (prefix, rival) in own:
                yield Conflict(rival, prefix, name, sequence)
            elif rival != name and (sequence, name) in own:
                yield Conflict(name, sequence, rival, prefix)


def _prefixes(key: str) -> Iterator[str]:
    keys = key.split(" ")
    for count in range(1, len(keys)):
        yield " ".join(keys[:count])


def _normalised(key: str, action: str) -> str:
    # Deferred, too.
    from agent_tui.config.key_names import normalised_sequence

    normalised = normalised_sequence(key)
    if not normalised:
        raise ConfigError(
            f'"{key}" is not a key. Write keys like ctrl+s, shift+enter, f1 or pageup.',
            key=f"keymap.{action}",
        )
    return normalised

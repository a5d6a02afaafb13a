"""The user's keys laid over a preset: what holds in the end, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from agent_tui.config.key_bindings import Conflict, KeyBindings, known_action
from agent_tui.config.key_names import is_sent_plainly, normalised_sequence, same_key
from agent_tui.config.key_tables import CONTEXTS, QUIT_KEY
from agent_tui.config.origins import DEFAULT_ORIGIN, Origin, OriginKind
from agent_tui.config.settings import Keys
from agent_tui.errors import ConfigError

_QUIT = "app.quit"
_SUBMIT = "composer.submit"
_STRENGTH = {kind: strength for strength, kind in enumerate(OriginKind)}


def bindings_with(
    preset: KeyBindings,
    keymap: Mapping[str, Mapping[str, Keys]],
    origins: Mapping[str, Origin],
) -> tuple[KeyBindings, tuple[str, ...]]:
    """The preset's keys with the user's in their place, and a sentence for each problem.

    keymap: by context and action. origins: by "keymap.CONTEXT.ACTION". Nothing wrong in it stops
    the rest: an action or key that cannot be is left out; of two actions on one key the one from
    the stronger place has it, in one file the one that stands first. One key always leaves, and one
    always sends: commands are sent, too, those that change keys as well.
    """
    merger = _Merger(preset, origins)
    for context, actions in keymap.items():
        if context not in CONTEXTS:
            merger.refuse_context(context, actions)
            continue
        for action, written in actions.items():
            merger.add(f"{context}.{action}", (written,) if isinstance(written, str) else written)
    merger.settle()
    return merger.bindings, tuple(merger.notes)


class _Merger:
    def __init__(self, preset: KeyBindings, origins: Mapping[str, Origin]) -> None:
        self.notes: list[str] = []
        self._preset = preset
        self._given = origins
        self._table = dict(preset.table)
        self._origins: dict[str, Origin] = {}

    @property
    def bindings(self) -> KeyBindings:
        return KeyBindings(self._table, self._preset.preset, self._origins)

    def refuse_context(self, context: str, actions: Mapping[str, Keys]) -> None:
        """One sentence for the whole table."""
        first = next(iter(actions), "")
        try:
            known_action(f"{context}.")
        except ConfigError as error:
            self._note(f"{context}.{first}", str(error))

    def add(self, name: str, written: Sequence[str]) -> None:
        try:
            known_action(name)
        except ConfigError as error:
            self._note(name, str(error))
            return
        keys = tuple(dict.fromkeys(self._usable(name, [key for key in written if key])))
        if not keys and any(written):
            return  # what was meant is unknown, so the preset's keys stay
        if name == _QUIT:
            keys = tuple(dict.fromkeys((*keys, QUIT_KEY)))
        elif name == _SUBMIT and not keys:
            keys = self._table[_SUBMIT]
            what = f'Without a key for "{_SUBMIT}" nothing could be sent, no command either'
            self._note(name, f"{what}. It keeps {', '.join(keys)}.")
        self._table[name] = keys
        self._origins[name] = self._origin(name)

    def settle(self) -> None:
        """Take every key that two actions want from the weaker of them."""
        for conflict in tuple(self.bindings.conflicts()):
            sides = ((conflict.action, conflict.key), (conflict.rival, conflict.rival_key))
            if not all(key in self._table[name] for name, key in sides):
                continue  # settled by the one before
            (winner, _), (loser, lost) = sorted(sides, key=self._strength, reverse=True)
            self._table[loser] = tuple(key for key in self._table[loser] if key != lost)
            told = loser if loser in self._origins else winner
            self._note(told, f"{conflict} {self._settled_text(conflict, winner, loser)}")

    def _usable(self, name: str, written: Sequence[str]) -> Iterator[str]:
        for key in written:
            normalised = normalised_sequence(key)
            if not normalised:
                hint = "Write keys like ctrl+s, shift+enter, f1 or pageup."
                self._note(name, f'"{key}" is not a key. {hint} It is left out.')
            elif QUIT_KEY in normalised.split(" ") and name != _QUIT:
                self._note(name, f"{QUIT_KEY} always leaves the program. It is left out.")
            else:
                self._warn(name, normalised)
                yield normalised

    def _warn(self, name: str, sequence: str) -> None:
        for key in sequence.split(" "):
            if same := same_key(key):
                self._note(name, f"Most terminals send {same} for {key}; then it does nothing.")
            elif not is_sent_plainly(key):
                self._note(
                    name,
                    f"Only terminals with the kitty keyboard protocol, or xterm's modifyOtherKeys, "
                    f"can send {key}. /keymap inspect shows what yours sends.",
                )

    def _settled_text(self, conflict: Conflict, winner: str, loser: str) -> str:
        left = ", ".join(self._table[loser]) or "no key"
        text = f'It goes to "{winner}"; "{loser}" has {left} now.'
        if loser in self._origins or conflict.key == QUIT_KEY:
            return text
        context, _, action = loser.partition(".")
        return f'{text} If you mean it, write {action} = "" under [keymap.{context}].'

    def _strength(self, side: tuple[str, str]) -> tuple[bool, int, int]:
        """What nobody can do without, then the stronger place, then the earlier line."""
        name, key = side
        is_forced = (name == _QUIT and key == QUIT_KEY) or (
            name == _SUBMIT and self._table[name] == (key,)
        )
        origin = self._origins.get(name, DEFAULT_ORIGIN)
        return (is_forced, _STRENGTH[origin.kind], -origin.line)

    def _note(self, name: str, what: str) -> None:
        self.notes.append(f"{self._origin(name).place}: {what}")

    def _origin(self, name: str) -> Origin:
        return self._given.get(f"keymap.{name}", Origin(OriginKind.COMMAND_LINE))

"""`/keymap`: all keys with where they come from; changing them; what the terminal sends."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from agent_tui.config.key_bindings import KeyBindings, known_action
from agent_tui.config.key_names import normalised_sequence
from agent_tui.config.key_tables import CONTEXTS, OVERRIDING_CONTEXTS
from agent_tui.errors import ConfigError
from agent_tui.protocol.status import NoticeLevel
from agent_tui.ui.commands.argument import Argument, Choice
from agent_tui.ui.commands.command import Command, CommandHost, Subcommand
from agent_tui.ui.commands.picking import Pick, Picking
from agent_tui.ui.key_actions import ACTIONS
from agent_tui.ui.keymap import shown_keys
from agent_tui.ui.render.listing import Listing
from agent_tui.ui.render.one_line import one_line

Row = tuple[str, str, str, str]

PRESET = "preset"
"""Where keys come from that nobody has changed."""


def _list(host: CommandHost) -> None:
    """All of them, to be narrowed by typing; the chosen one can be changed."""
    host.pick(
        Picking(
            title=f"Keys, preset {host.key_bindings.preset}",
            picks=[_pick(row) for row in keymap_rows(host.key_bindings)],
            chosen=lambda name: host.put_back(f"/keymap set {name} "),
            help="Enter changes it · Esc closes",
        )
    )


def _pick(row: Row) -> Pick:
    name, keys, description, place = row
    note = description if place == PRESET else f"{description} ({place})"
    return Pick(name, name, note, keys)


def _find(host: CommandHost, text: str) -> None:
    _show(host, text.lower())


def _set(host: CommandHost, action: str, written: str) -> None:
    name = _known(host, action, f"/keymap set {action} {written}")
    keys = tuple(normalised_sequence(key) for key in written.split(","))
    if name and not all(keys):
        what = (
            f'"{written}" holds something that is no key. Write keys like ctrl+s, shift+enter, f1 '
            "or pageup; a comma between several, a blank within a sequence."
        )
        host.show_notice(NoticeLevel.WARNING, "Keys not changed", what)
        host.put_back(f"/keymap set {action} ")
    elif name:
        host.change_keys(name, keys)


def _clear(host: CommandHost, action: str) -> None:
    if name := _known(host, action, f"/keymap clear {action}"):
        host.change_keys(name, ())


def _unset(host: CommandHost, action: str) -> None:
    if name := _known(host, action, f"/keymap unset {action}"):
        host.change_keys(name, None)


def _inspect(host: CommandHost) -> None:
    host.inspect_keys()


def _known(host: CommandHost, action: str, line: str) -> str:
    """The whole name; "" when there is no such action, which is told; the line goes back to the
    composer."""
    try:
        return known_action(action)
    except ConfigError as error:
        host.show_notice(NoticeLevel.WARNING, "Keys not changed", str(error))
        host.put_back(line)
        return ""


def _show(host: CommandHost, wanted: str) -> None:
    rows = tuple(row for row in keymap_rows(host.key_bindings) if _has(row, wanted))
    host.show_listing(
        Listing(
            title=f"Keys, preset {host.key_bindings.preset}"
            if rows
            else "No key or action has this",
            columns=("action", "keys", "what it does", "from") if rows else (),
            rows=rows,
            wide=2,
            footer="/keymap set ACTION KEYS binds, /keymap inspect shows what your terminal sends.",
        )
    )


def keymap_rows(keys: KeyBindings) -> Iterator[Row]:
    """Every action: whole name, keys, what it does, where the keys come from. Actions of the emacs
    preset only in it; those of vim's modes only when something is bound."""
    for context in CONTEXTS:
        for action in ACTIONS[context]:
            name = f"{context}.{action.name}"
            bound = keys.keys(name)
            if name not in keys.table or (context in OVERRIDING_CONTEXTS and not bound):
                continue
            origin = keys.origins.get(name)
            place = one_line(origin.place) if origin is not None else PRESET
            yield name, shown_keys(bound, action) or "none", action.description, place


def _has(row: Sequence[str], wanted: str) -> bool:
    return all(word in " ".join(row).lower() for word in wanted.split())


def _actions(host: CommandHost) -> Sequence[Choice]:
    return [Choice(row[0], f"{row[1]} · {row[2]}") for row in keymap_rows(host.key_bindings)]


_ACTION = Argument("ACTION", choices=_actions)

KEYMAP = Command(
    "/keymap",
    "All keys; change them; see what the terminal sends",
    _list,
    subcommands=(
        Subcommand(
            "find", "Only keys and actions with this", _find, (Argument("TEXT", takes_rest=True),)
        ),
        Subcommand(
            "set",
            "Bind an action; a comma between keys",
            _set,
            (_ACTION, Argument("KEYS", takes_rest=True)),
        ),
        Subcommand("clear", "Take all keys of an action away", _clear, (_ACTION,)),
        Subcommand("unset", "Give an action the preset's keys back", _unset, (_ACTION,)),
        Subcommand("inspect", "Show what each key sends, and what it is bound to", _inspect),
    ),
)

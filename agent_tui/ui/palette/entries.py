"""What the palette lists: commands, key actions, sessions, themes and models as rows. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum

from agent_tui.config.key_bindings import KeyBindings
from agent_tui.protocol.ids import short_id
from agent_tui.protocol.sessions import SessionInfo
from agent_tui.ui.commands.command import Command
from agent_tui.ui.commands.picking import Pick
from agent_tui.ui.key_actions import APP_ACTIONS
from agent_tui.ui.keymap import first_key
from agent_tui.ui.render.durations import age_text
from agent_tui.ui.render.one_line import one_line
from agent_tui.ui.sessions.open_sessions import PLACES_WITH_KEYS, Badge, OpenSessions


class EntryKind(StrEnum):
    """What a row stands for; with a colon and a name it is the row's value."""

    COMMAND = "command"
    ACTION = "action"
    SESSION = "session"
    THEME = "theme"
    MODEL = "model"


# They act on what is in front, which is the palette itself.
_NOT_LISTED = frozenset({"palette", "stop", "interrupt"})


def value_of(kind: EntryKind, name: str) -> str:
    """The value of a row."""
    return f"{kind.value}:{name}"


def kind_and_name(value: str) -> tuple[EntryKind, str]:
    """The two parts of a row's value."""
    kind, _, name = value.partition(":")
    return EntryKind(kind), name


def command_rows(commands: Iterable[Command], keys: KeyBindings) -> Iterator[Pick]:
    """Commands, with the key of the action that does the same."""
    for command in commands:
        yield Pick(
            value_of(EntryKind.COMMAND, command.name),
            command.usage,
            command.summary,
            first_key(keys, command.key_action) if command.key_action else "",
        )


def action_rows(commands: Iterable[Command], keys: KeyBindings) -> Iterator[Pick]:
    """What keys do, as far as no command does the same."""
    done = {command.key_action for command in commands}
    for action in APP_ACTIONS:
        is_told = action.is_listed and action.name not in _NOT_LISTED
        if is_told and f"app.{action.name}" not in done:
            key = first_key(keys, f"app.{action.name}")
            yield Pick(value_of(EntryKind.ACTION, action.name), action.description, "key", key)


def open_rows(sessions: OpenSessions, keys: KeyBindings) -> Iterator[Pick]:
    """The sessions that are open behind the one in view, with the keys that lead there."""
    for place, session in enumerate(sessions.all, 1):
        if not sessions.is_shown(session.info.id):
            key = first_key(keys, f"app.session_{place}") if place <= PLACES_WITH_KEYS else ""
            badge = session.badge
            note = "open session" if badge is Badge.OPEN else f"open session · {badge.value}"
            yield Pick(
                value_of(EntryKind.SESSION, session.info.id), one_line(session.title), note, key
            )


def session_rows(
    sessions: Iterable[SessionInfo], opened: OpenSessions, *, now: float
) -> Iterator[Pick]:
    """Stored sessions but those that are open. now: Unix seconds."""
    for info in sessions:
        if opened.find(info.id) is None:
            ago = age_text(max(now - info.updated, 0.0))
            note = f"session · {ago} ago · {one_line(info.cwd)}"
            title = one_line(info.title) or short_id(info.id)
            yield Pick(value_of(EntryKind.SESSION, info.id), title, note)


def theme_rows(themes: Iterable[str]) -> Iterator[Pick]:
    """Themes."""
    for theme in themes:
        yield Pick(value_of(EntryKind.THEME, theme), one_line(theme), "theme")


def model_rows(models: Iterable[str]) -> Iterator[Pick]:
    """Models that a provider has listed."""
    for model in models:
        yield Pick(value_of(EntryKind.MODEL, model), one_line(model), "model")


def recent_first(picks: Iterable[Pick], recent: Sequence[str]) -> list[Pick]:
    """The same rows, those that were chosen lately at the top. recent: values, the latest first."""
    places = {value: place for place, value in enumerate(recent)}
    return sorted(picks, key=lambda pick: places.get(pick.value, len(places)))

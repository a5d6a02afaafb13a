from __future__ import annotations

from agent_tui.config.key_bindings import KeyBindings
from agent_tui.protocol.sessions import SessionInfo
from agent_tui.ui.commands.command_table import COMMANDS
from agent_tui.ui.key_actions import APP_ACTIONS
from agent_tui.ui.palette.entries import (
    EntryKind,
    action_rows,
    command_rows,
    kind_and_name,
    model_rows,
    open_rows,
    recent_first,
    session_rows,
    theme_rows,
    value_of,
)
from agent_tui.ui.sessions.open_sessions import OpenSessions
from tests.ui.running_chat import a_session

KEYS = KeyBindings.default()


def test_every_command_is_listed_with_the_key_that_does_the_same() -> None:
    rows = {row.value: row for row in command_rows(COMMANDS, KEYS)}

    assert len(rows) == len(COMMANDS)
    assert rows["command:/help"].keys == "F1"
    assert rows["command:/model"].keys == ""


def test_a_key_that_was_bound_anew_is_shown() -> None:
    rows = {row.value: row for row in command_rows(COMMANDS, KEYS.bind("search", "f3"))}

    assert rows["command:/find"].keys == "F3"


def test_what_a_command_does_is_not_listed_again_as_an_action() -> None:
    names = {kind_and_name(row.value)[1] for row in action_rows(COMMANDS, KEYS)}

    assert {"toggle_sidebar", "redraw"} <= names <= {action.name for action in APP_ACTIONS}
    assert not names & {"help", "quit", "search", "palette", "stop", "interrupt"}


def test_commands_name_only_actions_that_exist() -> None:
    known = {f"app.{action.name}" for action in APP_ACTIONS}

    assert {one.key_action for one in COMMANDS if one.key_action} <= known


def open_sessions(*infos: SessionInfo) -> OpenSessions:
    """The first of them is in view."""
    sessions = OpenSessions(lambda: infos[0].id)
    for info in infos:
        sessions.opened(info)
    return sessions


def test_open_sessions_are_listed_with_their_state_and_the_keys_that_lead_there() -> None:
    sessions = open_sessions(a_session("s1"), a_session("s2", title="Fix\x1b it"))
    session = sessions.find("s2")
    assert session is not None
    session.is_running = True

    (row,) = open_rows(sessions, KEYS)

    assert (row.value, row.label, row.note, row.keys) == (
        "session:s2",
        "Fix␛ it",
        "open session · running",
        "Alt+2",
    )


def test_stored_sessions_are_listed_but_the_open_ones_with_harmless_titles() -> None:
    shown = a_session("s1")
    other = a_session("s2", title="a\x1b[31mb", cwd="/other", updated=1_000.0)
    unnamed = a_session("f" * 32)

    first, second = session_rows((shown, other, unnamed), open_sessions(shown), now=1_000.0 + 7_200)

    assert (first.value, first.label) == ("session:s2", "a␛[31mb")
    assert "2 h" in first.note
    assert "/other" in first.note
    assert second.label == "f" * 8


def test_what_was_chosen_lately_comes_first_the_latest_at_the_top() -> None:
    rows = [*theme_rows(("a", "b", "c")), *model_rows(("m",))]

    ordered = recent_first(rows, ["model:m", "theme:c"])

    assert [row.value for row in ordered] == ["model:m", "theme:c", "theme:a", "theme:b"]


def test_a_name_with_a_colon_stays_whole() -> None:
    value = value_of(EntryKind.MODEL, "qwen3:8b")

    assert kind_and_name(value) == (EntryKind.MODEL, "qwen3:8b")

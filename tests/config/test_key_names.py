"""How keys are written, and which of them terminals can send."""

from __future__ import annotations

import pytest

from agent_tui.config.editing_key_tables import ALL_ACTIONS, EMACS_KEYS, VIM_KEYS
from agent_tui.config.key_names import is_sent_plainly, normalised_sequence, same_key
from agent_tui.config.key_tables import DEFAULT_KEYS, KeyTable


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("?", "question_mark"),
        ("Ctrl+X", "ctrl+x"),
        ("esc", "escape"),
        ("ctrl+PgUp", "ctrl+pageup"),
        ("+", "plus"),
        ("ctrl++", "ctrl+plus"),
        ("A", "A"),
        ("shift+a", "A"),
        ("shift+ctrl+a", "ctrl+shift+a"),
        ("ctrl+alt+A", "alt+ctrl+a"),
        ("Control+Option+x", "alt+ctrl+x"),
        ("alt+<", "alt+less_than_sign"),
        ("ctrl+x  ctrl+e", "ctrl+x ctrl+e"),
        ("g g", "g g"),
        (" ", "space"),
        ("ö", "ö"),
        ("¡", "inverted_exclamation_mark"),
        ("inverted_exclamation_mark", "inverted_exclamation_mark"),
        ("return", "enter"),
    ],
)
def test_a_key_has_one_spelling(written: str, meant: str) -> None:
    assert normalised_sequence(written) == meant


@pytest.mark.parametrize(
    "written",
    ["", "ctrl+", "+a", "ctrl+++", "control x", "strg+c", "f99", "entre", "ctrl+x strg+y", "a_b"],
)
def test_what_is_no_key_has_no_spelling(written: str) -> None:
    assert normalised_sequence(written) == ""


@pytest.mark.parametrize("table", [DEFAULT_KEYS, VIM_KEYS, EMACS_KEYS])
def test_the_shipped_tables_use_that_spelling_and_known_actions(table: KeyTable) -> None:
    for name, keys in table.items():
        assert name in ALL_ACTIONS
        assert [normalised_sequence(key) for key in keys] == list(keys)


@pytest.mark.parametrize("table", [DEFAULT_KEYS, VIM_KEYS, EMACS_KEYS])
def test_every_shipped_action_that_has_keys_has_one_that_every_terminal_sends(
    table: KeyTable,
) -> None:
    for keys in filter(None, table.values()):
        assert any(all(map(is_sent_plainly, key.split(" "))) for key in keys)


@pytest.mark.parametrize(
    ("key", "is_sent"),
    [
        ("a", True),
        ("ctrl+a", True),
        ("alt+a", True),
        ("alt+ctrl+a", True),
        ("alt+shift+a", True),
        ("alt+enter", True),
        ("ctrl+space", True),
        ("ctrl+underscore", True),
        ("ctrl+shift+up", True),
        ("shift+tab", True),
        ("f12", True),
        ("ctrl+1", False),
        ("ctrl+comma", False),
        ("ctrl+enter", False),
        ("shift+enter", False),
        ("ctrl+tab", False),
        ("ctrl+shift+a", False),
        ("super+a", False),
        ("alt+left_square_bracket", False),
        ("alt+escape", False),
    ],
)
def test_it_is_known_what_plain_terminals_can_send(key: str, is_sent: bool) -> None:
    assert is_sent_plainly(key) is is_sent


def test_it_is_known_which_keys_are_one_and_the_same_in_most_terminals() -> None:
    assert (same_key("ctrl+i"), same_key("ctrl+m"), same_key("ctrl+a")) == ("tab", "enter", "")

from __future__ import annotations

import pytest

from agent_tui.config.editing_key_tables import ALL_ACTIONS
from agent_tui.config.key_bindings import KeyBindings
from agent_tui.config.key_tables import CONTEXTS, OVERRIDING_CONTEXTS
from agent_tui.config.ui_options import UiOptions
from agent_tui.errors import ConfigError
from agent_tui.ui.key_actions import ACTIONS

PRESETS = [KeyBindings.named(name) for name in ("default", "minimal", "vim", "emacs")]


def test_every_action_in_the_tables_does_something() -> None:
    does = {
        f"{context}.{action.name}"
        for context in CONTEXTS
        if context not in OVERRIDING_CONTEXTS
        for action in ACTIONS[context]
    }

    assert does == set(ALL_ACTIONS)


def test_vims_modes_may_call_everything_that_composer_and_app_can() -> None:
    for context in OVERRIDING_CONTEXTS:
        assert KeyBindings.default().bind(f"{context}.stash", "f8").keys(f"{context}.stash")


@pytest.mark.parametrize("keys", PRESETS)
def test_the_presets_have_no_conflicts_and_always_quit(keys: KeyBindings) -> None:
    keys.check()

    assert "ctrl+q" in keys.keys("quit")


def test_another_key_replaces_the_former_keys() -> None:
    keys = KeyBindings.default().bind("help", "F2")

    assert keys.keys("help") == ("f2",)
    assert KeyBindings.default().keys("help") == ("f1",)


def test_quit_keeps_its_key_whatever_is_bound() -> None:
    assert KeyBindings.default().bind("quit", "f10").keys("quit") == ("f10", "ctrl+q")
    assert KeyBindings.default().bind("quit").keys("quit") == ("ctrl+q",)


def test_two_actions_with_one_key_are_a_mistake_that_names_both() -> None:
    keys = KeyBindings.default().bind("stash", "ctrl+l")

    with pytest.raises(ConfigError, match=r'"app.redraw".*"composer.stash"'):
        UiOptions(key_bindings=keys)


def test_two_actions_may_swap_their_keys() -> None:
    keys = KeyBindings.default().bind("stash", "ctrl+l").bind("redraw", "ctrl+s")

    keys.check()

    assert keys.keys("redraw") == ("ctrl+s",)


def test_an_unknown_action_suggests_the_nearest() -> None:
    with pytest.raises(ConfigError, match="Did you mean stash"):
        KeyBindings.default().bind("stsh", "f2")


@pytest.mark.parametrize(
    ("written", "meant"),
    [("?", "question_mark"), ("Ctrl+X", "ctrl+x"), ("esc", "escape"), ("ctrl+PgUp", "ctrl+pageup")],
)
def test_keys_may_be_written_as_people_write_them(written: str, meant: str) -> None:
    assert KeyBindings.default().bind("help", written).keys("help") == (meant,)


@pytest.mark.parametrize("written", ["", "ctrl+", "control x", "strg+c"])
def test_what_is_no_key_is_refused(written: str) -> None:
    with pytest.raises(ConfigError, match="is not a key"):
        KeyBindings.default().bind("help", written)

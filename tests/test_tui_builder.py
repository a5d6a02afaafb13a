from __future__ import annotations

from pathlib import Path

import pytest

from agent_tui import (
    AgentTui,
    AppState,
    ConfigError,
    ExitHandler,
    FileGrantStore,
    FileSessionStore,
    KeyBindings,
    Layout,
    ScriptedProvider,
    Stage,
)


def test_every_setter_can_be_chained(tmp_path: Path) -> None:
    app = AgentTui(name="mine")

    chained = (
        app.set_version("1.0")
        .set_layout(Layout.minimal())
        .set_key_bindings(KeyBindings.default())
        .set_key_handler(lambda press: False)
        .set_exit_handler(ExitHandler())
        .set_provider(ScriptedProvider())
        .register_widget(object, slot="files")
        .set_panels(question=False)
        .set_session_store(FileSessionStore(tmp_path / "sessions", tmp_path / "index.db"))
        .set_grant_store(FileGrantStore(tmp_path / "grants.json"))
        .set_first_prompt("hi")
    )

    assert chained is app


def test_a_built_application_waits_in_the_configure_stage() -> None:
    app = AgentTui()

    assert (app.state, app.stage) == (AppState.INITIALIZED, Stage.CONFIGURE)


def test_a_blank_name_is_refused_at_once() -> None:
    with pytest.raises(ConfigError, match="needs a name"):
        AgentTui(name="  ")


def test_two_actions_on_one_key_are_refused_when_they_are_set() -> None:
    bindings = KeyBindings.default().bind("help", "ctrl+q")

    with pytest.raises(ConfigError, match=r"ctrl\+q"):
        AgentTui().set_key_bindings(bindings)

"""`agent-tui logs`, `themes` and `models`."""

from __future__ import annotations

import json

from agent_tui.storage.paths import LOG_FILE_NAME
from tests.cli.conftest import Program


def test_logs_prints_where_the_log_file_is(program: Program) -> None:
    assert program.call("logs").out == f"{program.log_dir / LOG_FILE_NAME}\n"


def test_logs_prints_the_end_of_the_log(program: Program) -> None:
    program.write(program.log_dir / LOG_FILE_NAME, "one\ntwo\nthree\n")

    assert program.call("logs", "--tail", "2").out == "two\nthree\n"


def test_logs_explains_when_nothing_was_logged(program: Program) -> None:
    ran = program.call("logs", "--tail", "2")

    assert (ran.code, ran.out) == (2, "")
    assert "Nothing was logged yet" in ran.err


def test_themes_lists_shipped_themes_and_the_users_own(program: Program) -> None:
    program.write(program.config_dir / "themes" / "mine.toml", "")

    names = program.call("themes").out.splitlines()

    assert {"agent-tui-dark", "mine"} <= set(names)
    assert json.loads(program.call("themes", "--json").out) == names


def test_models_lists_what_the_provider_offers(program: Program) -> None:
    ran = program.call("models", "demo", "--json")

    assert ran.code == 0
    offered = json.loads(ran.out)
    assert offered["provider"] == "demo"
    assert program.call("--provider", "demo", "models").out.splitlines() == offered["models"]


def test_models_without_a_provider_asks_for_one(program: Program) -> None:
    ran = program.call("models")

    assert ran.code == 2
    assert "No provider is configured" in ran.err


def test_models_names_the_variable_of_a_missing_key(program: Program) -> None:
    ran = program.call("models", "groq")

    assert ran.code == 2
    assert "GROQ_API_KEY" in ran.err

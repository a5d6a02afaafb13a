"""The guide's tables have all that there is, and nothing that there is not."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from agent_tui import AgentTui, Layout, TurnStatus
from agent_tui.protocol.hook_points import ANSWERS, HookPoint

PROJECT = Path(__file__).parents[2]
GUIDE = PROJECT / "docs" / "library"


def code_in_first_column(page: str) -> set[str]:
    """What stands as code in the first column of the page's tables."""
    rows = re.findall(r"^\| ([^|]+) \|", (GUIDE / page).read_text("utf-8"), re.MULTILINE)
    return {name for row in rows for name in re.findall(r"`([^`(]+)[^`]*`", row)}


def test_each_program_of_the_examples_is_told_and_each_that_is_told_exists() -> None:
    programs = {
        path.name for path in (PROJECT / "examples").iterdir() if path.suffix in (".py", ".toml")
    }

    assert code_in_first_column("patterns.md") == programs - {"__init__.py"}


def test_each_status_of_a_turn_is_told() -> None:
    assert code_in_first_column("agent.md") >= {status.value for status in TurnStatus}


def test_each_point_for_hooks_is_told_with_the_answers_it_takes() -> None:
    page = (GUIDE / "hooks.md").read_text("utf-8")
    rows = re.findall(r"^\| ((?:`(?:on|before|after)_\w+`(?:, )?)+) \|.*\| (.*)\|$", page, re.M)
    told = {
        point: sorted(re.findall(r"`(\w+)`", answers))
        for points, answers in rows
        for point in re.findall(r"`(\w+)`", points)
    }
    words = {"Block": "block", "Stop": "stop", "GoOn": "go_on"}

    assert told == {
        point.value: sorted(words.get(kind.__name__, "rewrite") for kind in ANSWERS.get(point, ()))
        for point in HookPoint
    }


@pytest.mark.parametrize("prefix", ["set_", "register_", "observe_", "add_"])
def test_each_setter_of_an_application_is_told(prefix: str) -> None:
    # These two are for the command line, which knows where settings stand and what was typed early.
    left_out = {"set_setting_origins", "set_early_terminal"}
    setters = {name for name in dir(AgentTui) if name.startswith(prefix)}

    told = {name for name in code_in_first_column("full-screen.md") if name.startswith(prefix)}
    assert told == setters - left_out


def test_each_layout_is_told() -> None:
    layouts = {
        f"Layout.{name}" for name, made in vars(Layout).items() if isinstance(made, staticmethod)
    }

    assert code_in_first_column("full-screen.md") >= layouts

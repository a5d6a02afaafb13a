"""The settings page tells all settings, with their defaults and variables."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from agent_tui.config.settings import CustomProvider, Profile, Settings
from agent_tui.config.sources.environment import VARIABLE_NAMES

PAGE = (Path(__file__).parents[2] / "docs" / "configuration.md").read_text(encoding="utf-8")
ROWS = dict(re.findall(r"^\| `(\w+)` \| ([^|]+) \|", PAGE, re.MULTILINE))


@pytest.mark.parametrize("name", VARIABLE_NAMES)
def test_the_table_has_every_setting_with_its_default(name: str) -> None:
    default = getattr(Settings(), name)
    is_text = isinstance(default, str)
    shown = default if is_text else json.dumps(default).removesuffix(".0")

    assert ROWS[name] == f"`{shown}`" if default != "" else not ROWS[name].startswith("`")


def test_the_table_has_no_setting_that_does_not_exist() -> None:
    assert set(ROWS) == set(VARIABLE_NAMES)


@pytest.mark.parametrize(
    "name", sorted({*Profile.__struct_fields__, *CustomProvider.__struct_fields__})
)
def test_the_page_names_every_setting_of_profiles_and_providers(name: str) -> None:
    assert name in PAGE

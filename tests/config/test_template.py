"""The settings file that `config init` writes."""

from __future__ import annotations

import re
import tomllib
from typing import Any

import msgspec

from agent_tui.config.settings import CustomProvider, Profile, Settings
from agent_tui.config.template import TEMPLATE
from tests.config.conftest import Places

_SETTING = re.compile(r"^# (?=[a-z_]+ = |\[)", re.MULTILINE)


def _uncommented() -> str:
    return _SETTING.sub("", TEMPLATE)


def test_the_template_changes_no_setting(places: Places) -> None:
    places.write(places.user_file, TEMPLATE)

    assert places.load().settings == Settings()


def test_the_template_shows_every_setting_with_its_default(places: Places) -> None:
    values: dict[str, Any] = tomllib.loads(_uncommented())
    tables = {"profiles", "providers", "keymap", "vim_remaps", "prices"}
    # A file is a poor place for a key, so the template does not propose it.
    shown = set(Settings.__struct_fields__) - tables - {"api_key"}

    assert set(values) - tables == shown
    assert msgspec.convert({key: values[key] for key in shown}, Settings) == Settings()


def test_the_template_is_valid_when_every_line_counts(places: Places) -> None:
    places.write(places.user_file, _uncommented())

    settings = places.load().settings

    assert isinstance(settings.profiles["work"], Profile)
    assert isinstance(settings.providers["lab"], CustomProvider)
    assert settings.keymap["composer"]["stash"] == ("ctrl+x ctrl+s",)
    assert settings.vim_remaps == {"jj": "<Esc>"}

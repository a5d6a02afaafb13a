"""A key goes to the endpoint that it was given for, and nowhere else."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from agent_tui.config.provider_resolution import resolve_with_notes
from agent_tui.config.settings import CustomProvider, Profile, Settings
from agent_tui.errors import ConfigError

ENVIRON = {"OPENAI_API_KEY": "sk-openai", "MY_KEY": "sk-mine"}
OTHER = "http://other.example:8000/v1"
LAB = "http://lab.example/v1"


def _key(settings: Settings, environ: Mapping[str, str] = ENVIRON, name: str = "") -> str:
    config = resolve_with_notes(settings, environ, name=name).config
    assert config is not None
    return config.api_key


@pytest.mark.parametrize(
    ("settings", "environ", "key"),
    [
        (Settings(), {}, "sk-openai"),
        (Settings(provider="openai"), {}, "sk-openai"),
        (Settings(base_url="https://api.openai.com/v1"), {}, "sk-openai"),
        (Settings(), {"OPENAI_BASE_URL": OTHER}, "sk-openai"),
        (Settings(base_url=OTHER), {"OPENAI_BASE_URL": OTHER}, "sk-openai"),
        (Settings(base_url=OTHER), {}, ""),
        (Settings(provider="openai", base_url=OTHER), {}, ""),
        (Settings(base_url="http://api.openai.com/v1"), {}, ""),
        (Settings(base_url="https://api.openai.com:444/v1"), {}, ""),
        (Settings(base_url="https://api.openai.com.evil.example/v1"), {}, ""),
        (Settings(base_url="https://api.openai.com@evil.example/v1"), {}, ""),
        (Settings(base_url=OTHER), {"OPENAI_BASE_URL": LAB}, ""),
        (Settings(provider="ollama"), {}, ""),
        (Settings(base_url=OTHER, api_key_env="OPENAI_API_KEY"), {}, "sk-openai"),
        (Settings(base_url=OTHER, api_key_env="MY_KEY"), {}, "sk-mine"),
        (Settings(base_url=OTHER, api_key="sk-direct"), {}, "sk-direct"),
    ],
)
def test_the_key_of_openai_leaves_only_for_openai_or_where_it_was_sent_explicitly(
    settings: Settings, environ: dict[str, str], key: str
) -> None:
    assert _key(settings, {**ENVIRON, **environ}) == key


def test_a_key_in_settings_is_for_openai_and_not_for_an_address_from_the_environment() -> None:
    settings = Settings(provider="openai", api_key="sk-settings")

    assert _key(settings, {}) == "sk-settings"
    assert _key(settings, {"OPENAI_BASE_URL": OTHER}) == ""


def test_a_profile_may_send_any_key_to_its_own_address() -> None:
    profile = Profile(base_url=OTHER, api_key_env="OPENAI_API_KEY")

    assert _key(Settings(profile="w", profiles={"w": profile})) == "sk-openai"


def test_an_address_beside_the_profile_does_not_get_the_profiles_key() -> None:
    settings = Settings(
        profile="w", base_url=OTHER, profiles={"w": Profile(provider="groq", api_key="sk-w")}
    )

    assert _key(settings) == ""


def test_a_profile_at_another_address_does_not_get_its_providers_key() -> None:
    custom = CustomProvider(base_url=LAB, api_key="sk-lab")
    profiles = {"w": Profile(provider="lab", base_url=OTHER), "v": Profile(provider="lab")}
    settings = Settings(profiles=profiles, providers={"lab": custom})

    assert _key(settings, name="w") == ""
    assert _key(settings, name="v") == "sk-lab"


def test_a_custom_providers_key_comes_from_the_variable_that_it_names() -> None:
    custom = CustomProvider(base_url=LAB, api_key_env="MY_KEY")

    assert _key(Settings(provider="lab", providers={"lab": custom})) == "sk-mine"


@pytest.mark.parametrize(
    "settings",
    [
        Settings(base_url=OTHER, api_key_env="UNSET"),
        Settings(profile="w", profiles={"w": Profile(base_url=OTHER, api_key_env="UNSET")}),
        Settings(provider="l", providers={"l": CustomProvider(base_url=LAB, api_key_env="UNSET")}),
    ],
)
def test_a_variable_that_settings_name_must_be_set(settings: Settings) -> None:
    with pytest.raises(ConfigError, match="UNSET, which is not set"):
        _key(settings)


def test_a_key_that_stays_at_home_is_noted_with_a_way_out_and_without_the_key() -> None:
    notes = resolve_with_notes(Settings(base_url=OTHER), ENVIRON).notes

    assert len(notes) == 1
    assert notes[0].startswith(f"OPENAI_API_KEY is not sent to {OTHER}")
    assert "api_key_env" in notes[0]
    assert "sk-openai" not in notes[0]


def test_nothing_is_noted_when_the_endpoint_has_a_key_or_none_was_set() -> None:
    assert resolve_with_notes(Settings(base_url=OTHER, api_key="k"), ENVIRON).notes == ()
    assert resolve_with_notes(Settings(base_url=OTHER), {}).notes == ()


def test_no_text_form_of_the_settings_shows_a_key() -> None:
    settings = Settings(
        api_key="sk-1",
        profiles={"w": Profile(api_key="sk-2", headers={"X-Key": "sk-3"})},
        providers={"l": CustomProvider(api_key="sk-4", query={"key": "sk-5"})},
    )

    assert "sk-" not in repr(settings)

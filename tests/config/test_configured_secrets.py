"""Wherever a key is configured, it is known as one."""

from __future__ import annotations

from agent_tui.config.configured_secrets import configured_secrets
from agent_tui.config.provider_config import ProviderConfig
from agent_tui.config.settings import CustomProvider, Profile, Settings


def test_keys_are_found_wherever_they_are_configured() -> None:
    settings = Settings(
        api_key="key-1",
        api_key_env="TOP_VARIABLE",
        profiles={
            "a": Profile(api_key="key-3", api_key_env="PROFILE_VARIABLE"),
            "b": Profile(headers={"Authorization": "Bearer key-5", "X-Title": "words"}),
        },
        providers={
            "c": CustomProvider(api_key="key-6", query={"api-version": "1", "token": "key-7"})
        },
    )
    environ = {
        "TOP_VARIABLE": "key-2",
        "PROFILE_VARIABLE": "key-4",
        "OTHER_API_KEY": "key-8",
        "PATH": "/bin",
    }
    endpoint = ProviderConfig(name="x", api_key="key-9")

    found = configured_secrets(settings, environ, endpoint)

    assert sorted(found) == [f"key-{number}" for number in range(1, 10)]


def test_without_keys_there_is_nothing_to_hide() -> None:
    assert configured_secrets(Settings(), {"PATH": "/bin", "EMPTY_API_KEY": ""}) == ()

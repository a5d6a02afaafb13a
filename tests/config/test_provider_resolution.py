"""Which endpoint a name, or no name, stands for, and what is in it."""

from __future__ import annotations

import pytest

from agent_tui.config.presets import PRESETS
from agent_tui.config.provider_config import ProviderConfig, ProviderKind
from agent_tui.config.provider_resolution import resolve_provider
from agent_tui.config.settings import CustomProvider, Profile, Settings
from agent_tui.errors import ConfigError

OPENAI_KEY = {"OPENAI_API_KEY": "sk-openai"}
LAB = CustomProvider(base_url="http://lab:8000/v1", default_model="qwen3")


def _resolved(
    settings: Settings, environ: dict[str, str] | None = None, name: str = "", model: str = ""
) -> ProviderConfig:
    config = resolve_provider(settings, environ or {}, name=name, model=model)
    assert config is not None
    return config


def test_with_nothing_configured_there_is_no_endpoint() -> None:
    assert resolve_provider(Settings(), {}) is None
    assert resolve_provider(Settings(model="some-model"), {}) is None


def test_a_key_for_openai_in_the_environment_chooses_openai() -> None:
    config = _resolved(Settings(), OPENAI_KEY)

    assert (config.name, config.api_key) == ("openai", "sk-openai")
    assert config.base_url == PRESETS["openai"].base_url
    assert config.model == PRESETS["openai"].default_model
    assert config.context_windows == PRESETS["openai"].context_windows


def test_an_address_alone_is_a_custom_endpoint_without_a_key() -> None:
    config = _resolved(Settings(base_url="http://127.0.0.1:9/v1", model="m"))

    assert (config.name, config.base_url, config.model) == ("custom", "http://127.0.0.1:9/v1", "m")
    assert config.api_key == ""


def test_the_address_of_openai_is_openai() -> None:
    assert _resolved(Settings(base_url="https://api.openai.com/v1/"), OPENAI_KEY).name == "openai"


def test_the_demo_needs_neither_key_nor_address() -> None:
    config = _resolved(Settings(provider="demo"))

    assert (config.kind, config.base_url, config.api_key) == (ProviderKind.DEMO, "", "")


@pytest.mark.parametrize("name", [n for n, p in PRESETS.items() if p.is_local])
def test_a_local_preset_works_without_a_key(name: str) -> None:
    assert _resolved(Settings(provider=name)).name == name


@pytest.mark.parametrize("name", [n for n, p in PRESETS.items() if p.needs_key and p.base_url])
def test_a_preset_that_needs_a_key_names_the_variable_when_it_is_missing(name: str) -> None:
    with pytest.raises(ConfigError, match=PRESETS[name].key_env):
        resolve_provider(Settings(provider=name), {})


def test_a_preset_without_an_address_of_its_own_asks_for_one() -> None:
    with pytest.raises(ConfigError, match="AZURE_OPENAI_BASE_URL"):
        resolve_provider(Settings(provider="azure"), {"AZURE_OPENAI_API_KEY": "k"})


def test_a_key_that_belongs_into_a_header_of_its_own_stands_there_too() -> None:
    environ = {"AZURE_OPENAI_API_KEY": "k", "AZURE_OPENAI_BASE_URL": "https://me.example/openai"}

    config = _resolved(Settings(provider="azure", model="m"), environ)

    assert (config.headers["api-key"], config.api_key) == ("k", "k")


def test_an_unknown_name_is_an_error_with_the_nearest_one() -> None:
    settings = Settings(profiles={"work": Profile()})

    with pytest.raises(ConfigError, match="Did you mean ollama"):
        resolve_provider(settings, {}, name="olama")
    with pytest.raises(ConfigError, match="Did you mean work"):
        resolve_provider(settings, {}, name="wrok")


def test_an_unknown_profile_is_an_error_even_when_a_preset_has_that_name() -> None:
    with pytest.raises(ConfigError, match="no profile named demo"):
        resolve_provider(Settings(profile="demo"), {})


def test_a_profile_adds_to_its_provider() -> None:
    profile = Profile(
        provider="lab",
        model="m1",
        headers={"X-A": "1"},
        query={"v": "2"},
        context_window=10,
        idle_timeout_s=7,
    )
    settings = Settings(profile="w", profiles={"w": profile}, providers={"lab": LAB})

    config = _resolved(settings)

    assert (config.name, config.base_url, config.model) == ("w", "http://lab:8000/v1", "m1")
    assert (config.headers, config.query) == ({"X-A": "1"}, {"v": "2"})
    assert config.context_window_of("m1") == 10
    assert (config.idle_timeout_s, config.connect_timeout_s) == (7, settings.connect_timeout_s)


def test_settings_beside_the_profile_win_over_it() -> None:
    profiles = {"w": Profile(provider="demo", model="m1")}

    assert _resolved(Settings(profile="w", model="m2", profiles=profiles)).model == "m2"


def test_another_name_takes_nothing_from_the_default_endpoint() -> None:
    settings = Settings(
        base_url="http://a:1/v1", api_key="k", model="m", providers={"lab": LAB}, idle_timeout_s=3
    )

    config = _resolved(settings, name="lab")

    assert (config.base_url, config.api_key, config.model) == ("http://lab:8000/v1", "", "qwen3")
    assert config.idle_timeout_s == 3


def test_the_name_of_the_default_endpoint_means_the_default_endpoint() -> None:
    settings = Settings(base_url="http://a:1/v1", api_key="k", model="m")

    assert _resolved(settings, name="custom") == _resolved(settings)


def test_a_model_that_is_asked_for_wins_over_all_defaults() -> None:
    settings = Settings(provider="demo", model="m1")

    assert _resolved(settings, name="demo", model="m2").model == "m2"


def test_openais_own_model_variable_counts_for_openai_only() -> None:
    environ = {**OPENAI_KEY, "OPENAI_MODEL": "gpt-x"}

    assert _resolved(Settings(), environ).model == "gpt-x"
    assert _resolved(Settings(), environ, name="demo").model != "gpt-x"


def test_a_custom_provider_hides_a_preset_of_the_same_name() -> None:
    config = _resolved(Settings(provider="openai", providers={"openai": LAB}), OPENAI_KEY)

    assert (config.base_url, config.api_key) == ("http://lab:8000/v1", "")


def test_a_custom_provider_without_an_address_asks_for_one() -> None:
    with pytest.raises(ConfigError, match="lab has no address"):
        resolve_provider(Settings(provider="lab", providers={"lab": CustomProvider()}), {})


@pytest.mark.parametrize("address", ["localhost:8000", "ftp://a/v1", "http://", "x", "http://a:b/"])
def test_an_address_that_is_none_is_an_error(address: str) -> None:
    with pytest.raises(ConfigError, match="not an address") as caught:
        resolve_provider(Settings(base_url=address), {})

    assert caught.value.key == "base_url"


def test_a_profile_and_another_provider_cannot_be_mixed() -> None:
    settings = Settings(
        profile="w", provider="demo", profiles={"w": Profile(provider="groq", api_key="k")}
    )

    with pytest.raises(ConfigError, match="only one of profile and provider"):
        resolve_provider(settings, {})

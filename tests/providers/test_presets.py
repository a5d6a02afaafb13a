"""The provider presets: whole, consistent, and cheap to load."""

from __future__ import annotations

import subprocess
import sys
from urllib.parse import urlsplit

import pytest

from agent_tui.config.presets import PRESETS, ProviderPreset
from agent_tui.config.provider_config import ProviderConfig, ProviderKind
from agent_tui.providers import build_provider

NAMES = (
    "openai",
    "azure",
    "openrouter",
    "groq",
    "deepseek",
    "mistral",
    "together",
    "anthropic",
    "gemini",
    "ollama",
    "lmstudio",
    "llamacpp",
    "vllm",
    "sglang",
    "demo",
)
every_preset = pytest.mark.parametrize("preset", PRESETS.values(), ids=lambda preset: preset.name)


def test_all_promised_presets_are_there_under_their_names() -> None:
    assert tuple(PRESETS) == NAMES
    assert all(preset.name == name for name, preset in PRESETS.items())


@every_preset
def test_a_preset_can_be_built_into_a_provider_of_its_name(preset: ProviderPreset) -> None:
    config = ProviderConfig(name=preset.name, kind=preset.kind, base_url=preset.base_url)

    assert build_provider(config).name == preset.name


@every_preset
def test_remote_presets_use_https_and_local_ones_this_machine(preset: ProviderPreset) -> None:
    address = urlsplit(preset.base_url)

    if preset.is_local and preset.kind is ProviderKind.OPENAI:
        assert (address.scheme, address.hostname) == ("http", "127.0.0.1")
    elif preset.base_url:
        assert address.scheme == "https"
    assert not preset.base_url.endswith("/")


@every_preset
def test_a_preset_that_needs_a_key_names_its_variable(preset: ProviderPreset) -> None:
    assert not preset.needs_key or preset.key_env
    assert preset.needs_key is not preset.is_local


def test_no_two_presets_share_a_key_variable() -> None:
    variables = [preset.key_env for preset in PRESETS.values() if preset.key_env]

    assert len(variables) == len(set(variables))


def test_azure_wants_the_bare_key_in_a_header_and_its_version_in_the_query() -> None:
    azure = PRESETS["azure"]

    assert azure.headers_with("k") == {"api-key": "k"}
    assert azure.headers_with("") == {}
    assert "api-version" in azure.query


def test_a_bearer_preset_keeps_its_headers_as_they_are() -> None:
    assert PRESETS["openrouter"].headers_with("k") == {"X-Title": "agent-tui"}


@pytest.mark.parametrize(
    ("preset", "model", "tokens"),
    [
        ("openai", "gpt-4o-mini", 128_000),
        ("openai", "gpt-4.1-nano", 1_047_576),
        ("openai", "gpt-5-mini", 400_000),
        ("openai", "gpt-5.9-unheard-of", 0),
        ("openai", "gpt-4", 0),
        ("openai", "o3-mini", 200_000),
        ("openrouter", "openai/gpt-4o", 128_000),
        ("anthropic", "claude-sonnet-4-5-20250929", 200_000),
        ("anthropic", "claude-opus-9", 0),
        ("gemini", "models/gemini-2.5-pro", 1_048_576),
        ("ollama", "qwen3", 0),
        ("demo", "demo", 200_000),
    ],
)
def test_a_context_window_is_known_for_sure_or_said_to_be_unknown(
    preset: str, model: str, tokens: int
) -> None:
    config = ProviderConfig(name=preset, context_windows=PRESETS[preset].context_windows)

    assert config.context_window_of(model) == tokens


def test_presets_load_nothing_heavy() -> None:
    code = (
        "import sys, agent_tui.config.presets; "
        "print(sorted({'openai', 'textual', 'rich', 'tomllib', 'anyio'} & set(sys.modules)))"
    )

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)

    assert done.stdout.strip() == "[]"

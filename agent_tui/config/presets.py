"""Provider presets: what is known beforehand of well-known endpoints. Data, no look-ups."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from msgspec import Struct, field

from agent_tui.config.provider_config import ProviderKind


class ProviderPreset(Struct, frozen=True, kw_only=True):
    """One well-known endpoint.

    title: for lists on screen. base_url: with the version path, "" when only the user can know it.
    key_env, base_url_env: environment variables, "" for none. needs_key: requests without a key
    fail. key_header: the header that carries the bare key, "" for `Authorization: Bearer`.
    is_local: runs on this machine. default_model: "" when only the user can know it. headers,
    query: sent with each request. context_windows: tokens by model name prefix, longest prefix
    wins, 0 for unknown. python_class, options: see `CustomProvider`.
    """

    name: str
    title: str
    kind: ProviderKind = ProviderKind.OPENAI
    base_url: str = ""
    base_url_env: str = ""
    key_env: str = ""
    key_header: str = ""
    needs_key: bool = True
    is_local: bool = False
    default_model: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    query: Mapping[str, str] = field(default_factory=dict)
    context_windows: Mapping[str, int] = field(default_factory=dict)
    python_class: str = ""
    options: Mapping[str, Any] = field(default_factory=dict)

    def headers_with(self, api_key: str) -> dict[str, str]:
        """The headers to send, the key among them when this endpoint wants it in a header of its
        own."""
        if not self.key_header or not api_key:
            return dict(self.headers)
        return {**self.headers, self.key_header: api_key}


def _prefixed(prefix: str, windows: Mapping[str, int]) -> dict[str, int]:
    return {prefix + name: tokens for name, tokens in windows.items()}


# From the vendors' model pages. Names are prefixes, so each one is long enough not to catch a later
# model with another window; 0 says "not known" where a shorter prefix would answer wrongly.
_OPENAI_WINDOWS = {
    "gpt-3.5-turbo": 16_385,
    "gpt-4-turbo": 128_000,
    "gpt-4o": 128_000,
    "gpt-4.1": 1_047_576,
    "gpt-5": 400_000,
    "gpt-5-chat": 128_000,
    "gpt-5.": 0,
    "gpt-5.1": 400_000,
    "gpt-5.1-chat": 128_000,
    "gpt-5.2": 400_000,
    "gpt-5.2-chat": 128_000,
    "o1": 200_000,
    "o1-mini": 128_000,
    "o1-preview": 128_000,
    "o3": 200_000,
    "o4-mini": 200_000,
}
_ANTHROPIC_WINDOWS = {
    "claude-3-": 200_000,
    "claude-sonnet-4-0": 200_000,
    "claude-sonnet-4-2": 200_000,
    "claude-sonnet-4-5": 200_000,
    "claude-opus-4-0": 200_000,
    "claude-opus-4-1": 200_000,
    "claude-opus-4-2": 200_000,
    "claude-opus-4-5": 200_000,
    "claude-haiku-4-5": 200_000,
}
_GEMINI_WINDOWS = {
    "gemini-1.5-pro": 2_097_152,
    "gemini-1.5-flash": 1_048_576,
    "gemini-2.0-flash": 1_048_576,
    "gemini-2.5-flash": 1_048_576,
    "gemini-2.5-flash-image": 0,
    "gemini-2.5-pro": 1_048_576,
}

_ALL = (
    ProviderPreset(
        name="openai",
        title="OpenAI",
        base_url="https://api.openai.com/v1",
        base_url_env="OPENAI_BASE_URL",
        key_env="OPENAI_API_KEY",
        default_model="gpt-4.1",
        context_windows=_OPENAI_WINDOWS,
    ),
    ProviderPreset(
        # The base URL ends in /openai/deployments/<deployment>; both parts are the user's own.
        name="azure",
        title="Azure OpenAI",
        base_url_env="AZURE_OPENAI_BASE_URL",
        key_env="AZURE_OPENAI_API_KEY",
        key_header="api-key",
        query={"api-version": "2024-10-21"},
    ),
    ProviderPreset(
        name="openrouter",
        title="OpenRouter",
        base_url="https://openrouter.ai/api/v1",
        key_env="OPENROUTER_API_KEY",
        default_model="openrouter/auto",
        headers={"X-Title": "agent-tui"},
        context_windows=_prefixed("openai/", _OPENAI_WINDOWS)
        | _prefixed("google/", _GEMINI_WINDOWS),
    ),
    ProviderPreset(
        name="groq",
        title="Groq",
        base_url="https://api.groq.com/openai/v1",
        key_env="GROQ_API_KEY",
        default_model="llama-3.3-70b-versatile",
        context_windows={
            "llama-3.3-70b-versatile": 131_072,
            "llama-3.1-8b-instant": 131_072,
            "openai/gpt-oss-20b": 131_072,
            "openai/gpt-oss-120b": 131_072,
        },
    ),
    ProviderPreset(
        name="deepseek",
        title="DeepSeek",
        base_url="https://api.deepseek.com/v1",
        key_env="DEEPSEEK_API_KEY",
        default_model="deepseek-chat",
    ),
    ProviderPreset(
        name="mistral",
        title="Mistral",
        base_url="https://api.mistral.ai/v1",
        key_env="MISTRAL_API_KEY",
        default_model="mistral-large-latest",
    ),
    ProviderPreset(
        name="together",
        title="Together AI",
        base_url="https://api.together.xyz/v1",
        key_env="TOGETHER_API_KEY",
        default_model="meta-llama/Llama-3.3-70B-Instruct-Turbo",
        context_windows={"meta-llama/Llama-3.3-70B-Instruct-Turbo": 131_072},
    ),
    ProviderPreset(
        name="anthropic",
        title="Anthropic",
        base_url="https://api.anthropic.com/v1",
        key_env="ANTHROPIC_API_KEY",
        default_model="claude-sonnet-4-5",
        context_windows=_ANTHROPIC_WINDOWS,
    ),
    ProviderPreset(
        name="gemini",
        title="Google Gemini",
        base_url="https://generativelanguage.googleapis.com/v1beta/openai",
        key_env="GEMINI_API_KEY",
        default_model="gemini-2.5-flash",
        # Its model list says "models/gemini-...", its documentation leaves the prefix out; both
        # work.
        context_windows=_GEMINI_WINDOWS | _prefixed("models/", _GEMINI_WINDOWS),
    ),
    ProviderPreset(
        name="ollama",
        title="Ollama",
        base_url="http://127.0.0.1:11434/v1",
        needs_key=False,
        is_local=True,
    ),
    ProviderPreset(
        name="lmstudio",
        title="LM Studio",
        base_url="http://127.0.0.1:1234/v1",
        needs_key=False,
        is_local=True,
    ),
    ProviderPreset(
        name="llamacpp",
        title="llama.cpp server",
        base_url="http://127.0.0.1:8080/v1",
        key_env="LLAMA_API_KEY",
        needs_key=False,
        is_local=True,
    ),
    ProviderPreset(
        name="vllm",
        title="vLLM",
        base_url="http://127.0.0.1:8000/v1",
        key_env="VLLM_API_KEY",
        needs_key=False,
        is_local=True,
    ),
    ProviderPreset(
        name="sglang",
        title="SGLang",
        base_url="http://127.0.0.1:30000/v1",
        needs_key=False,
        is_local=True,
    ),
    ProviderPreset(
        name="demo",
        title="Built-in demo agent",
        kind=ProviderKind.DEMO,
        needs_key=False,
        is_local=True,
        default_model="demo",
        context_windows={"demo": 200_000},
    ),
)

PRESETS: Mapping[str, ProviderPreset] = MappingProxyType({preset.name: preset for preset in _ALL})
"""All presets by name, in the order in which lists show them."""

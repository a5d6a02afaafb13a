"""What is needed to talk to one provider endpoint."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from msgspec import Struct, field


class ProviderKind(StrEnum):
    """Which implementation speaks to the endpoint."""

    OPENAI = "openai"  # any server with OpenAI Chat Completions
    DEMO = "demo"  # the built-in offline agent
    CLASS = "class"  # a class that somebody else wrote


class ProviderConfig(Struct, frozen=True, kw_only=True):
    """One endpoint, resolved: everything is final, nothing is looked up later.

    name: preset or profile name, for the screen. base_url: with the version path
    ("http://h:8000/v1"), "" for the demo. api_key: "" when the endpoint needs none; bound to
    base_url, never sent elsewhere. api_key_env: the variable the key was or would be read from,
    for error texts. headers, query: sent with each request (Azure's `api-version`, OpenRouter's
    titles). context_windows: tokens by model name or name prefix, longest prefix wins.
    connect_timeout_s; idle_timeout_s: the longest silence inside an answer. python_class:
    `module:Name`, of the kind `class` only; options: what it is made with, beside this.
    """

    name: str
    kind: ProviderKind = ProviderKind.OPENAI
    base_url: str = ""
    api_key: str = ""
    api_key_env: str = ""
    model: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    query: Mapping[str, str] = field(default_factory=dict)
    context_windows: Mapping[str, int] = field(default_factory=dict)
    connect_timeout_s: float = 10.0
    idle_timeout_s: float = 60.0
    python_class: str = ""
    options: Mapping[str, Any] = field(default_factory=dict)

    def __repr__(self) -> str:
        key = "set" if self.api_key else "none"
        return f"ProviderConfig({self.name!r}, {self.base_url!r}, model={self.model!r}, key={key})"

    def context_window_of(self, model: str) -> int:
        """Tokens that `model` can take, 0 when unknown. The longest matching name prefix wins."""
        fitting = [name for name in self.context_windows if model.startswith(name)]
        return self.context_windows[max(fitting, key=len)] if fitting else 0

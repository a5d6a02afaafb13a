"""Providers: services that answer model requests, behind the `Provider` protocol."""

from __future__ import annotations

from typing import Protocol, assert_never, runtime_checkable

from agent_tui.config.provider_config import ProviderConfig, ProviderKind
from agent_tui.protocol.ports import Provider


@runtime_checkable
class _Warmable(Protocol):
    def warm_up(self) -> None: ...


def build_provider(config: ProviderConfig) -> Provider:
    """The provider for one endpoint. Opens nothing, imports no SDK, is bound to no loop."""
    # Imported here: whoever uses one kind does not pay for the others.
    match config.kind:
        case ProviderKind.OPENAI:
            from agent_tui.providers.openai.openai_provider import OpenAIProvider

            return OpenAIProvider(config)
        case ProviderKind.DEMO:
            from agent_tui.providers.demo.demo_provider import DemoProvider

            return DemoProvider(name=config.name)
        case ProviderKind.CLASS:
            from agent_tui.providers.class_provider import ClassProvider

            return ClassProvider(config)
        case _:
            assert_never(config.kind)


def can_warm_up(provider: Provider) -> bool:
    """Whether `warm_up` would do anything, and so is worth a thread."""
    return isinstance(provider, _Warmable)


def warm_up(provider: Provider) -> None:
    """Do now what the provider's first request would wait for, if there is anything.

    Blocks: call it in a worker thread. Safe beside running requests. Raises `ProviderError` when
    the provider's settings cannot work; the first request would say the same.
    """
    if isinstance(provider, _Warmable):
        provider.warm_up()

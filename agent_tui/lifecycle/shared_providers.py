"""Providers that engines on one worker share: one for each endpoint, with its connections."""

from __future__ import annotations

import threading
from collections.abc import AsyncIterator
from dataclasses import dataclass

from msgspec.structs import replace

from agent_tui.config.provider_config import ProviderConfig
from agent_tui.engine.provider_pool import close_provider
from agent_tui.errors import ProviderUnavailable
from agent_tui.protocol.ports import Provider
from agent_tui.protocol.requests import ModelRequest, StreamItem
from agent_tui.providers import build_provider, warm_up


@dataclass
class _Lease:
    endpoint: ProviderConfig
    provider: Provider
    users: int = 0


class SharedProviders:
    """Builds providers that stand for a shared one, which is closed when the last of them is.

    `build` is thread-safe; connections belong to the worker's loop, where everything else is used.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._leases: list[_Lease] = []

    def build(self, config: ProviderConfig) -> Provider:
        """See `build_provider`. Nothing is shared before its first use."""
        return SharedProvider(self, config)

    def lease(self, config: ProviderConfig) -> Provider:
        """The provider of this endpoint, for one more user. Thread-safe."""
        endpoint = replace(config, model="")  # the model comes with each request
        with self._lock:
            found = next((one for one in self._leases if one.endpoint == endpoint), None)
            if found is None:
                found = _Lease(endpoint, build_provider(config))
                self._leases.append(found)
            found.users += 1
            return found.provider

    async def give_back(self, provider: Provider) -> None:
        """One user less; closes it behind the last."""
        with self._lock:
            lease = next((one for one in self._leases if one.provider is provider), None)
            if lease is None:
                return
            lease.users -= 1
            if lease.users:
                return
            self._leases.remove(lease)
        await provider.aclose()

    async def aclose(self) -> None:
        """Close all, in use or not."""
        with self._lock:
            leases, self._leases = self._leases, []
        for lease in leases:
            await close_provider(lease.provider)


class SharedProvider:
    """Implements `Provider`: one engine's end of a shared one."""

    def __init__(self, shared: SharedProviders, config: ProviderConfig) -> None:
        self._shared, self._config = shared, config
        self._lock = threading.Lock()
        self._provider: Provider | None = None
        self._is_closed = False

    @property
    def name(self) -> str:
        """See `Provider`."""
        return self._config.name

    def warm_up(self) -> None:
        """See `providers.warm_up`."""
        warm_up(self._leased())

    def stream(self, request: ModelRequest) -> AsyncIterator[StreamItem]:
        """See `Provider.stream`."""
        return self._leased().stream(request)

    async def list_models(self) -> tuple[str, ...]:
        """See `Provider.list_models`."""
        return await self._leased().list_models()

    async def aclose(self) -> None:
        """Give it back; the others keep theirs. May be called twice."""
        with self._lock:
            self._is_closed = True
            provider, self._provider = self._provider, None
        if provider is not None:
            await self._shared.give_back(provider)

    def _leased(self) -> Provider:
        with self._lock:
            if self._is_closed:
                raise ProviderUnavailable(
                    f"{self.name} was closed with its agent.", provider=self.name
                )
            if self._provider is None:
                self._provider = self._shared.lease(self._config)
            return self._provider

"""Providers in use, one for each endpoint."""

from __future__ import annotations

import logging
from dataclasses import dataclass

import anyio
from msgspec.structs import replace

from agent_tui.config.provider_config import ProviderConfig
from agent_tui.engine.foreign_code import is_own_end
from agent_tui.engine.limits.request_limits import LimiterFor, unlimited
from agent_tui.engine.provider_source import ProviderSource
from agent_tui.protocol.ports import Provider

logger = logging.getLogger(__name__)

CLOSE_LIMIT_S = 2.0  # a connection that does not close by then is left to the operating system


@dataclass
class _Lease:
    endpoint: ProviderConfig
    provider: Provider
    users: int = 0
    is_own: bool = False  # somebody brought it for one session; nobody else gets it


class ProviderPool:
    """Sessions that talk to the same endpoint share a provider, its connections and its limits.

    Use on the controller's loop. A provider is closed when its last user gives it back.
    limiter_for: the rate limiter of an endpoint, None for none.
    """

    def __init__(self, source: ProviderSource, limiter_for: LimiterFor = unlimited) -> None:
        self._source, self.limiter_for = source, limiter_for
        self._leases: list[_Lease] = []

    def acquire(self, config: ProviderConfig) -> Provider:
        """The provider for this endpoint, built when nobody uses it yet. Raises `ConfigError`."""
        endpoint = replace(config, model="")  # the model comes with each request
        shared = (lease for lease in self._leases if not lease.is_own)
        lease = next((lease for lease in shared if lease.endpoint == endpoint), None)
        if lease is None:
            lease = _Lease(endpoint, self._source.build(config))
            self._leases.append(lease)
        lease.users += 1
        return lease.provider

    def adopt(self, provider: Provider, config: ProviderConfig) -> None:
        """Close this provider, too, when it is given back."""
        self._leases.append(_Lease(config, provider, users=1, is_own=True))

    async def release(self, provider: Provider) -> None:
        """Give a provider back."""
        for lease in self._leases:
            if lease.provider is provider:
                lease.users -= 1
                if lease.users == 0:
                    self._leases.remove(lease)
                    await close_provider(provider)
                return

    async def aclose(self) -> None:
        """Close all, in use or not."""
        leases, self._leases = self._leases, []
        for lease in leases:
            await close_provider(lease.provider)


async def close_provider(provider: Provider) -> None:
    """Close it for good, whatever cancels the caller. Raises nothing, and never takes longer than
    `CLOSE_LIMIT_S`."""
    try:
        with anyio.move_on_after(CLOSE_LIMIT_S, shield=True):
            await provider.aclose()
    except BaseException as error:
        if is_own_end(error):
            raise
        # A host's own may raise anything; nobody needs it any more.
        logger.warning("The provider %s was not closed", provider.name, exc_info=error)

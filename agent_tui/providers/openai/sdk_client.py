"""The one SDK client of a provider: made on first use, bound to its endpoint, closed once."""

from __future__ import annotations

import threading
from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlsplit

import anyio.to_thread

from agent_tui.config.provider_config import ProviderConfig
from agent_tui.errors import AuthenticationFailed, ProviderUnavailable
from agent_tui.providers.openai.connection_failures import unusable_address
from agent_tui.providers.openai.endpoint import endpoint_of
from agent_tui.providers.openai.lazy_sdk import load_sdk

if TYPE_CHECKING:
    import httpx2
    import openai

# The SDK refuses to be made without a key. This one is never sent, see `_only_own_headers`.
_NO_KEY = "no-key"
_TOP_HEADERS = {
    "Accept": "application/json",
    "Content-Type": "application/json",
    "User-Agent": "agent-tui",
}
_TRANSPORT_HEADERS = (
    "accept",
    "accept-encoding",
    "connection",
    "content-length",
    "content-type",
    "transfer-encoding",
    "user-agent",
)


class SdkClient:
    """Owns an `openai.AsyncOpenAI`. Nothing is imported or opened before the first `open()`.

    The client is bound to the event loop that sends its first request.
    """

    def __init__(self, config: ProviderConfig) -> None:
        self._config = config
        self._lock = threading.Lock()
        self._client: openai.AsyncOpenAI | None = None
        self._is_closed = False

    def open(self) -> openai.AsyncOpenAI:
        """The client, made by the first call. Thread-safe; the first call of a process blocks for
        some 0.2 s for the import. Raises `ProviderError` when the settings cannot work."""
        with self._lock:
            if self._is_closed:
                raise ProviderUnavailable(
                    f"{self._config.name} was closed. Choose a model with /model.",
                    provider=self._config.name,
                )
            if self._client is None:
                _check(self._config)
                self._client = _new_client(self._config)
            return self._client

    async def open_off_loop(self) -> openai.AsyncOpenAI:
        """The same, without holding up the loop."""
        if self._client is not None and not self._is_closed:
            return self._client
        return await anyio.to_thread.run_sync(self.open)

    async def aclose(self) -> None:
        """Close all connections; requests that still run fail. May be called twice, and before
        `open()`. Call it on the loop that sent the requests."""
        # A worker thread may hold the lock for as long as the import takes.
        client = await anyio.to_thread.run_sync(self._take)
        if client is not None:
            await client.close()

    def _take(self) -> openai.AsyncOpenAI | None:
        with self._lock:
            self._is_closed = True
            client, self._client = self._client, None
            return client


def _new_client(config: ProviderConfig) -> openai.AsyncOpenAI:
    from urllib.request import getproxies  # heavy; the SDK loads it as well

    load_sdk()
    import openai

    address = urlsplit(config.base_url)
    timeout = openai.Timeout(config.idle_timeout_s, connect=config.connect_timeout_s)
    # No redirects: they would carry the prompt, and keys in headers of their own, to another host.
    transport = openai.DefaultAsyncHttpxClient(
        verify=needs_certificates(address.scheme, getproxies()),
        timeout=timeout,
        follow_redirects=False,
        event_hooks={"request": [_only_own_headers(config)]},
    )
    # Whatever is not given here the SDK takes from OPENAI_* variables, for any host.
    return openai.AsyncOpenAI(
        api_key=config.api_key or _NO_KEY,
        admin_api_key="",
        organization="",
        project="",
        webhook_secret="",
        base_url=address._replace(query="", fragment="").geturl(),
        default_headers=_TOP_HEADERS,
        default_query={**dict(parse_qsl(address.query)), **config.query},
        max_retries=0,
        timeout=timeout,
        http_client=transport,
    )


def needs_certificates(scheme: str, proxies: Mapping[str, str]) -> bool:
    """Whether any connection may use TLS. Loading the certificates takes 20 to 40 ms, which the
    first reply of a server on this machine need not wait for; redirects to https are not
    followed."""
    return scheme != "http" or bool(proxies)


def _only_own_headers(config: ProviderConfig) -> Callable[[httpx2.Request], Awaitable[None]]:
    """A hook that sends what the endpoint's configuration says and what HTTP needs, nothing more.

    Several OPENAI_* variables add headers (organisation, project, any custom ones) that the SDK
    offers no way to turn off. They belong to somebody's OpenAI account and not to this endpoint.
    """
    own = {**_authorization(config), **config.headers}
    has_credentials_in_url = "@" in urlsplit(config.base_url).netloc

    async def keep_own(request: httpx2.Request) -> None:
        kept = {
            name: request.headers[name] for name in _TRANSPORT_HEADERS if name in request.headers
        }
        basic = request.headers.get("authorization", "")
        if has_credentials_in_url and basic.startswith("Basic "):
            kept["authorization"] = basic
        host = request.url.netloc.decode("ascii").rpartition("@")[2]
        request.headers.clear()
        request.headers.update({"host": host, **kept})
        request.headers.update(own)

    return keep_own


def _authorization(config: ProviderConfig) -> dict[str, str]:
    """The bearer header; none when the key already travels in a header of its own (Azure's
    `api-key`)."""
    if not config.api_key or config.api_key in config.headers.values():
        return {}
    return {"Authorization": f"Bearer {config.api_key}"}


def _check(config: ProviderConfig) -> None:
    """Refuse what would otherwise fail inside the HTTP library, with the key in the message."""
    endpoint = endpoint_of(config, "")
    try:
        address = urlsplit(config.base_url)
        is_usable = address.scheme in ("http", "https") and bool(address.hostname)
    except ValueError:
        is_usable = False
    if not is_usable:
        raise ProviderUnavailable(unusable_address(endpoint), provider=config.name)
    values = (config.api_key, *config.headers, *config.headers.values())
    if not all(value.isascii() and value.isprintable() for value in values):
        source = config.api_key_env or "the key"
        raise AuthenticationFailed(
            f"{source} or a header for {config.name} holds characters that cannot be sent, "
            "a line break for example. Copy it again.",
            provider=config.name,
        )

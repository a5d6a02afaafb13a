"""What an error text may say of an endpoint, and the secrets to keep out of it."""

from __future__ import annotations

from urllib.parse import urlsplit

from msgspec import Struct

from agent_tui.config.provider_config import ProviderConfig
from agent_tui.providers.openai.redaction import excerpt, secrets_in


class Endpoint(Struct, frozen=True, kw_only=True):
    """One endpoint and the model that a request to it names.

    host: with the port when it is not the usual one, without credentials. has_key: some key or
    other credential is sent. secrets: never shown. request_id: the server's own id of the running
    request, "" before it answers.
    """

    provider: str
    host: str
    base_url: str
    model: str
    key_env: str
    has_key: bool
    secrets: tuple[str, ...]
    connect_timeout_s: float
    idle_timeout_s: float
    request_id: str = ""

    def quoted(self, text: str) -> str:
        """A sentence with what the server said, "" when it said nothing; starts with a space."""
        shown = excerpt(text, self.secrets)
        return f" The server says: {shown}" if shown else ""


def endpoint_of(config: ProviderConfig, model: str) -> Endpoint:
    """The endpoint behind `config`; never raises, whatever the base URL looks like."""
    host, base_url, credentials = _place(config.base_url)
    secrets = (*secrets_in(config.api_key, config.headers, config.query), *credentials)
    return Endpoint(
        provider=config.name,
        host=host,
        base_url=base_url,
        model=model or config.model,
        key_env=config.api_key_env,
        has_key=bool(secrets),
        secrets=secrets,
        connect_timeout_s=config.connect_timeout_s,
        idle_timeout_s=config.idle_timeout_s,
    )


def _place(base_url: str) -> tuple[str, str, tuple[str, ...]]:
    """Host, URL without credentials and query, and the credentials that stood in it."""
    try:
        parts = urlsplit(base_url)
    except ValueError:  # brackets that are no IPv6 address
        return base_url, base_url, ()
    credentials, _, host = parts.netloc.rpartition("@")
    shown = f"{parts.scheme}://{host}{parts.path}" if host else base_url
    return host or base_url, shown, (credentials,) if credentials else ()

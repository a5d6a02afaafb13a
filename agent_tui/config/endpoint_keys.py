"""Which key goes to which endpoint: a key is sent only to the place that it was given for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from urllib.parse import urlsplit

from msgspec import Struct

from agent_tui.errors import ConfigError

_DEFAULT_PORTS = {"http": 80, "https": 443}


class KeyOffer(Struct, frozen=True, kw_only=True):
    """A key that somebody set, with the addresses that it is for.

    addresses: base URLs; any path on the same server counts as the same place. value: the key
    itself, or "" when variable names where it is. is_explicit: chosen in settings, so that a
    missing variable is an error.
    """

    addresses: tuple[str, ...]
    value: str = ""
    variable: str = ""
    is_explicit: bool = False

    def is_for(self, base_url: str) -> bool:
        """Whether the key may be sent to `base_url`."""
        server = server_of(base_url)
        return any(server == server_of(address) for address in self.addresses if address)


class ChosenKey(Struct, frozen=True, kw_only=True):
    """The key to send, "" for none. withheld: names of the variables and settings whose key is for
    another place."""

    value: str = ""
    variable: str = ""
    withheld: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return f"ChosenKey({'set' if self.value else 'none'}, {self.variable!r})"


def chosen_key(offers: Iterable[KeyOffer], base_url: str, environ: Mapping[str, str]) -> ChosenKey:
    """The first offer that is for `base_url` and has a key.

    Raises `ConfigError` when settings name a variable that is not set.
    """
    withheld: list[str] = []
    variable = ""
    for offer in offers:
        value = offer.value or environ.get(offer.variable, "")
        if not offer.is_for(base_url):
            if value:
                withheld.append(offer.variable or "api_key")
        elif value:
            return ChosenKey(value=value, variable=offer.variable)
        elif offer.variable and offer.is_explicit:
            raise ConfigError(
                f"The key for {base_url} is in the variable {offer.variable}, which is not set. "
                "Set it, or name another one with api_key_env.",
                key="api_key_env",
            )
        else:
            variable = variable or offer.variable
    return ChosenKey(variable=variable, withheld=tuple(withheld))


def server_of(base_url: str) -> tuple[str, str, int]:
    """Scheme, host and port: what makes two addresses the same place for a key.

    Raises `ConfigError` for anything but an http or https address.
    """
    try:
        parts = urlsplit(base_url)
        port = parts.port or _DEFAULT_PORTS.get(parts.scheme, 0)
    except ValueError:
        parts, port = urlsplit(""), 0
    if not parts.hostname or not port:
        raise ConfigError(
            f'"{base_url}" is not an address of a provider. Write it like http://127.0.0.1:8000/v1.',
            key="base_url",
        )
    return parts.scheme, parts.hostname, port

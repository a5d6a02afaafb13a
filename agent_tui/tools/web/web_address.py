"""A URL, taken apart once and checked, so that what is permitted is what is connected to."""

from __future__ import annotations

import re
from ipaddress import AddressValueError, IPv4Address, IPv6Address
from urllib.parse import quote, urljoin, urlsplit

from msgspec import Struct

from agent_tui.tools.web.public_addresses import is_local_name, is_public_address

_MAX_CHARS = 4000
_DEFAULT_PORTS = {"http": 80, "https": 443}
# Ports above 1023 of other protocols, from the "bad ports" of the Fetch standard, and of common
# databases and caches that take HTTP for commands of their own.
_OTHER_PROTOCOLS = frozenset(
    (1719, 1720, 1723, 2049, 3306, 3659, 4045, 4190, 5060, 5061, 5432, 6000, 6379, 6566)
).union(range(6665, 6670), (6679, 6697, 10080, 11211, 27017))
_LABEL = re.compile(r"[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?")
# How browsers and C libraries tell a number from a name: by the last label.
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")
_FORBIDDEN = re.compile(
    r"[\x00-\x20\x7f-\xa0\\\u1680\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ud800-\udfff]"
)


class UnusableAddress(ValueError):
    """A URL that is not fetched; the text says why, without the URL."""


class WebAddress(Struct, frozen=True, kw_only=True):
    """host: lower case ASCII without a trailing dot; an IPv6 address has no brackets. path: with
    query, percent-encoded, never empty."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def url(self) -> str:
        """The whole again, normalised."""
        return f"{self.scheme}://{self.host_header}{self.path}"

    @property
    def host_header(self) -> str:
        """What HTTP calls the host: brackets around IPv6, the port when it is not the usual."""
        return f"{bracketed(self.host)}{self._port_suffix}"

    @property
    def is_local(self) -> bool:
        """Whether the host alone shows that it is not on the public internet."""
        if is_ip(self.host):
            return not is_public_address(self.host)
        return is_local_name(self.host)

    @property
    def _port_suffix(self) -> str:
        return "" if self.port == _DEFAULT_PORTS[self.scheme] else f":{self.port}"

    def at(self, ip: str) -> str:
        """The same URL with a checked IP address in place of the host."""
        return f"{self.scheme}://{bracketed(ip)}{self._port_suffix}{self.path}"

    def joined(self, location: str) -> WebAddress:
        """Where a redirect leads. Raises `UnusableAddress`."""
        try:
            return web_address(urljoin(self.url, location.strip()))
        except ValueError as error:
            raise UnusableAddress(str(error)) from error


def web_address(url: str) -> WebAddress:
    """Raises `UnusableAddress`."""
    url = url.strip()
    if len(url) > _MAX_CHARS:
        raise UnusableAddress(f"it is longer than {_MAX_CHARS} characters")
    if _FORBIDDEN.search(url):
        raise UnusableAddress(
            "it holds a space, a backslash or an invisible character; percent-encode it"
        )
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise UnusableAddress(str(error)) from error
    if parts.scheme not in _DEFAULT_PORTS:
        raise UnusableAddress("only http:// and https:// are fetched")
    if "@" in parts.netloc:
        raise UnusableAddress("it holds a user name or password; those are not sent")
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~")
    query = quote(parts.query, safe="/%:@!$&'()*+,;=~?")
    return WebAddress(
        scheme=parts.scheme,
        host=_host(parts.hostname or "", is_bracketed="[" in parts.netloc),
        port=_port(_DEFAULT_PORTS[parts.scheme] if port is None else port),
        path=f"{path}?{query}" if query else path,
    )


def is_ip(host: str) -> bool:
    """Whether a checked host is an address and not a name."""
    return ":" in host or host.rpartition(".")[2].isdigit()


def bracketed(host: str) -> str:
    """IPv6 addresses stand in brackets inside a URL."""
    return f"[{host}]" if ":" in host else host


def _port(port: int) -> int:
    is_usual = port in _DEFAULT_PORTS.values() or port >= 1024
    if not is_usual or port in _OTHER_PROTOCOLS:
        raise UnusableAddress(
            f"port {port} is not for web pages; 80, 443 and most from 1024 on are fetched"
        )
    return port


def _host(host: str, *, is_bracketed: bool) -> str:
    if "%" in host:
        raise UnusableAddress("its host holds a percent sign or a zone")
    if is_bracketed:
        try:
            return IPv6Address(host).compressed
        except AddressValueError as error:
            raise UnusableAddress("its host is not an IPv6 address") from error
    host = _ascii(host).removesuffix(".")
    labels = host.split(".")
    if not host:
        raise UnusableAddress("it names no host")
    if _NUMBER.fullmatch(labels[-1]):
        return _ipv4(host)
    if len(host) > 253 or not all(_LABEL.fullmatch(label) for label in labels):
        raise UnusableAddress("its host is not a valid name")
    return host


def _ascii(host: str) -> str:
    if host.isascii():
        return host.lower()
    import idna  # large tables that few hosts need; comes with the HTTP library

    try:
        return idna.encode(host, uts46=True).decode("ascii").lower()
    except idna.IDNAError as error:
        raise UnusableAddress(f"its host is not a valid name: {error}") from error


def _ipv4(host: str) -> str:
    try:
        return str(IPv4Address(host))
    except AddressValueError as error:
        raise UnusableAddress(
            "its host is a number in an unusual form; write an address as four plain numbers"
        ) from error

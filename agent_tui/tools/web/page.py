"""What a server answered, and one request for it, to an address that was checked before."""

from __future__ import annotations

import functools
import ssl
from collections.abc import Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from agent_tui.errors import ToolError
from agent_tui.tools.web.content_type import ContentType, content_type
from agent_tui.tools.web.off_loop import off_loop
from agent_tui.tools.web.web_address import WebAddress, is_ip

if TYPE_CHECKING:
    import httpx2

_CONNECT_S = 10.0
_MAX_TRIED_ADDRESSES = 3
_REDIRECTS = frozenset((301, 302, 303, 307, 308))
_HEADERS = {
    "User-Agent": "agent-tui",
    "Accept": "text/html, application/xhtml+xml, application/json, text/*;q=0.9, */*;q=0.5",
}


class Page(Struct, frozen=True, kw_only=True):
    """body: decompressed; cut when is_cut, empty when it is not text. declared_bytes: what the
    server said of its size, -1 for nothing. location: where a redirect leads, "" for none."""

    address: WebAddress
    status: int
    reason: str
    type: ContentType
    body: bytes = b""
    is_cut: bool = False
    declared_bytes: int = -1
    location: str = ""


async def requested(
    address: WebAddress, ips: Sequence[str], *, max_bytes: int, tls: ssl.SSLContext | None = None
) -> Page:
    """One GET, connected to the first of these IP addresses that answers and to no other; the
    host is named in the request and checked in the certificate. No cookies, no proxy, and
    redirects are not followed. tls: instead of the usual authorities. Raises `ToolError`.

    Proxies of the environment are left out on purpose: they would resolve the name once more, to
    whatever address.
    """
    await off_loop(_loaded)
    verify: ssl.SSLContext | bool = False  # plain http needs no certificates
    if address.scheme == "https":
        verify = tls if tls is not None else await off_loop(_usual_tls)
    tried = ips[:_MAX_TRIED_ADDRESSES]
    for ip in tried[:-1]:
        try:
            return await _translated(address, ip, max_bytes, verify)
        except _Unreachable:
            continue
    return await _translated(address, tried[-1], max_bytes, verify)


class _Unreachable(ToolError):
    """No connection, so another address may do."""


async def _translated(
    address: WebAddress, ip: str, max_bytes: int, verify: ssl.SSLContext | bool
) -> Page:
    import httpx2

    host = address.host
    try:
        return await _page(address, ip, max_bytes, verify)
    except (httpx2.ConnectError, httpx2.ConnectTimeout) as error:
        reason = str(error) or "no answer in time"
        raise _Unreachable(f"{host} cannot be reached: {reason}.") from error
    except httpx2.TimeoutException as error:
        raise ToolError(f"{host} did not send the page in time. Try again later.") from error
    except (httpx2.HTTPError, httpx2.InvalidURL, httpx2.StreamError) as error:
        raise ToolError(f"{host} sent something that cannot be read: {error}.") from error


async def _page(
    address: WebAddress, ip: str, max_bytes: int, verify: ssl.SSLContext | bool
) -> Page:
    import httpx2

    client = httpx2.AsyncClient(
        trust_env=False,
        follow_redirects=False,
        verify=verify,
        headers=_HEADERS,
        timeout=httpx2.Timeout(None, connect=_CONNECT_S),
    )
    request = client.stream(
        "GET",
        address.at(ip),
        headers={"Host": address.host_header},
        extensions={} if is_ip(address.host) else {"sni_hostname": address.host},
    )
    async with client, request as response:
        location = (
            response.headers.get("location", "") if response.status_code in _REDIRECTS else ""
        )
        kind = content_type(response.headers.get("content-type", ""))
        body, is_cut = b"", False
        if not location and not kind.is_binary:
            body, is_cut = await _body(response, max_bytes)
        return Page(
            address=address,
            status=response.status_code,
            reason=response.reason_phrase,
            type=kind,
            body=body,
            is_cut=is_cut,
            declared_bytes=_declared_bytes(response),
            location=location,
        )


async def _body(response: httpx2.Response, max_bytes: int) -> tuple[bytes, bool]:
    # Counted after decompression, which the library does in pieces of 1 MiB at most.
    pieces: list[bytes] = []
    size = 0
    async for piece in response.aiter_bytes():
        pieces.append(piece)
        size += len(piece)
        if size > max_bytes:
            break
    return b"".join(pieces)[:max_bytes], size > max_bytes


def _declared_bytes(response: httpx2.Response) -> int:
    declared = response.headers.get("content-length", "")
    return int(declared) if declared.isascii() and declared.isdigit() and len(declared) < 16 else -1


@functools.cache
def _loaded() -> None:
    import httpx2  # noqa: F401 - 0.1 s, off the loop


@functools.cache
def _usual_tls() -> ssl.SSLContext:
    import httpx2

    return httpx2.create_ssl_context()

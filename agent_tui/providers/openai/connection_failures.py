"""Failures without an answer, or in the middle of one, to our errors: a sentence for each cause."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator

from agent_tui.errors import ProviderError, ProviderProtocolError, ProviderUnavailable
from agent_tui.providers.openai.endpoint import Endpoint


def connection_error(error: BaseException, endpoint: Endpoint) -> ProviderError:
    """The error for a failed transport. Looks through causes and groups for the first known reason.

    Texts of foreign exceptions are never shown: they may quote headers, and with them the key.
    """
    causes = list(_causes(error))
    kinds = {cls.__name__ for cause in causes for cls in type(cause).__mro__}
    if "DecodingError" in kinds:
        return ProviderProtocolError(
            f"{endpoint.host} sent an answer whose compression is damaged.",
            provider=endpoint.provider,
            model=endpoint.model,
            is_retryable=True,
            request_id=endpoint.request_id,
        )
    text, is_retryable = _sentence(causes, kinds, endpoint)
    return ProviderUnavailable(
        text,
        provider=endpoint.provider,
        model=endpoint.model,
        is_retryable=is_retryable,
        request_id=endpoint.request_id,
    )


def _sentence(causes: list[BaseException], kinds: set[str], endpoint: Endpoint) -> tuple[str, bool]:
    if kinds & {"InvalidURL", "UnsupportedProtocol", "LocalProtocolError"}:
        return unusable_address(endpoint), False
    if timed_out := _timeout_sentence(kinds, endpoint):
        return timed_out, True
    if "ProxyError" in kinds:
        return f"The proxy did not let the connection to {endpoint.host} through.", True
    if "ConnectError" in kinds:
        return _connect_sentence(causes, endpoint)
    return f"The connection to {endpoint.host} broke before the answer was whole.", True


def _timeout_sentence(kinds: set[str], endpoint: Endpoint) -> str:
    if "ReadTimeout" in kinds:
        return f"{endpoint.host} sent nothing for {endpoint.idle_timeout_s:g} s."
    if "WriteTimeout" in kinds:
        return f"{endpoint.host} took nothing for {endpoint.idle_timeout_s:g} s."
    if kinds & {"ConnectTimeout", "PoolTimeout", "APITimeoutError"}:
        return (
            f"{endpoint.host} did not accept a connection within {endpoint.connect_timeout_s:g} s. "
            "Check the network and base_url."
        )
    return ""


def _connect_sentence(causes: list[BaseException], endpoint: Endpoint) -> tuple[str, bool]:
    for cause in causes:
        if isinstance(cause, ssl.SSLCertVerificationError):
            text = (
                f"The certificate of {endpoint.host} cannot be verified. If it is your own, name "
                "its authority in SSL_CERT_FILE."
            )
            return text, False
        if isinstance(cause, ssl.SSLError):
            text = (
                f"No secure connection to {endpoint.host} came about. Check whether base_url "
                "should begin with http:// instead of https://."
            )
            return text, False
        if isinstance(cause, socket.gaierror):
            return (
                f"The name {endpoint.host} cannot be found. Check the network and base_url.",
                True,
            )
        if isinstance(cause, ConnectionRefusedError):
            text = f"Nothing answers at {endpoint.host}. Check that the server runs, and base_url."
            return text, True
    return f"No connection to {endpoint.host} came about. Check the network and base_url.", True


def unusable_address(endpoint: Endpoint) -> str:
    """The sentence for a base URL that names no server."""
    shown = endpoint.base_url or "nothing"
    return (
        f"base_url of {endpoint.provider} is no usable address: {shown}. "
        "Begin it with http:// or https://."
    )


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    """The error and everything that led to it, outermost first."""
    seen: set[int] = set()
    waiting = [error]
    while waiting:
        current = waiting.pop(0)
        if current is None or id(current) in seen:
            continue
        seen.add(id(current))
        yield current
        if isinstance(current, BaseExceptionGroup):
            waiting.extend(current.exceptions)
        waiting.extend((current.__cause__, current.__context__))

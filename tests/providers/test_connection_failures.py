"""Connections that fail: each cause has a sentence of its own."""

from __future__ import annotations

import socket
import ssl

import httpx2
import openai
import pytest

from agent_tui.config.provider_config import ProviderConfig
from agent_tui.errors import ProviderProtocolError, ProviderUnavailable
from agent_tui.providers.openai.endpoint import endpoint_of
from agent_tui.providers.openai.errors import translated

ENDPOINT = endpoint_of(
    ProviderConfig(
        name="acme",
        base_url="https://acme.example/v1",
        api_key="k-3f9a81c27",
        connect_timeout_s=10.0,
        idle_timeout_s=60.0,
    ),
    "m",
)


def caused(outer: Exception, *causes: BaseException) -> Exception:
    current: BaseException = outer
    for cause in causes:
        current.__cause__ = cause
        current = cause
    return outer


def by_sdk(*causes: BaseException) -> Exception:
    request = httpx2.Request("POST", "https://acme.example/v1")
    return caused(openai.APIConnectionError(request=request), *causes)


@pytest.mark.parametrize(
    ("error", "words", "is_retryable"),
    [
        (by_sdk(httpx2.ConnectError(""), ConnectionRefusedError()), "Nothing answers", True),
        (
            by_sdk(
                httpx2.ConnectError(""),
                OSError("all failed"),
                ExceptionGroup("all", [ConnectionRefusedError()]),
            ),
            "Nothing answers",
            True,
        ),
        (by_sdk(httpx2.ConnectError(""), socket.gaierror(-2, "x")), "cannot be found", True),
        (by_sdk(httpx2.ConnectError(""), ssl.SSLCertVerificationError()), "certificate", False),
        (by_sdk(httpx2.ConnectError(""), ssl.SSLError()), "No secure connection", False),
        (by_sdk(httpx2.ConnectError(""), OSError("no route")), "No connection", True),
        (by_sdk(httpx2.ConnectTimeout("")), "did not accept a connection within 10 s", True),
        (by_sdk(httpx2.ReadTimeout("")), "sent nothing for 60 s", True),
        (httpx2.ReadTimeout(""), "sent nothing for 60 s", True),
        (httpx2.WriteTimeout(""), "took nothing for 60 s", True),
        (by_sdk(httpx2.ProxyError("")), "proxy", True),
        (httpx2.ReadError(""), "broke before the answer was whole", True),
        (caused(httpx2.ReadError(""), ssl.SSLError()), "broke before the answer was whole", True),
        (httpx2.RemoteProtocolError("incomplete chunked read"), "broke before", True),
        (by_sdk(httpx2.RemoteProtocolError("no response")), "broke before", True),
        (by_sdk(httpx2.UnsupportedProtocol("")), "no usable address", False),
        (httpx2.InvalidURL("x"), "no usable address", False),
    ],
)
def test_each_cause_has_its_own_sentence(error: Exception, words: str, is_retryable: bool) -> None:
    found = translated(error, ENDPOINT)

    assert isinstance(found, ProviderUnavailable)
    assert words in str(found)
    assert "acme" in str(found)
    assert found.is_retryable is is_retryable


def test_damaged_compression_is_a_protocol_error() -> None:
    assert isinstance(translated(httpx2.DecodingError(""), ENDPOINT), ProviderProtocolError)


def test_the_text_of_a_foreign_exception_is_never_shown() -> None:
    error = by_sdk(httpx2.LocalProtocolError("Illegal header value b'Bearer k-3f9a81c27'"))

    assert "k-3f9a81c27" not in str(translated(error, ENDPOINT))


def test_causes_that_go_in_a_circle_end() -> None:
    first, second = httpx2.ReadError("a"), OSError("b")
    first.__cause__, second.__context__ = second, first

    assert "broke" in str(translated(first, ENDPOINT))

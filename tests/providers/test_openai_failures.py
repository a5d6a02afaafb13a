"""Failures that the OpenAI provider meets on a real socket, as the errors that it raises."""

from __future__ import annotations

import asyncio
import socket

import pytest

from agent_tui.config.provider_config import ProviderConfig
from agent_tui.errors import (
    AuthenticationFailed,
    ModelNotFound,
    ProviderError,
    ProviderProtocolError,
    ProviderUnavailable,
    RateLimited,
)
from agent_tui.providers.openai.openai_provider import OpenAIProvider
from tests.providers.requests_to_send import request
from tests.providers.wire_server import (
    RESET,
    Step,
    data,
    delta,
    forever,
    head,
    json_reply,
    stream_head,
    wire_server,
)


async def failure_of(config: ProviderConfig) -> ProviderError:
    provider = OpenAIProvider(config)
    try:
        with pytest.raises(ProviderError) as caught:
            [item async for item in provider.stream(request("Hello", model="big-1"))]
    finally:
        await provider.aclose()
    return caught.value


async def answered_with(*reply: Step, **settings: object) -> ProviderError:
    async with wire_server(reply) as wire:
        error = await failure_of(wire.config(**settings))
    assert len(wire.requests) == 1, "a provider never repeats a request on its own"
    return error


async def test_a_refused_key_names_variable_and_host_and_carries_the_request_id() -> None:
    body = {"error": {"message": "Incorrect API key provided: secret-key-of-the-test"}}
    error = await answered_with(*json_reply(body, status=401, x_request_id="req-7"))

    assert isinstance(error, AuthenticationFailed)
    assert "WIRE_API_KEY" in str(error)
    assert "127.0.0.1" in str(error)
    assert "secret-key-of-the-test" not in str(error)
    assert error.request_id == "req-7"


async def test_a_rate_limit_is_raised_at_once_with_the_wait_that_the_server_wants() -> None:
    body = {"error": {"message": "slow down"}}
    error = await answered_with(*json_reply(body, status=429, retry_after="17"))

    assert isinstance(error, RateLimited)
    assert (error.retry_after_s, error.is_retryable) == (17.0, True)


async def test_an_overloaded_server_is_not_asked_again_behind_our_back() -> None:
    error = await answered_with(*json_reply("busy", status=503))

    assert isinstance(error, ProviderUnavailable)
    assert error.is_retryable


async def test_an_unknown_model_is_told_from_a_wrong_address() -> None:
    model = await answered_with(*json_reply({"error": {"message": "no model big-1"}}, status=404))
    address = await answered_with(*json_reply({"detail": "Not Found"}, status=404))

    assert isinstance(model, ModelNotFound)
    assert isinstance(address, ProviderUnavailable)
    assert "base_url" in str(address)


async def test_a_stall_says_for_how_long_nothing_came() -> None:
    error = await answered_with(stream_head(), data(delta("a")), forever, idle_timeout_s=0.05)

    assert isinstance(error, ProviderUnavailable)
    assert "sent nothing for 0.05 s" in str(error)
    assert error.is_retryable


async def test_a_server_that_takes_the_request_and_says_nothing_is_a_stall_too() -> None:
    assert "sent nothing" in str(await answered_with(forever, idle_timeout_s=0.05))


async def test_a_connection_reset_before_the_answer_may_be_tried_again() -> None:
    error = await answered_with(RESET)

    assert isinstance(error, ProviderUnavailable)
    assert error.is_retryable


async def test_an_error_inside_the_stream_carries_the_request_id() -> None:
    event = data({"error": {"message": "odd"}})
    error = await answered_with(stream_head(x_request_id="req-8"), event)

    assert isinstance(error, ProviderProtocolError)
    assert error.request_id == "req-8"


async def test_a_redirect_is_not_followed_because_keys_must_not_travel() -> None:
    async with wire_server() as elsewhere:
        location = f"{elsewhere.base_url}/chat/completions"
        error = await answered_with(head(307, location=location, content_length="0"))

        assert "set base_url" in str(error)
        assert not elsewhere.requests


async def test_nothing_listening_says_so_and_names_the_address() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]

    error = await failure_of(ProviderConfig(name="x", base_url=f"http://127.0.0.1:{port}/v1"))

    assert isinstance(error, ProviderUnavailable)
    assert f"Nothing answers at 127.0.0.1:{port}" in str(error)


async def test_https_to_a_plain_server_is_told_as_such() -> None:
    async def refuse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(1)
        writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
        writer.close()

    async with await asyncio.start_server(refuse, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        error = await failure_of(ProviderConfig(name="x", base_url=f"https://127.0.0.1:{port}/v1"))

    assert "No secure connection" in str(error)
    assert not error.is_retryable


@pytest.mark.parametrize(
    "base_url", ["", "127.0.0.1:8000/v1", "ftp://127.0.0.1/v1", "http://", "http://[::1/v1"]
)
async def test_an_unusable_base_url_is_named_without_any_request(base_url: str) -> None:
    error = await failure_of(ProviderConfig(name="acme", base_url=base_url))

    assert "base_url of acme is no usable address" in str(error)
    assert not error.is_retryable


@pytest.mark.parametrize("key", ["abc\n", "schlüssel", "a\x00b"])
async def test_a_key_that_cannot_be_a_header_is_refused_without_showing_it(key: str) -> None:
    config = ProviderConfig(
        name="acme", base_url="http://127.0.0.1:9/v1", api_key=key, api_key_env="ACME_API_KEY"
    )

    error = await failure_of(config)

    assert isinstance(error, AuthenticationFailed)
    assert "ACME_API_KEY" in str(error)
    assert key not in str(error)

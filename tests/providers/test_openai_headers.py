"""What leaves this machine: the endpoint's own key and headers, and nobody else's."""

from __future__ import annotations

import pytest

from agent_tui.providers.openai.openai_provider import OpenAIProvider
from tests.providers.requests_to_send import request
from tests.providers.wire_server import WireRequest, answer, delta, wire_server

FOREIGN = {
    "OPENAI_API_KEY": "foreign-key",
    "OPENAI_ADMIN_KEY": "foreign-admin",
    "OPENAI_ORG_ID": "foreign-organisation",
    "OPENAI_PROJECT_ID": "foreign-project",
    "OPENAI_WEBHOOK_SECRET": "foreign-secret",
    "OPENAI_BASE_URL": "http://127.0.0.1:9/foreign",
    "OPENAI_CUSTOM_HEADERS": (
        "Authorization: Bearer foreign-custom\nX-Foreign: foreign-header\nCookie: a=foreign\n"
        "Host: foreign.example\nUser-Agent: foreign-agent"
    ),
}


async def sent_with(**settings: object) -> WireRequest:
    async with wire_server(answer(delta("ok"))) as wire:
        provider = OpenAIProvider(wire.config(**settings))
        [item async for item in provider.stream(request("Hi"))]
        await provider.aclose()
    return wire.requests[0]


@pytest.mark.parametrize("api_key", ["", "own-key-of-this-endpoint"])
async def test_nothing_from_somebodys_openai_variables_goes_to_another_host(
    monkeypatch: pytest.MonkeyPatch, api_key: str
) -> None:
    for name, value in FOREIGN.items():
        monkeypatch.setenv(name, value)

    sent = await sent_with(api_key=api_key)

    leaks = {name: value for name, value in sent.headers.items() if "foreign" in f"{name}{value}"}
    assert leaks == {}
    assert b"foreign" not in sent.body
    assert "openai-organization" not in sent.headers


async def test_the_key_is_sent_as_a_bearer_token() -> None:
    assert (await sent_with(api_key="own-key")).headers["authorization"] == "Bearer own-key"


async def test_an_endpoint_without_a_key_gets_no_authorization_at_all() -> None:
    assert "authorization" not in (await sent_with(api_key="")).headers


async def test_a_key_in_a_header_of_its_own_is_not_sent_a_second_time() -> None:
    sent = await sent_with(api_key="own-key", headers={"api-key": "own-key"})

    assert sent.headers["api-key"] == "own-key"
    assert "authorization" not in sent.headers


async def test_headers_and_query_of_the_configuration_are_sent() -> None:
    sent = await sent_with(headers={"X-Title": "agent-tui"}, query={"api-version": "2024-10-21"})

    assert sent.headers["x-title"] == "agent-tui"
    assert sent.path == "/v1/chat/completions?api-version=2024-10-21"


async def test_configured_authorization_outranks_the_key() -> None:
    sent = await sent_with(api_key="own-key", headers={"Authorization": "Token other"})

    assert sent.headers["authorization"] == "Token other"


async def test_a_query_in_the_base_url_is_kept_beside_the_path() -> None:
    async with wire_server(answer(delta("ok"))) as wire:
        provider = OpenAIProvider(wire.config(base_url=f"{wire.base_url}?deployment=a-b"))
        [item async for item in provider.stream(request("Hi"))]
        await provider.aclose()

    assert wire.requests[0].path == "/v1/chat/completions?deployment=a-b"


async def test_credentials_in_the_base_url_become_basic_authorization() -> None:
    async with wire_server(answer(delta("ok"))) as wire:
        url = wire.base_url.replace("//", "//me:pass@")
        provider = OpenAIProvider(wire.config(base_url=url, api_key=""))
        [item async for item in provider.stream(request("Hi"))]
        await provider.aclose()

    assert wire.requests[0].headers["authorization"].startswith("Basic ")
    assert wire.requests[0].headers["host"] == f"127.0.0.1:{wire.port}"

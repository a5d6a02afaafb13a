"""When the SDK is loaded, who may warm it up, and how a provider is closed."""

from __future__ import annotations

import subprocess
import sys
import threading

import pytest

from agent_tui.config.provider_config import ProviderConfig, ProviderKind
from agent_tui.errors import ProviderError, ProviderProtocolError, ProviderUnavailable, RateLimited
from agent_tui.providers import build_provider, warm_up
from agent_tui.providers.openai.openai_provider import OpenAIProvider
from agent_tui.providers.openai.sdk_client import needs_certificates
from tests.providers.requests_to_send import request, text_of
from tests.providers.wire_server import answer, delta, json_reply, wire_server

LIGHT_IMPORT = """
import sys
from agent_tui.config.provider_config import ProviderConfig
from agent_tui.providers import build_provider, warm_up
import agent_tui.providers.scripted, agent_tui.providers.demo.demo_provider
import agent_tui.providers.openai.openai_provider, agent_tui.providers.openai.errors
provider = build_provider(ProviderConfig(name="x", base_url="http://127.0.0.1:9/v1"))
heavy = {"openai", "httpx2", "httpcore2", "pydantic", "textual", "rich"}
assert not heavy & set(sys.modules), heavy & set(sys.modules)
warm_up(provider)
assert "openai" in sys.modules
"""


def test_the_sdk_is_loaded_by_the_warm_up_and_by_nothing_before_it() -> None:
    done = subprocess.run([sys.executable, "-c", LIGHT_IMPORT], capture_output=True, text=True)

    assert (done.returncode, done.stderr) == (0, "")


async def test_a_provider_may_be_warmed_up_from_several_threads_and_then_used() -> None:
    async with wire_server(answer(delta("ok"))) as wire:
        provider = OpenAIProvider(wire.config())
        threads = [threading.Thread(target=provider.warm_up) for _ in range(4)]
        for thread in threads:
            thread.start()

        assert text_of([item async for item in provider.stream(request("Hi"))]) == "ok"

        for thread in threads:
            thread.join()
        await provider.aclose()


def test_warming_up_a_provider_that_has_nothing_to_load_does_nothing() -> None:
    demo = build_provider(ProviderConfig(name="demo", kind=ProviderKind.DEMO))

    assert not hasattr(demo, "warm_up")
    warm_up(demo)


def test_warming_up_unusable_settings_says_what_the_first_request_would_say() -> None:
    with pytest.raises(ProviderError, match="no usable address"):
        warm_up(build_provider(ProviderConfig(name="x", base_url="nowhere")))


async def test_a_provider_is_closed_before_its_first_use_and_twice_without_harm() -> None:
    provider = OpenAIProvider(ProviderConfig(name="x", base_url="http://127.0.0.1:9/v1"))

    await provider.aclose()
    await provider.aclose()


async def test_a_closed_provider_answers_no_more_requests() -> None:
    async with wire_server(answer(delta("ok"))) as wire:
        provider = OpenAIProvider(wire.config())
        provider.warm_up()
        await provider.aclose()

        with pytest.raises(ProviderUnavailable, match="closed"):
            [item async for item in provider.stream(request("Hi"))]

    assert wire.requests == []


async def test_models_are_listed_sorted_with_the_key_of_the_endpoint() -> None:
    async with wire_server(json_reply({"data": [{"id": "b"}, {"id": "a"}]})) as wire:
        provider = OpenAIProvider(wire.config())

        assert await provider.list_models() == ("a", "b")

        await provider.aclose()
    assert wire.requests[0].path == "/v1/models"
    assert wire.requests[0].headers["authorization"] == "Bearer secret-key-of-the-test"


@pytest.mark.parametrize("body", ["<html>", '{"detail": "x"}'])
async def test_an_answer_that_is_no_list_of_models_says_to_check_the_base_url(body: str) -> None:
    async with wire_server(json_reply(body)) as wire:
        provider = OpenAIProvider(wire.config())

        with pytest.raises(ProviderProtocolError, match="base_url"):
            await provider.list_models()

        await provider.aclose()


async def test_a_refused_list_of_models_is_raised_as_the_error_it_is() -> None:
    async with wire_server(json_reply({"error": "slow"}, status=429)) as wire:
        provider = OpenAIProvider(wire.config())

        with pytest.raises(RateLimited):
            await provider.list_models()

        await provider.aclose()


@pytest.mark.parametrize(
    ("scheme", "proxies", "expected"),
    [
        ("https", {}, True),
        ("http", {}, False),
        ("http", {"http": "https://proxy.example"}, True),
    ],
)
def test_certificates_are_left_out_only_where_nothing_can_use_tls(
    scheme: str, proxies: dict[str, str], expected: bool
) -> None:
    assert needs_certificates(scheme, proxies) is expected

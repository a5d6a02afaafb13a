"""Agents with the same endpoint on one worker: one connection pool, ended by the last of them."""

from __future__ import annotations

import anyio
import anyio.to_thread
import pytest

from agent_tui.config.provider_config import ProviderConfig
from agent_tui.errors import ProviderUnavailable
from agent_tui.lifecycle import shared_providers
from agent_tui.lifecycle.shared_providers import SharedProviders
from agent_tui.protocol.ports import Provider
from agent_tui.providers import warm_up
from agent_tui.providers.scripted import ScriptedProvider


@pytest.fixture
def built(monkeypatch: pytest.MonkeyPatch) -> list[ScriptedProvider]:
    """The providers that were built, in their order."""
    made: list[ScriptedProvider] = []

    def build(config: ProviderConfig) -> Provider:
        made.append(ScriptedProvider(name=config.name, models=(str(len(made)),)))
        return made[-1]

    monkeypatch.setattr(shared_providers, "build_provider", build)
    return made


def an_endpoint(*, api_key: str = "", model: str = "") -> ProviderConfig:
    return ProviderConfig(name="local", base_url="http://host/v1", api_key=api_key, model=model)


async def test_two_agents_share_one_provider_and_closing_one_leaves_the_other_working(
    built: list[ScriptedProvider],
) -> None:
    shared = SharedProviders()
    one, other = shared.build(an_endpoint(model="a")), shared.build(an_endpoint(model="b"))
    assert await one.list_models() == await other.list_models() == ("0",)

    await one.aclose()
    await one.aclose()

    assert await other.list_models() == ("0",)
    assert [provider.is_closed for provider in built] == [False]


async def test_the_last_one_closes_the_connections_and_the_next_one_opens_new_ones(
    built: list[ScriptedProvider],
) -> None:
    shared = SharedProviders()
    for number in range(2):
        provider = shared.build(an_endpoint())
        assert await provider.list_models() == (str(number),)
        await provider.aclose()

    assert [provider.is_closed for provider in built] == [True, True]


async def test_another_key_never_shares_a_connection(built: list[ScriptedProvider]) -> None:
    shared = SharedProviders()
    for key in ("one", "two"):
        await shared.build(an_endpoint(api_key=key)).list_models()

    assert len(built) == 2


async def test_one_that_was_closed_is_not_opened_again(built: list[ScriptedProvider]) -> None:
    provider = SharedProviders().build(an_endpoint())
    await provider.aclose()

    with pytest.raises(ProviderUnavailable):
        await provider.list_models()
    assert built == []


async def test_the_worker_s_end_closes_what_nobody_gave_back(
    built: list[ScriptedProvider],
) -> None:
    shared = SharedProviders()
    await shared.build(an_endpoint()).list_models()

    await shared.aclose()

    assert [provider.is_closed for provider in built] == [True]


async def test_twenty_first_requests_at_once_build_one_provider(
    built: list[ScriptedProvider],
) -> None:
    """Row P28: from twenty threads, where a warm-up and a first request may meet."""
    shared = SharedProviders()
    providers = [shared.build(an_endpoint(model=str(number))) for number in range(20)]

    async with anyio.create_task_group() as tasks:
        for provider in providers:
            tasks.start_soon(anyio.to_thread.run_sync, warm_up, provider)
            tasks.start_soon(provider.list_models)

    assert len(built) == 1
    for provider in providers:
        assert not built[0].is_closed
        await provider.aclose()
    assert built[0].is_closed

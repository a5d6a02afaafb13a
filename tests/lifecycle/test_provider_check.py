from __future__ import annotations

import anyio
import pytest

from agent_tui import Agent, AgentClosed, ScriptedProvider
from agent_tui.config.provider_config import ProviderConfig
from agent_tui.config.settings import Settings
from agent_tui.engine.wakeup import threadsafe
from agent_tui.errors import AuthenticationFailed, ConfigError, ProviderError, RateLimited
from agent_tui.lifecycle.provider_check import MAX_ATTEMPTS, ProviderCheck
from agent_tui.lifecycle.provider_source import OneEndpoint, OneProvider, SettingsProviders
from tests.engine.fake_provider import FakeProvider

CONFIG = ProviderConfig(name="fake", model="m")
FULL = RateLimited("Later.", provider="fake", is_retryable=True, retry_after_s=0)
REFUSED = AuthenticationFailed("The key was refused.", provider="fake")


class Server(FakeProvider):
    """Answers `list_models` with these, one after the other."""

    def __init__(self, *answers: ProviderError | None) -> None:
        super().__init__(name="fake")
        self.answers: list[ProviderError | None] = list(answers)

    async def list_models(self) -> tuple[str, ...]:
        if (error := self.answers.pop(0)) is not None:
            raise error
        return ("m",)


def check(server: Server, *, asks_server: bool = True) -> ProviderCheck:
    source = OneEndpoint(CONFIG, lambda _: server)
    return ProviderCheck(source, is_strict=True, asks_server=asks_server)


async def test_without_the_wish_nothing_is_sent() -> None:
    server = Server()

    await check(server, asks_server=False).authenticate()

    assert server.answers == []


@pytest.mark.parametrize("busy", range(MAX_ATTEMPTS))
async def test_a_server_that_says_later_is_asked_again(busy: int) -> None:
    server = Server(*[FULL] * busy, None)

    await check(server).authenticate()

    assert (server.answers, server.is_closed) == ([], True)


async def test_a_server_that_says_later_for_ever_is_not_asked_for_ever() -> None:
    server = Server(*[FULL] * 99)

    with pytest.raises(RateLimited):
        await check(server).authenticate()

    assert len(server.answers) == 99 - MAX_ATTEMPTS


async def test_a_refused_key_is_never_tried_again() -> None:
    server = Server(REFUSED, None)

    with pytest.raises(AuthenticationFailed):
        await check(server).authenticate()

    assert (len(server.answers), server.is_closed) == (1, True)


async def test_a_provider_that_a_host_brings_stays_open_for_its_session() -> None:
    server = Server(None)
    source = OneProvider(server, config=CONFIG)

    await ProviderCheck(source, is_strict=True, asks_server=True).authenticate()

    assert not server.is_closed


@pytest.mark.parametrize("is_strict", [True, False])
async def test_a_missing_key_fails_a_strict_start_before_anything_is_sent(is_strict: bool) -> None:
    source = SettingsProviders(Settings(provider="openai"), {})
    strict = ProviderCheck(source, is_strict=is_strict, asks_server=False)

    if is_strict:
        with pytest.raises(ConfigError, match="OPENAI_API_KEY"):
            await strict.identify()
    else:
        await strict.identify()


async def test_an_agent_that_is_closed_while_the_server_does_not_answer_is_closed_at_once() -> None:
    is_asked = anyio.Event()

    class Silent(ScriptedProvider):
        async def list_models(self) -> tuple[str, ...]:
            is_asked_soon()
            await anyio.sleep_forever()
            raise AssertionError

    is_asked_soon = threadsafe(is_asked.set)
    agent = Agent(provider=Silent(), checks_connection=True)

    async with anyio.create_task_group() as tasks:

        async def start() -> None:
            with pytest.raises(AgentClosed):
                await agent.start()

        tasks.start_soon(start)
        await is_asked.wait()
        await agent.aclose()

    assert agent._runtime.failure is None
    assert "attach" in agent.start_log  # what was entered before has been kept

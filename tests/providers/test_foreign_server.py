"""The OpenAI provider against an OpenAI-compatible server that nobody here wrote: mock-ai-api.

Install `mock-ai-api` beside the tests, or name the interpreter of an environment that has it in
AGENT_TUI_FOREIGN_SERVER_PYTHON. Without either these tests are skipped.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import AsyncGenerator, Generator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import pytest

from agent_tui.config.provider_config import ProviderConfig
from agent_tui.errors import (
    AuthenticationFailed,
    ProviderError,
    ProviderUnavailable,
    RateLimited,
)
from agent_tui.protocol.requests import StreamFinished, StreamItem, ToolCallDelta, UsageReported
from agent_tui.protocol.status import FinishReason
from agent_tui.providers.openai.openai_provider import OpenAIProvider
from tests.providers.requests_to_send import request, text_of

PYTHON_VARIABLE = "AGENT_TUI_FOREIGN_SERVER_PYTHON"
LISTENING = re.compile(r"running on (http://127\.0\.0\.1:\d+)")


def _python() -> str:
    if chosen := os.environ.get(PYTHON_VARIABLE):
        return chosen
    try:
        version("mock-ai-api")
    except PackageNotFoundError:
        pytest.skip(f"mock-ai-api is not installed, and {PYTHON_VARIABLE} is not set")
    return sys.executable


@pytest.fixture(scope="module")
def server_url(tmp_path_factory: pytest.TempPathFactory) -> Generator[str]:
    """Starts the server on a free port and waits for the line in which it names that port."""
    command = [_python(), "-m", "uvicorn", "app.openai_app:app", "--port", "0", "--no-use-colors"]
    folder: Path = tmp_path_factory.mktemp("server")
    with subprocess.Popen(command, cwd=folder, stderr=subprocess.PIPE, text=True) as server:
        assert server.stderr is not None
        try:
            lines: list[str] = []
            for line in server.stderr:
                lines.append(line)
                if found := LISTENING.search(line):
                    yield f"{found[1]}/v1"
                    break
            else:
                pytest.fail("".join(lines))
        finally:
            server.kill()


@pytest.fixture
async def provider(server_url: str) -> AsyncGenerator[OpenAIProvider]:
    provider = OpenAIProvider(ProviderConfig(name="foreign", base_url=server_url))
    yield provider
    await provider.aclose()


async def played(provider: OpenAIProvider, scenario: str) -> list[StreamItem]:
    sent = request("Say hello", model=f"gpt-4.1:{scenario}")
    return [item async for item in provider.stream(sent)]


async def test_text_is_streamed_and_finished(provider: OpenAIProvider) -> None:
    items = await played(provider, "mock-text")

    assert text_of(items)
    assert StreamFinished(finish_reason=FinishReason.STOP) in items
    assert [item.usage.output_tokens > 0 for item in items if isinstance(item, UsageReported)]


async def test_a_tool_call_is_put_together_from_its_deltas(provider: OpenAIProvider) -> None:
    items = await played(provider, "mock-tool-stream")

    deltas = [item for item in items if isinstance(item, ToolCallDelta)]
    assert deltas[0].name == "Write"
    assert '"path"' in "".join(item.arguments for item in deltas)
    assert StreamFinished(finish_reason=FinishReason.TOOL_CALLS) in items


@pytest.mark.parametrize(
    ("scenario", "kind", "is_retryable"),
    [
        ("mock-400", ProviderError, False),
        ("mock-401", AuthenticationFailed, False),
        ("mock-429", RateLimited, True),
        ("mock-500", ProviderUnavailable, True),
        ("mock-503", ProviderUnavailable, True),
    ],
)
async def test_its_errors_are_recognised(
    provider: OpenAIProvider, scenario: str, kind: type[ProviderError], is_retryable: bool
) -> None:
    with pytest.raises(ProviderError) as caught:
        await played(provider, scenario)

    assert type(caught.value) is kind
    assert caught.value.is_retryable is is_retryable


async def test_its_models_are_listed(provider: OpenAIProvider) -> None:
    models = await provider.list_models()

    assert "gpt-4.1" in models
    assert list(models) == sorted(models)


async def test_a_base_url_without_v1_is_told_as_such(server_url: str) -> None:
    wrong = ProviderConfig(name="foreign", base_url=server_url.removesuffix("/v1"))
    provider = OpenAIProvider(wrong)

    with pytest.raises(ProviderUnavailable, match="/v1"):
        await played(provider, "mock-text")

    await provider.aclose()

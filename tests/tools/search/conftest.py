"""The tool grep with both ways of searching, on real processes."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import msgspec
import pytest

from agent_tui.tools.grep import Grep
from tests.tools.fake_context import FakeContext
from tests.tools.search.plain_processes import PlainProcesses, plain_processes

Search = Callable[..., Awaitable[str]]


@pytest.fixture
async def processes() -> AsyncIterator[PlainProcesses]:
    async with plain_processes() as made:
        yield made


@pytest.fixture
def context(tmp_path: Path, processes: PlainProcesses) -> FakeContext:
    return FakeContext(tmp_path, processes=processes)


@pytest.fixture(params=["ripgrep", "own"])
def grep(request: pytest.FixtureRequest) -> Grep:
    if request.param == "own":
        return Grep(ripgrep="")
    if shutil.which("rg") is None:
        pytest.skip("ripgrep is not installed")
    return Grep()


@pytest.fixture
def search(grep: Grep, context: FakeContext) -> Search:
    """Call it with the arguments of grep; gives the text for the model."""

    async def run(pattern: str, **arguments: object) -> str:
        encoded = msgspec.json.encode({"pattern": pattern, **arguments}).decode()
        return (await grep.run(grep.parsed(encoded), context)).text

    return run

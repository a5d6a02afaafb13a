"""A provider that somebody else wrote: loaded late, blamed by name."""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest

from agent_tui.config.provider_config import ProviderConfig, ProviderKind
from agent_tui.config.provider_resolution import resolve_provider
from agent_tui.config.settings import CustomProvider, Settings
from agent_tui.errors import ConfigError, ProviderError, ProviderProtocolError
from agent_tui.protocol.requests import ModelRequest, StreamItem
from agent_tui.providers import build_provider, warm_up
from tests.config.conftest import Places

REQUEST = ModelRequest(model="small", messages=())
CODE = """
from agent_tui.protocol.requests import TextDelta

class Echo:
    name = "echo"

    def __init__(self, config, *, word="nothing"):
        self.config, self.word = config, word

    async def stream(self, request):
        if self.word == "fail":
            raise KeyError("inside")
        yield 7 if self.word == "seven" else TextDelta(text=f"{self.word} {self.config.api_key}")

    async def list_models(self):
        return ["b", "a"]

    async def aclose(self):
        pass

class Half:
    def __init__(self, config):
        pass
"""


@pytest.fixture(autouse=True)
def module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    folder = tmp_path / "site"
    folder.mkdir()
    (folder / "foreign_echo.py").write_text(CODE)
    (folder / "foreign_broken.py").write_text("1 / 0\n")
    monkeypatch.syspath_prepend(str(folder))
    yield
    sys.modules.pop("foreign_echo", None)


def config_of(path: str, **options: Any) -> ProviderConfig:
    custom = CustomProvider(
        python_class=path, options=options, default_model="small", api_key_env="MINE_KEY"
    )
    settings = Settings(provider="mine", providers={"mine": custom})
    config = resolve_provider(settings, {"MINE_KEY": "key-of-mine"})
    assert config is not None
    return config


async def said_by(config: ProviderConfig) -> list[StreamItem]:
    stream: AsyncIterator[StreamItem] = build_provider(config).stream(REQUEST)
    return [item async for item in stream]


async def test_the_class_is_made_with_its_config_and_options_when_it_is_first_used() -> None:
    config = config_of("foreign_echo:Echo", word="hello")
    provider = build_provider(config)
    assert "foreign_echo" not in sys.modules
    assert (config.kind, config.model, provider.name) == (ProviderKind.CLASS, "small", "mine")

    (item,) = [item async for item in provider.stream(REQUEST)]

    assert getattr(item, "text", "") == "hello key-of-mine"
    assert await provider.list_models() == ("b", "a")
    await provider.aclose()


@pytest.mark.parametrize(
    ("path", "options", "words"),
    [
        ("foreign_echo", {}, "names no class"),
        ("no_such_module:Echo", {}, "no module no_such_module"),
        ("foreign_echo:Eco", {}, "has no class Eco"),
        ("foreign_broken:Echo", {}, "ZeroDivisionError"),
        ("foreign_echo:Echo", {"wrod": 1}, "wrod"),
        ("foreign_echo:Half", {}, "it has no stream, list_models, aclose"),
    ],
)
def test_a_class_that_cannot_be_used_is_told(
    path: str, options: dict[str, Any], words: str
) -> None:
    with pytest.raises(ConfigError, match=words):
        warm_up(build_provider(config_of(path, **options)))


async def test_what_the_class_raises_is_an_error_that_names_it() -> None:
    with pytest.raises(ProviderError, match="foreign_echo:Echo failed with KeyError"):
        await said_by(config_of("foreign_echo:Echo", word="fail"))


async def test_what_is_no_item_of_an_answer_is_refused() -> None:
    with pytest.raises(ProviderProtocolError, match="gave int"):
        await said_by(config_of("foreign_echo:Echo", word="seven"))


def test_the_error_names_file_line_and_column(tmp_path: Path) -> None:
    places = Places(tmp_path)
    lines = ['provider = "mine"', "[providers.mine]", '  python_class = "nowhere_at_all:X"']
    places.write(places.user_file, "\n".join(lines))
    config = resolve_provider(places.load().settings, {})
    assert config is not None

    with pytest.raises(ConfigError) as raised:
        warm_up(build_provider(config))

    error = raised.value
    assert (error.file, error.line, error.column) == (places.user_file, 3, 3)
    assert error.key == "providers.mine.python_class"


def test_options_are_shown_nowhere() -> None:
    custom = CustomProvider(python_class="a:B", options={"token": "very-secret-1"})

    assert "very-secret-1" not in repr(custom)


def test_a_project_names_no_class_before_it_is_trusted(tmp_path: Path) -> None:
    places = Places(tmp_path)
    text = '[providers.mine]\npython_class = "foreign_echo:Echo"\n'
    places.write(places.project_file, text)

    assert places.load(is_trusted=False).settings.providers == {}
    assert places.load().settings.providers["mine"].python_class == "foreign_echo:Echo"

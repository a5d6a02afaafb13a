"""A provider that somebody else wrote: a class that the settings name."""

from __future__ import annotations

import importlib
import threading
from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Any, cast

import anyio
import anyio.to_thread

from agent_tui.config.provider_config import ProviderConfig
from agent_tui.config.sources.placed_text import problem_with
from agent_tui.errors import ConfigError, ProviderError, ProviderProtocolError
from agent_tui.protocol.ports import Provider
from agent_tui.protocol.requests import ModelRequest, StreamItem

_METHODS = ("stream", "list_models", "aclose")


class ClassProvider:
    """Implements `Provider` with an object of the class `module:Name` that `config` names, made as
    `Name(config, **options)` when it is first used.

    A class that cannot be loaded is a `ConfigError` with file, line and column. What its methods
    raise beside `ProviderError`, and what they yield that is no `StreamItem`, is a `ProviderError`
    that names the class.
    """

    def __init__(self, config: ProviderConfig) -> None:
        self._config = config
        self._made: Provider | None = None
        self._lock = threading.Lock()  # for the threads that load it

    @property
    def name(self) -> str:
        """The name in the settings."""
        return self._config.name

    def warm_up(self) -> None:
        """Load the class. Blocks: call it in a worker thread. Raises `ConfigError`."""
        with self._lock:
            if self._made is None:
                self._made = _made_from(self._config)

    async def stream(self, request: ModelRequest) -> AsyncGenerator[StreamItem]:
        """See `Provider.stream`."""
        provider = await self._loaded()
        try:
            # A plain iterator cannot be closed; a generator must be.
            items: Any = provider.stream(request)
            async with aclosing(items if hasattr(items, "aclose") else _generator(items)) as stream:
                async for item in stream:
                    if not isinstance(item, StreamItem):
                        raise ProviderProtocolError(
                            f"{self._config.python_class} gave {type(item).__name__}, which is no "
                            "item of an answer. Give TextDelta and its like.",
                            provider=self.name,
                            model=request.model,
                        )
                    yield item
        except (ProviderError, ConfigError):
            raise
        except Exception as error:
            raise self._failed(error, request.model) from error

    async def list_models(self) -> tuple[str, ...]:
        """See `Provider.list_models`."""
        provider = await self._loaded()
        try:
            return tuple(map(str, await provider.list_models()))
        except (ProviderError, ConfigError):
            raise
        except Exception as error:
            raise self._failed(error, "") from error

    async def aclose(self) -> None:
        """See `Provider.aclose`."""
        made, self._made = self._made, None
        if made is not None:
            await made.aclose()

    async def _loaded(self) -> Provider:
        if self._made is None:
            # A limiter of its own: it must not wait for tools that have all threads.
            await anyio.to_thread.run_sync(
                self.warm_up, limiter=anyio.CapacityLimiter(1), abandon_on_cancel=True
            )
        assert self._made is not None
        return self._made

    def _failed(self, error: Exception, model: str) -> ProviderError:
        return ProviderError(
            f"{self._config.python_class} failed with {type(error).__name__}: {error}. Report it "
            "to whoever wrote it.",
            provider=self.name,
            model=model,
        )


def _made_from(config: ProviderConfig) -> Provider:
    path = config.python_class
    module_name, colon, class_name = path.partition(":")
    if not (colon and module_name and class_name.isidentifier()):
        raise problem_with(path, f'"{path}" names no class. Write it like my_package.module:Name.')
    try:
        found = getattr(importlib.import_module(module_name), class_name)
    except ModuleNotFoundError as error:
        what = f"There is no module {error.name} for {path}. Install it, or correct the name."
        raise problem_with(path, what) from error
    except AttributeError as error:
        what = f"{module_name} has no class {class_name}. Correct the name."
        raise problem_with(path, what) from error
    except Exception as error:
        what = f"{module_name} cannot be imported: {type(error).__name__}: {error}."
        raise problem_with(path, what) from error
    try:
        made = found(config, **config.options)
    except Exception as error:
        what = f"{path} cannot be made: {type(error).__name__}: {error}. Check its options."
        raise problem_with(path, what) from error
    missing = [name for name in _METHODS if not callable(getattr(made, name, None))]
    if missing:
        raise problem_with(path, f"{path} is no provider: it has no {', '.join(missing)}.")
    return cast(Provider, made)


async def _generator(items: Any) -> AsyncGenerator[Any]:
    async for item in items:
        yield item

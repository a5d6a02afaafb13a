"""A plain function as a model."""

from __future__ import annotations

import functools
import inspect
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Iterable, Iterator
from contextlib import aclosing
from typing import TYPE_CHECKING, Any

import anyio

from agent_tui.errors import ProviderError, ProviderProtocolError, ProviderUnavailable
from agent_tui.protocol.requests import ModelRequest, StreamFinished, StreamItem, TextDelta
from agent_tui.protocol.status import FinishReason
from agent_tui.providers.openai.messages import request_messages

if TYPE_CHECKING:
    from agent_tui.providers.function_thread import FunctionThread

Messages = list[dict[str, Any]]
Said = str | Iterable[str] | AsyncIterator[str] | Awaitable[str]
LlmFunction = Callable[[Messages], Said]
"""Gets the messages as Chat Completions has them, the system prompt first; gives the answer: a
text, texts one after the other, or either of them awaited. Tools are not offered to it."""

_END = object()
MOST_LEFT_BEHIND = 8
"""Calls that were given up and still run; no further one is begun then."""


class FunctionProvider:
    """Implements `Provider` with a function, which is also the model's name.

    A plain function runs in a thread of its own, an asynchronous one on the engine's loop. What it
    raises, or says that is no text, is a `ProviderError` that names it. idle_timeout_s: the longest
    time until something more of the answer must come.

    A cancelled or late call ends at once for the turn. Its thread cannot be stopped: it is left
    behind, and its texts go nowhere.
    """

    def __init__(self, function: LlmFunction, *, idle_timeout_s: float = 60.0) -> None:
        self._function, self._idle_timeout_s = function, idle_timeout_s
        self._name = function_name(function)
        self._left_behind: list[FunctionThread] = []

    @property
    def name(self) -> str:
        """The function's name."""
        return self._name

    @property
    def left_behind(self) -> int:
        """Calls that were given up and still run."""
        self._left_behind = [one for one in self._left_behind if not one.is_over]
        return len(self._left_behind)

    async def stream(self, request: ModelRequest) -> AsyncGenerator[StreamItem]:
        """See `Provider.stream`."""
        if self.left_behind >= MOST_LEFT_BEHIND:
            raise ProviderUnavailable(
                f"{MOST_LEFT_BEHIND} calls of {self._name} were given up and still run. Let it end "
                "by itself when it takes too long, then try again.",
                provider=self._name,
                model=request.model,
            )
        body: Any = request_messages(request)
        async with aclosing(self._texts(body)) as texts:
            while (text := await self._next(texts, request.model)) is not _END:
                if said := self._checked(text, request.model):
                    yield TextDelta(text=said)
        yield StreamFinished(finish_reason=FinishReason.STOP)

    async def list_models(self) -> tuple[str, ...]:
        """There is one."""
        return (self._name,)

    async def aclose(self) -> None:
        """There is nothing to close."""

    async def _next(self, texts: AsyncIterator[object], model: str) -> object:
        """What it gives next, `_END` at the end."""
        try:
            with anyio.fail_after(self._idle_timeout_s):
                return await anext(texts, _END)
        except TimeoutError as error:
            raise ProviderUnavailable(
                f"{self._name} said nothing for {self._idle_timeout_s:g} s and was given up. Let "
                "it answer sooner, or raise Settings.idle_timeout_s.",
                provider=self._name,
                model=model,
            ) from error
        except ProviderError:
            raise
        except Exception as error:
            raise ProviderError(
                f"{self._name} failed with {type(error).__name__}: {error}. Put it right, then run "
                "the turn again.",
                provider=self._name,
                model=model,
            ) from error

    def _checked(self, text: object, model: str) -> str:
        if isinstance(text, str):
            return text
        raise ProviderProtocolError(
            f"{self._name} gave {type(text).__name__} where a text is needed. Return a str, or an "
            "iterator of them.",
            provider=self._name,
            model=model,
        )

    async def _texts(self, messages: Messages) -> AsyncGenerator[object]:
        """What the function gives, piece by piece, as it is."""
        if _is_asynchronous(self._function):
            async for text in _pieces(self._function(messages)):
                yield text
            return
        # Deferred: an asynchronous function needs no thread.
        from agent_tui.providers.function_thread import FunctionThread

        thread = FunctionThread(self._name, lambda: _said_by(self._function, messages))
        thread.start()
        try:
            async for given in thread.given():
                async for text in _pieces(given):
                    yield text
        finally:
            if thread.leave():
                self._left_behind.append(thread)


def function_name(function: object) -> str:
    """What people call it; of a partial function or an object, that of what stands behind it."""
    while isinstance(function, functools.partial):
        function = function.func
    name = getattr(function, "__name__", "") or type(function).__name__
    return "llm_fn" if name == "<lambda>" else name


def _is_asynchronous(function: object) -> bool:
    while isinstance(function, functools.partial):
        function = function.func
    called = function if inspect.isroutine(function) else getattr(function, "__call__", function)  # noqa: B004
    return inspect.iscoroutinefunction(called) or inspect.isasyncgenfunction(called)


def _said_by(function: LlmFunction, messages: Messages) -> Iterator[object]:
    """In the thread: texts, or what is to be awaited on the loop."""
    said = function(messages)
    if isinstance(said, Iterator | list | tuple):
        yield from said
    else:
        yield said


async def _pieces(given: object) -> AsyncGenerator[object]:
    if inspect.isawaitable(given):
        given = await given
    if isinstance(given, AsyncGenerator):
        async with aclosing(given) as texts:
            async for text in texts:
                yield text
    elif isinstance(given, AsyncIterator):
        async for text in given:
            yield text
    elif isinstance(given, Iterator | list | tuple):
        for text in given:
            yield text
    else:
        yield given

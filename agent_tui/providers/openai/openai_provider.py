"""The provider for every server that speaks OpenAI Chat Completions."""

from __future__ import annotations

import logging
import time
from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import TYPE_CHECKING, cast

import anyio

from agent_tui.config.provider_config import ProviderConfig
from agent_tui.errors import ProviderProtocolError
from agent_tui.protocol.requests import ModelRequest, StreamItem
from agent_tui.providers.openai.answer import Answer
from agent_tui.providers.openai.endpoint import Endpoint, endpoint_of
from agent_tui.providers.openai.errors import sdk_errors, translated, with_request_id
from agent_tui.providers.openai.messages import JsonObject, body_without_refused, request_body
from agent_tui.providers.openai.model_names import model_names
from agent_tui.providers.openai.reading_pace import ReadingPace
from agent_tui.providers.openai.sdk_client import SdkClient
from agent_tui.providers.openai.surrogates import decoded_json, whole_value

if TYPE_CHECKING:
    import httpx2
    import openai

_log = logging.getLogger(__name__)

# After its last word a server may still send usage, and the end of the body. Reading that end lets
# the connection be used again; a server that never ends it must not hold up the turn.
_USAGE_GRACE_S = 5.0
_END_GRACE_S = 0.25
_REFUSED_STATUSES = (400, 422)


class OpenAIProvider:
    """Implements `Provider` over `openai.AsyncOpenAI`. Bound to no loop until its first request."""

    def __init__(self, config: ProviderConfig) -> None:
        self._config = config
        self._client = SdkClient(config)
        self._has_stream_options = True

    @property
    def name(self) -> str:
        """The preset or profile name."""
        return self._config.name

    def warm_up(self) -> None:
        """Import the SDK and make the client, which the first request would otherwise wait for.

        Blocks for some 0.2 s: call it in a worker thread. Thread-safe, may be called at any time
        and repeatedly; the first request waits for one that runs. Raises `ProviderError` when the
        settings cannot work.
        """
        self._client.open()

    async def stream(self, request: ModelRequest) -> AsyncGenerator[StreamItem]:
        """See `Provider.stream`."""
        endpoint = endpoint_of(self._config, request.model)
        client = await self._client.open_off_loop()
        answer: Answer | None = None
        try:
            async with aclosing(await self._respond(client, request)) as response:
                answer = Answer(with_request_id(endpoint, response.headers))
                async with aclosing(response.aiter_bytes()) as pieces:
                    pace = ReadingPace()
                    while (piece := await _next_piece(pieces, answer, pace)) is not None:
                        for item in answer.feed(piece):
                            yield item
                for item in answer.close():
                    yield item
        except sdk_errors() as error:
            if answer is not None and answer.is_finished:
                _log.debug("%s broke the connection after its answer", endpoint.host)
                return
            raise translated(error, endpoint) from error

    async def list_models(self) -> tuple[str, ...]:
        """See `Provider.list_models`."""
        endpoint = endpoint_of(self._config, "")
        client = await self._client.open_off_loop()
        try:
            response = await _get_models(client)
        except sdk_errors() as error:
            raise translated(error, endpoint) from error
        try:
            names = model_names(whole_value(decoded_json(response.content)))
        except (ValueError, RecursionError):
            names = None
        if names is None:
            raise _no_model_list(endpoint)
        return names

    async def aclose(self) -> None:
        """See `Provider.aclose`."""
        await self._client.aclose()

    async def _respond(self, client: openai.AsyncOpenAI, request: ModelRequest) -> httpx2.Response:
        """The answer's head; its body is still to be read, and the response to be closed."""
        import openai

        body = request_body(request)
        if not self._has_stream_options:
            del body["stream_options"]
        while True:
            try:
                response = await _send(client, body)
            except openai.APIStatusError as error:
                is_refused = error.status_code in _REFUSED_STATUSES
                changed = body_without_refused(body, str(error.body)) if is_refused else None
                if changed is None:
                    raise
                body = changed
            else:
                self._has_stream_options = "stream_options" in body
                return response


async def _send(client: openai.AsyncOpenAI, body: JsonObject) -> httpx2.Response:
    import httpx2
    import openai

    # `post` and not `chat.completions.create`: that would load the types of every answer, 17 ms
    # before a first reply, walk through the whole history to check it against them, and drop
    # fields that it does not know. Asked for a plain response, it gives one with the body unread.
    response = await client.post(
        "/chat/completions",
        cast_to=httpx2.Response,
        body=body,
        stream=True,
        stream_cls=openai.AsyncStream[object],
    )
    return cast("httpx2.Response", response)


async def _get_models(client: openai.AsyncOpenAI) -> httpx2.Response:
    import httpx2

    return await client.get("/models", cast_to=httpx2.Response)


async def _next_piece(
    pieces: AsyncGenerator[bytes], answer: Answer, pace: ReadingPace
) -> bytes | None:
    """More of the body, None at its end or when what may follow the last word does not come."""
    try:
        if not answer.is_finished:
            if pace.pause_s:
                await anyio.sleep(pace.pause_s)
            asked_s = time.perf_counter()
            piece = await pieces.__anext__()
            pace.took(time.perf_counter() - asked_s)
            return piece
        with anyio.move_on_after(_END_GRACE_S if answer.is_done else _USAGE_GRACE_S):
            return await pieces.__anext__()
    except StopAsyncIteration:
        pass
    return None


def _no_model_list(endpoint: Endpoint) -> ProviderProtocolError:
    return ProviderProtocolError(
        f"{endpoint.base_url} gave no list of models. Check base_url; it usually ends in /v1.",
        provider=endpoint.provider,
    )

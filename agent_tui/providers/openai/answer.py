"""The body of one answer to stream items: SSE or plain JSON, chunks, errors inside. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from agent_tui.errors import ProviderProtocolError, ProviderUnavailable
from agent_tui.protocol.requests import StreamItem
from agent_tui.providers.openai.chunks import ChunkReader
from agent_tui.providers.openai.endpoint import Endpoint
from agent_tui.providers.openai.json_shapes import text_in
from agent_tui.providers.openai.server_refusals import error_for, refusal_of
from agent_tui.providers.openai.sse import SseEvent, SseReader
from agent_tui.providers.openai.surrogates import decoded_json

_NOT_YET_CONTENT = b"\xef\xbb\xbf \t\r\n"  # byte order mark and white space
_DONE = "[DONE]"


class Answer:
    """Reads one answer from its bytes. Feed it in order, then `close()`; both raise
    `ProviderError`.

    Looks at the first byte and not at the content type, which many servers get wrong: a body that
    begins like a JSON value is read as one whole answer.
    """

    def __init__(self, endpoint: Endpoint) -> None:
        self._endpoint = endpoint
        self._chunks = ChunkReader()
        self._events = SseReader()
        self._is_opened = False
        self._json_pieces: list[bytes] | None = None
        self._is_done = False

    @property
    def is_done(self) -> bool:
        """The server said that nothing follows."""
        return self._is_done

    @property
    def is_finished(self) -> bool:
        """The model stopped; usage may still follow."""
        return self._is_done or self._chunks.is_finished

    def feed(self, piece: bytes) -> Iterator[StreamItem]:
        """The items that `piece` completes. Exhaust the iterator before the next call."""
        if not self._is_opened:
            self._open(piece)
        if self._json_pieces is not None:
            self._json_pieces.append(piece)
            return
        for event in self._events.feed(piece):
            if self._is_done:
                return
            yield from self._event_items(event)

    def close(self) -> Iterator[StreamItem]:
        """What is left to say after the last byte. Raises when there was no answer at all."""
        if self._json_pieces is not None:
            yield from self._chunk_items(self._decoded(b"".join(self._json_pieces)))
        else:
            yield from self._last_event_items()
        if not (self._chunks.has_content or self.is_finished):
            raise self._unavailable("closed the connection without an answer")
        yield from self._chunks.close()

    def _open(self, piece: bytes) -> None:
        start = piece.lstrip(_NOT_YET_CONTENT)[:1]
        self._is_opened = bool(start)
        if start in (b"{", b"["):
            self._json_pieces = []
        elif start == b"<":
            raise self._unreadable("sent a web page. Check base_url; it usually ends in /v1.", b"")

    def _event_items(self, event: SseEvent) -> Iterator[StreamItem]:
        data = event.data
        if data.strip() == _DONE:
            self._is_done = True
        elif data.strip():
            yield from self._chunk_items(self._decoded(data), is_error=event.name == "error")

    def _last_event_items(self) -> Iterator[StreamItem]:
        for event in self._events.close():
            try:
                yield from self._event_items(event)
            except ProviderProtocolError as error:
                # No blank line ended it, so it was cut off: the end of a connection, not bad data.
                if self._chunks.has_content:
                    return
                raise self._unavailable("closed the connection inside the answer") from error

    def _chunk_items(self, chunk: object, *, is_error: bool = False) -> Iterator[StreamItem]:
        is_error = is_error or bool(isinstance(chunk, dict) and chunk.get("error"))
        if is_error or "error" in (text_in(chunk, "object"), text_in(chunk, "type")):
            raise error_for(refusal_of(chunk, is_in_stream=True), self._endpoint)
        yield from self._chunks.items_of(chunk)

    def _decoded(self, data: str | bytes) -> object:
        try:
            return decoded_json(data)
        except (ValueError, RecursionError) as error:
            raise self._unreadable("sent data that is not JSON.", data) from error

    def _unreadable(self, what: str, data: str | bytes) -> ProviderProtocolError:
        text = data.decode("utf-8", "replace") if isinstance(data, bytes) else data
        return ProviderProtocolError(
            f"{self._endpoint.host} {what}{self._endpoint.quoted(text)}",
            provider=self._endpoint.provider,
            model=self._endpoint.model,
            request_id=self._endpoint.request_id,
        )

    def _unavailable(self, what: str) -> ProviderUnavailable:
        return ProviderUnavailable(
            f"{self._endpoint.host} {what}.",
            provider=self._endpoint.provider,
            model=self._endpoint.model,
            is_retryable=True,
            request_id=self._endpoint.request_id,
        )

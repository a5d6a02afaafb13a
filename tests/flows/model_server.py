"""A scripted OpenAI-compatible model server on loopback; tests hold answers back as they like."""

from __future__ import annotations

import json
import socket
import struct
import threading
from collections.abc import Callable, Iterable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self

Answer = Callable[["_Handler"], None]
WAIT_LIMIT_S = 15.0


class ModelServer:
    """Answers each chat request with the next scripted answer; records every request.

    `url` is the base url. `requests` holds the decoded bodies, in the order of arrival.
    """

    def __init__(self, *answers: Answer) -> None:
        self.requests: list[dict[str, Any]] = []
        self.authorizations: list[str] = []
        self.arrived = threading.Condition()
        self._answers = list(answers)
        self._http = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
        self._http.daemon_threads = True
        self._http.script = self  # type: ignore[attr-defined]
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.02,), daemon=True)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._http.server_address[1]}/v1"

    def then(self, *answers: Answer) -> None:
        """Script more answers."""
        self._answers += answers

    def next_answer(self, body: dict[str, Any], authorization: str) -> Answer:
        with self.arrived:
            self.requests.append(body)
            self.authorizations.append(authorization)
            self.arrived.notify_all()
        return self._answers.pop(0) if self._answers else says("I have nothing more to say.")

    def wait_for_requests(self, count: int) -> None:
        """Block until so many requests have come."""
        with self.arrived:
            assert self.arrived.wait_for(lambda: len(self.requests) >= count, WAIT_LIMIT_S)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._http.shutdown()
        self._http.server_close()


class _Handler(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        script: ModelServer = self.server.script  # type: ignore[attr-defined]
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        answer = script.next_answer(body, self.headers.get("Authorization", ""))
        # The program may leave while it is answered; that is what many tests are about.
        try:
            answer(self)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    def do_GET(self) -> None:
        send_whole(self, 200, {"data": [{"id": "model-b"}, {"id": "model-a"}]})

    def start_stream(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Connection", "close")
        self.end_headers()
        self.close_connection = True

    def send_text(self, text: str) -> None:
        self.send_data({"choices": [{"index": 0, "delta": {"content": text}}]})

    def send_call(self, index: int, *, id: str = "", **function: str) -> None:
        call: dict[str, object] = {"index": index, "function": function}
        if id:
            call |= {"id": id, "type": "function"}
        self.send_data({"choices": [{"index": 0, "delta": {"tool_calls": [call]}}]})

    def send_data(self, data: object) -> None:
        self.send_raw(f"data: {json.dumps(data)}\n\n".encode())

    def send_raw(self, data: bytes) -> None:
        self.wfile.write(data)
        self.wfile.flush()

    def finish(self) -> None:
        try:
            super().finish()
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    def log_message(self, format: str, *args: object) -> None:
        """Silent: the tests say what went wrong."""


def send_whole(handler: _Handler, status: int, body: object, **headers: str) -> None:
    """One JSON answer."""
    data = json.dumps(body).encode()
    handler.send_response(status)
    for name, value in headers.items():
        handler.send_header(name.replace("_", "-"), value)
    handler.send_header("Content-Type", "application/json")
    handler.send_header("Content-Length", str(len(data)))
    handler.end_headers()
    handler.wfile.write(data)


def says(*pieces: str) -> Answer:
    """Streams the pieces at once and finishes in good order, with token counts."""
    return streams(pieces)


def streams(
    pieces: Iterable[str], *, hold: threading.Event | None = None, rest: Iterable[str] = ()
) -> Answer:
    """Streams the pieces, waits for `hold`, streams the rest and finishes in good order."""

    def answer(handler: _Handler) -> None:
        handler.start_stream()
        for piece in pieces:
            handler.send_text(piece)
        if hold is not None:
            hold.wait(WAIT_LIMIT_S)
        for piece in rest:
            handler.send_text(piece)
        handler.send_data({"choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]})
        handler.send_data({"choices": [], "usage": {"prompt_tokens": 11, "completion_tokens": 7}})
        handler.send_raw(b"data: [DONE]\n\n")

    return answer


def calls(tool: str, /, **arguments: object) -> Answer:
    """Streams one tool call in two pieces."""
    return calls_all((tool, arguments))


def calls_all(*wanted: tuple[str, dict[str, object]]) -> Answer:
    """Streams several tool calls of one step."""

    def answer(handler: _Handler) -> None:
        handler.start_stream()
        for index, (tool, arguments) in enumerate(wanted):
            text = json.dumps(arguments)
            half = len(text) // 2
            handler.send_call(index, id=f"call_{id(wanted)}_{index}", name=tool, arguments="")
            handler.send_call(index, arguments=text[:half])
            handler.send_call(index, arguments=text[half:])
        handler.send_data({"choices": [{"index": 0, "delta": {}, "finish_reason": "tool_calls"}]})
        handler.send_raw(b"data: [DONE]\n\n")

    return answer


def refuses(status: int, message: str, **headers: str) -> Answer:
    """An error answer as OpenAI shapes it."""

    def answer(handler: _Handler) -> None:
        send_whole(handler, status, {"error": {"message": message}}, **headers)

    return answer


def sends_raw(data: bytes) -> Answer:
    """A stream of exactly these bytes, closed in good order."""

    def answer(handler: _Handler) -> None:
        handler.start_stream()
        handler.send_raw(data)

    return answer


def breaks_after(*pieces: str) -> Answer:
    """Streams the pieces, then resets the connection."""

    def answer(handler: _Handler) -> None:
        handler.start_stream()
        for piece in pieces:
            handler.send_text(piece)
        reset = struct.pack("ii", 1, 0)
        handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, reset)
        handler.connection.close()

    return answer

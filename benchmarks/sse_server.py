"""A model server on loopback whose answers are paced by the prompt: "rate=100 count=500 end=3".

rate: deltas per second, 0 for as fast as the connection takes them; count: deltas; end: a number
that follows `LAST_WORD` at the end of the answer, so that no two answers end alike. Each finished
answer prints the `time.perf_counter()` of its last byte, on Linux the same clock in all processes.
"""

from __future__ import annotations

import json
import re
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

LAST_WORD = "finis"
_DEFAULT_COUNT = 12


class AnswerHandler(BaseHTTPRequestHandler):
    """Chat completions, streamed."""

    def do_GET(self) -> None:
        self._send_json({"object": "list", "data": [{"id": "fake", "object": "model"}]})

    def do_POST(self) -> None:
        request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        prompt = json.dumps(request["messages"][-1])
        rate = _number("rate", prompt, 0)
        count = _number("count", prompt, _DEFAULT_COUNT)
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Connection", "close")
        self.end_headers()
        if rate:
            self._send_paced(count, rate)
        else:
            self.wfile.write(b"".join(_delta(word(i)) for i in range(count)))
        self.wfile.write(_delta(f"{LAST_WORD}{_number('end', prompt, 0)}") + _end())
        print(time.perf_counter(), flush=True)

    def log_message(self, format: str, *args: object) -> None:
        return

    def _send_paced(self, count: int, rate: int) -> None:
        started_s = time.perf_counter()
        for i in range(count):
            self.wfile.write(_delta(word(i)))
            time.sleep(max(0.0, started_s + (i + 1) / rate - time.perf_counter()))

    def _send_json(self, body: object) -> None:
        data = json.dumps(body).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)


def word(number: int) -> str:
    """One delta: words in paragraphs of twelve."""
    return f"w{number} " if (number + 1) % 12 else f"w{number}.\n\n"


def _number(name: str, prompt: str, default: int) -> int:
    found = re.search(rf"{name}=(\d+)", prompt)
    return int(found[1]) if found else default


def _delta(text: str) -> bytes:
    return _event({"index": 0, "delta": {"content": text}, "finish_reason": None})


def _end() -> bytes:
    return _event({"index": 0, "delta": {}, "finish_reason": "stop"}) + b"data: [DONE]\n\n"


def _event(choice: object) -> bytes:
    chunk = {
        "id": "c1",
        "object": "chat.completion.chunk",
        "created": 1,
        "model": "fake",
        "choices": [choice],
    }
    return b"data: " + json.dumps(chunk).encode() + b"\n\n"


def main() -> None:
    """Serve until killed. The first line printed is the port."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), AnswerHandler)
    print(server.server_address[1], flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()

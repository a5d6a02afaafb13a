"""A loopback HTTP server that sends exactly the bytes a test scripts, when the test says so."""

from __future__ import annotations

import asyncio
import json
import socket
import struct
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from agent_tui.config.provider_config import ProviderConfig

Step = bytes | Callable[[], Awaitable[object]]
RESET: Step = b"\0reset"
"""A step that breaks the connection as a crashed host does."""


@dataclass
class WireRequest:
    method: str
    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> dict[str, object]:
        decoded = json.loads(self.body)
        assert isinstance(decoded, dict)
        return decoded


@dataclass
class WireServer:
    """Answers request after request with the replies given; keeps what it received."""

    replies: list[Sequence[Step]]
    port: int = 0
    requests: list[WireRequest] = field(default_factory=list)
    connections: int = 0
    client_left: asyncio.Event = field(default_factory=asyncio.Event)
    arrived: asyncio.Event = field(default_factory=asyncio.Event)
    tasks: set[asyncio.Task[None]] = field(default_factory=set)

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self.port}/v1"

    def config(self, **changes: object) -> ProviderConfig:
        values: dict[str, object] = {
            "name": "wire",
            "base_url": self.base_url,
            "api_key": "secret-key-of-the-test",
            "api_key_env": "WIRE_API_KEY",
            "model": "m",
            "idle_timeout_s": 5.0,
        }
        return ProviderConfig(**(values | changes))  # type: ignore[arg-type]

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        task = asyncio.current_task()
        assert task is not None
        self.tasks.add(task)
        try:
            while (request := await _read_request(reader)) is not None:
                self.requests.append(request)
                self.arrived.set()
                reply = self.replies.pop(0) if self.replies else json_reply({}, status=500)
                if not await self._play(reply, reader, writer):
                    break
        except ConnectionError:
            self.client_left.set()
        except asyncio.CancelledError:
            pass  # asyncio reports a cancelled connection as an error
        finally:
            writer.close()

    async def _play(
        self, reply: Sequence[Step], reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> bool:
        """True when the connection stays open for another request."""
        for step in reply:
            if step is RESET:
                sock = writer.get_extra_info("socket")
                sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                writer.transport.abort()
                return False
            if isinstance(step, bytes):
                writer.write(step)
                await writer.drain()
            elif not await self._wait(step, reader):
                return False
        return b"connection: close" not in b"".join(s for s in reply if isinstance(s, bytes))

    async def _wait(
        self, gate: Callable[[], Awaitable[object]], reader: asyncio.StreamReader
    ) -> bool:
        """Wait at a gate; False when the client goes away first."""
        left = asyncio.ensure_future(reader.read(1))
        opened = asyncio.ensure_future(gate())
        await asyncio.wait({left, opened}, return_when=asyncio.FIRST_COMPLETED)
        if opened.done():
            left.cancel()
            return True
        opened.cancel()
        self.client_left.set()
        return False


@asynccontextmanager
async def wire_server(*replies: Sequence[Step]) -> AsyncGenerator[WireServer]:
    wire = WireServer(list(replies))
    server = await asyncio.start_server(wire.serve, "127.0.0.1", 0)
    wire.port = server.sockets[0].getsockname()[1]
    try:
        yield wire
    finally:
        server.close()
        for task in wire.tasks:
            task.cancel()
        await asyncio.gather(*wire.tasks)


async def forever() -> None:
    """A gate that never opens."""
    await asyncio.Event().wait()


def head(status: int = 200, /, **headers: str) -> bytes:
    """A response head; underscores in names stand for hyphens."""
    lines = [f"HTTP/1.1 {status} Said"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join((*lines, "", "")).encode()


def stream_head(**headers: str) -> bytes:
    return head(content_type="text/event-stream", connection="close", **headers)


def data(*chunks: object) -> bytes:
    """An event for each chunk; strings as they are, anything else as JSON."""
    texts = [chunk if isinstance(chunk, str) else json.dumps(chunk) for chunk in chunks]
    return b"".join(b"data: " + text.encode() + b"\n\n" for text in texts)


def delta(content: str | None = None, *, finish: object = None, **more: object) -> object:
    """A chunk with one choice."""
    fields = {"content": content, **more}
    return {"choices": [{"index": 0, "delta": fields, "finish_reason": finish}]}


def answer(*chunks: object) -> tuple[Step, ...]:
    """A whole streamed reply: head, chunks, `[DONE]`."""
    return (stream_head(), data(*chunks, "[DONE]"))


def chunked(payload: bytes) -> bytes:
    return f"{len(payload):x}\r\n".encode() + payload + b"\r\n"


def json_reply(body: object, *, status: int = 200, **headers: str) -> tuple[Step, ...]:
    payload = body.encode() if isinstance(body, str) else json.dumps(body).encode()
    length = str(len(payload))
    top = head(status, content_type="application/json", content_length=length, **headers)
    return (top + payload,)


async def _read_request(reader: asyncio.StreamReader) -> WireRequest | None:
    try:
        raw = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    except asyncio.IncompleteReadError:
        return None
    first, *lines = raw.strip().split("\r\n")
    headers = {k.lower(): v.strip() for k, _, v in (line.partition(":") for line in lines)}
    method, path, _ = first.split(" ", 2)
    body = await reader.readexactly(int(headers.get("content-length", "0")))
    return WireRequest(method, path, headers, body)

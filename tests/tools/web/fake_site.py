"""A web server on the loopback address that answers with the bytes a test gives it."""

from __future__ import annotations

import ssl
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager

import anyio
from anyio.abc import ByteStream, SocketAttribute
from anyio.streams.tls import TLSListener

# From the request's head to the pieces of the answer.
Answer = Callable[[str], AsyncIterator[bytes]]


class FakeSite:
    """port: where it listens. requests: the heads it was sent, in order."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.requests: list[str] = []


def response(
    body: bytes | str = "",
    *,
    status: str = "200 OK",
    content_type: str = "text/plain; charset=utf-8",
    headers: Mapping[str, str] | None = None,
) -> bytes:
    """A whole answer."""
    data = body.encode() if isinstance(body, str) else body
    fields = {"Content-Length": str(len(data)), "Connection": "close", **(headers or {})}
    if content_type:
        fields["Content-Type"] = content_type
    head = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
    return f"HTTP/1.1 {status}\r\n{head}\r\n".encode() + data


def always(answer: bytes) -> Answer:
    """The same answer to everything."""

    async def answered(head: str) -> AsyncIterator[bytes]:
        yield answer

    return answered


@asynccontextmanager
async def a_site(answer: Answer, *, tls: ssl.SSLContext | None = None) -> AsyncIterator[FakeSite]:
    """Serves until the block ends."""
    listener = await anyio.create_tcp_listener(local_host="127.0.0.1")
    site = FakeSite(listener.extra(SocketAttribute.local_port))

    async def serve(stream: ByteStream) -> None:
        async with stream:
            head = b""
            try:
                while b"\r\n\r\n" not in head:
                    head += await stream.receive()
                site.requests.append(head.decode())
                async for piece in answer(head.decode()):
                    await stream.send(piece)
            except (anyio.BrokenResourceError, anyio.EndOfStream):
                return  # the client has read enough

    async with listener, anyio.create_task_group() as tasks:
        if tls is None:
            tasks.start_soon(listener.serve, serve)
        else:
            secure = TLSListener(listener, tls, standard_compatible=False)
            tasks.start_soon(secure.serve, serve)
        yield site
        tasks.cancel_scope.cancel()

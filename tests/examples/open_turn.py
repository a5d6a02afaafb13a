"""A client of an ASGI application that reads an answer while it comes, and may hang up."""

from __future__ import annotations

import json
from collections.abc import MutableMapping
from typing import Any

import anyio
from fastapi import FastAPI


class OpenTurn:
    """One POST of a prompt. `run` it in a task; `hang_up` is what a closed browser tab does."""

    def __init__(self, app: FastAPI, session_id: str, text: str) -> None:
        self._app, self._path = app, f"/sessions/{session_id}/turns"
        self._requests = [json.dumps({"text": text}).encode()]
        self._gone, self._changed = anyio.Event(), anyio.Event()
        self.body = ""

    async def run(self) -> None:
        """Send the request, and read until the answer ends."""
        scope: dict[str, Any] = {
            "type": "http",
            "asgi": {"version": "3.0", "spec_version": "2.3"},
            "http_version": "1.1",
            "method": "POST",
            "scheme": "http",
            "path": self._path,
            "raw_path": self._path.encode(),
            "root_path": "",
            "query_string": b"",
            "headers": [(b"content-type", b"application/json")],
        }
        await self._app(scope, self._receive, self._send)

    def hang_up(self) -> None:
        """The client goes away."""
        self._gone.set()

    async def until(self, text: str) -> None:
        """Wait until this has come; the test's time limit ends what never does."""
        while text not in self.body:
            await self._changed.wait()

    async def _receive(self) -> dict[str, Any]:
        if self._requests:
            return {"type": "http.request", "body": self._requests.pop(), "more_body": False}
        await self._gone.wait()
        return {"type": "http.disconnect"}

    async def _send(self, message: MutableMapping[str, Any]) -> None:
        self.body += message.get("body", b"").decode()
        self._changed.set()
        self._changed = anyio.Event()

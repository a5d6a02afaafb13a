"""A chat service: one agent for each session, all of them on one thread.

    pip install agent-tui fastapi uvicorn
    python -m examples.chat_service                     # the demo model: no key, no network
    python -m examples.chat_service --provider openai   # with OPENAI_API_KEY

    curl -X POST localhost:8000/sessions                # {"id": "..."}
    curl -N localhost:8000/sessions/ID/turns --json '{"text": "hello"}'
    curl localhost:8000/sessions/ID
    curl -X DELETE localhost:8000/sessions/ID

An answer comes as server-sent events, named like the classes of `agent_tui.events`. Turns
of one session wait for each other, and whoever hangs up cancels his turn and no other one. Sessions
lie in a folder: after a restart, or when an idle agent was closed, they go on where they were. Only
one process can have a session open: with several, send a session always to the same one. Whoever
knows an id may use the session, so put your own login before it.
"""

from __future__ import annotations

import argparse
from collections.abc import AsyncIterator
from contextlib import aclosing, asynccontextmanager
from pathlib import Path
from typing import Annotated

import anyio
import msgspec
import uvicorn
from fastapi import Body, FastAPI, Request, Response
from fastapi.responses import JSONResponse, StreamingResponse
from starlette.types import Receive, Scope, Send

from agent_tui import Agent, AgentClosed, AgentTuiError, SessionLocked, SessionNotFound, Settings
from agent_tui.protocol import events
from examples.session_agents import SessionAgents

Text = Annotated[str, Body(embed=True, min_length=1, max_length=100_000)]
SHOWN = (
    events.TurnStarted | events.PartAdded | events.PartDelta | events.PartEnded
    | events.ToolCallStarted | events.ToolCallEnded | events.RetryScheduled
    | events.PromptRefused | events.TurnEnded
)  # fmt: skip
CODES: tuple[tuple[type[AgentTuiError], int], ...] = (
    (SessionNotFound, 404), (SessionLocked, 409), (AgentClosed, 409), (AgentTuiError, 503)
)  # fmt: skip


class TurnResponse(StreamingResponse):
    """The events of one turn. Hanging up ends the stream, and with it the turn."""

    def __init__(self, agent: Agent, text: str) -> None:
        self._events = agent.stream(text)
        headers = {"cache-control": "no-store"}
        super().__init__(self._lines(), media_type="text/event-stream", headers=headers)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """As every ASGI application."""
        async with aclosing(self._events):  # now, and not when somebody collects what was left
            await super().__call__(scope, receive, send)

    async def _lines(self) -> AsyncIterator[bytes]:
        try:
            async for event in self._events:
                if isinstance(event, SHOWN):
                    yield server_sent(type(event).__name__, event)
        except AgentTuiError as error:  # the session is deleted just now, for example
            yield server_sent(type(error).__name__, {"title": error.title, "detail": str(error)})


def server_sent(name: str, data: object) -> bytes:
    """One event on its way to the client."""
    return b"event: %s\ndata: %s\n\n" % (name.encode(), msgspec.json.encode(data))


def chat_service(sessions: SessionAgents, *, idle_s: float = 900.0) -> FastAPI:
    """The application. idle_s: an agent with nothing to do is closed after so many seconds."""

    async def close_idle_ones() -> None:
        while True:
            await anyio.sleep(idle_s / 2)
            await sessions.close_idle(idle_s)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        # Leaving the worker closes all agents at the same time.
        async with sessions.worker, anyio.create_task_group() as tasks:
            tasks.start_soon(close_idle_ones)
            yield
            tasks.cancel_scope.cancel()

    app = FastAPI(title="Chat service", lifespan=lifespan)

    @app.post("/sessions", status_code=201)
    async def create() -> dict[str, str]:
        return {"id": await sessions.create()}

    @app.post("/sessions/{session_id}/turns")
    async def turn(session_id: str, text: Text) -> TurnResponse:
        return TurnResponse(await sessions.get(session_id), text)

    @app.get("/sessions/{session_id}")
    async def messages(session_id: str) -> list[dict[str, str]]:
        agent = await sessions.get(session_id)
        return [{"role": one.role.value, "text": one.text} for one in agent.messages]

    @app.delete("/sessions/{session_id}")
    async def delete(session_id: str) -> Response:
        await sessions.delete(session_id)
        return Response(status_code=204)

    @app.exception_handler(AgentTuiError)
    async def failed(_: Request, error: AgentTuiError) -> JSONResponse:
        code = next(code for kind, code in CODES if isinstance(error, kind))
        return JSONResponse({"title": error.title, "detail": str(error)}, status_code=code)

    return app


def main() -> None:
    """Read the command line and serve."""
    parser = argparse.ArgumentParser(description="A chat service with one agent per session.")
    parser.add_argument("--provider", default="demo", help="a preset, as openai or ollama")
    parser.add_argument("--model", default="", help="the provider's own when not given")
    parser.add_argument("--folder", type=Path, default=Path("chat-service"), help="of the sessions")
    parser.add_argument("--port", type=int, default=8000)
    options = parser.parse_args()
    settings = Settings(provider=options.provider, model=options.model)
    uvicorn.run(chat_service(SessionAgents(options.folder.absolute(), settings)), port=options.port)


if __name__ == "__main__":
    main()

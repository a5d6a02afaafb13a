"""The service in `examples/chat_service.py`, called without a socket."""

from __future__ import annotations

import json
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import anyio
import httpx
from fastapi import FastAPI

from agent_tui import FileSessionStore, Settings
from examples.chat_service import chat_service
from examples.session_agents import SessionAgents
from tests.examples.open_turn import OpenTurn
from tests.examples.waiting_provider import WaitingProvider


class Service:
    """A service that runs, its model, and a client."""

    def __init__(self, folder: Path) -> None:
        self.model = WaitingProvider()
        self.agents = SessionAgents(folder, Settings(shutdown_grace_s=0), self.model)
        self.app: FastAPI = chat_service(self.agents)
        transport = httpx.ASGITransport(self.app)
        self.client = httpx.AsyncClient(transport=transport, base_url="http://service")

    async def session(self) -> str:
        """A new one; returns its id."""
        return str((await self.client.post("/sessions")).json()["id"])

    async def said(self, session_id: str) -> list[str]:
        """The texts of the session's messages."""
        found = await self.client.get(f"/sessions/{session_id}")
        return [one["text"] for one in found.json()]

    async def ask(self, session_id: str, text: str) -> list[dict[str, Any]]:
        """Play a turn; returns its events."""
        answer = await self.client.post(f"/sessions/{session_id}/turns", json={"text": text})
        assert answer.status_code == 200
        return events_of(answer.text)


@asynccontextmanager
async def service(folder: Path) -> AsyncGenerator[Service]:
    made = Service(folder)
    async with made.app.router.lifespan_context(made.app), made.client:
        yield made


def events_of(body: str) -> list[dict[str, Any]]:
    """What the server sent."""
    return [json.loads(line[6:]) for line in body.splitlines() if line.startswith("data: ")]


def text_of(events: list[dict[str, Any]]) -> str:
    return "".join(event["text"] for event in events if event["type"] == "PartDelta")


async def test_an_answer_comes_in_events_from_the_turns_start_to_its_end(tmp_path: Path) -> None:
    async with service(tmp_path) as chat:
        session_id = await chat.session()
        events = await chat.ask(session_id, "hello")

    assert text_of(events) == "re: hello"
    assert (events[0]["type"], events[-1]["type"]) == ("TurnStarted", "TurnEnded")
    assert events[-1]["result"]["status"] == "ok"


async def test_requests_at_the_same_time_open_a_stored_session_once_and_answer_one_by_one(
    tmp_path: Path,
) -> None:
    async with service(tmp_path) as chat:
        session_id = await chat.session()
        await chat.ask(session_id, "first")
    answers: dict[str, str] = {}

    async def ask(text: str) -> None:
        answers[text] = text_of(await chat.ask(session_id, text))

    texts = [f"prompt {number}" for number in range(8)]
    async with service(tmp_path) as chat:
        async with anyio.create_task_group() as tasks:
            for text in texts:
                tasks.start_soon(ask, text)
        agent_count = chat.agents.worker.agent_count
        said = await chat.said(session_id)

    assert agent_count == chat.model.most_open_streams == 1
    assert answers == {text: f"re: {text}" for text in texts}
    assert said[:2] == ["first", "re: first"]
    assert [answer for _, answer in zip(said[::2], said[1::2], strict=True)] == [
        f"re: {prompt}" for prompt in said[::2]
    ]
    assert sorted(said[2::2]) == texts


async def test_hanging_up_cancels_that_turn_and_no_other_one(tmp_path: Path) -> None:
    async with service(tmp_path) as chat, anyio.create_task_group() as tasks:
        session_id = await chat.session()
        running, queued, last = (
            OpenTurn(chat.app, session_id, text) for text in ("wait for me", "never", "last")
        )
        tasks.start_soon(running.run)
        await running.until("PartDelta")
        async with anyio.create_task_group() as gone:
            gone.start_soon(queued.run)
            await anyio.wait_all_tasks_blocked()
            queued.hang_up()
        tasks.start_soon(last.run)
        running.hang_up()
        await last.until("TurnEnded")
        said = await chat.said(session_id)

    assert said[:3] == ["wait for me", "re: wait for me", "last"]
    assert text_of(events_of(last.body)).endswith("last")
    assert (len(chat.model.prompts), chat.model.open_streams) == (2, 0)


async def test_deleting_a_session_ends_its_turn_and_removes_it(tmp_path: Path) -> None:
    async with service(tmp_path) as chat, anyio.create_task_group() as tasks:
        session_id = await chat.session()
        turn = OpenTurn(chat.app, session_id, "wait for me")
        tasks.start_soon(turn.run)
        await turn.until("PartDelta")
        deleted = await chat.client.delete(f"/sessions/{session_id}")
        found = await chat.client.get(f"/sessions/{session_id}")

    assert (deleted.status_code, found.status_code) == (204, 404)
    assert found.json()["title"] == "No such session"
    assert events_of(turn.body)[-1]["result"]["status"] == "interrupted"


async def test_an_idle_agent_is_closed_a_busy_one_is_not_and_both_go_on(tmp_path: Path) -> None:
    async with service(tmp_path) as chat, anyio.create_task_group() as tasks:
        idle, busy = await chat.session(), await chat.session()
        await chat.ask(idle, "hello")
        turn = OpenTurn(chat.app, busy, "wait for me")
        tasks.start_soon(turn.run)
        await turn.until("PartDelta")
        await chat.agents.close_idle(0.0)
        assert chat.agents.worker.agent_count == 1

        chat.model.go_on()
        await turn.until("TurnEnded")
        await chat.ask(idle, "again")
        assert await chat.said(idle) == ["hello", "re: hello", "again", "re: again"]


async def test_a_request_that_comes_while_the_agent_is_closed_opens_the_session_again(
    tmp_path: Path,
) -> None:
    async with service(tmp_path) as chat, anyio.create_task_group() as tasks:
        session_id = await chat.session()
        await chat.ask(session_id, "first")
        tasks.start_soon(chat.agents.close_idle, 0.0)
        await anyio.lowlevel.checkpoint()
        second = await chat.ask(session_id, "second")

    assert text_of(second) == "re: second"


async def test_closing_and_opening_again_while_many_ask_loses_no_answer(tmp_path: Path) -> None:
    answered: list[tuple[str, str]] = []
    async with service(tmp_path) as chat:
        ids = [await chat.session() for _ in range(4)]
        for session_id in ids:
            await chat.ask(session_id, "first")

        async def ask(name: str) -> None:
            for number, session_id in enumerate(ids * 2):
                text = f"{name} {number}"
                events = await chat.ask(session_id, text)
                assert "result" in events[-1] or "detail" in events[-1]  # no answer without an end
                if events[-1].get("result", {}).get("status") == "ok":
                    assert text_of(events).endswith(text)
                    answered.append((session_id, text))

        async with anyio.create_task_group() as closing:

            async def close_all() -> None:
                while True:
                    await chat.agents.close_idle(0.0)
                    await anyio.lowlevel.checkpoint()

            closing.start_soon(close_all)
            async with anyio.create_task_group() as asking:
                for name in "abcd":
                    asking.start_soon(ask, name)
            closing.cancel_scope.cancel()
        said = {session_id: await chat.said(session_id) for session_id in ids}

    assert answered
    assert all(text in said[session_id] for session_id, text in answered)


async def test_the_end_of_the_service_ends_turns_and_the_next_start_goes_on(
    tmp_path: Path,
) -> None:
    async with anyio.create_task_group() as tasks, service(tmp_path) as chat:
        session_id = await chat.session()
        turn = OpenTurn(chat.app, session_id, "wait for me")
        tasks.start_soon(turn.run)
        await turn.until("PartDelta")
    async with service(tmp_path) as chat:
        said = await chat.said(session_id)

    assert not chat.agents.worker.is_running
    assert said == ["wait for me", "re: wait for me"]


async def test_a_session_that_another_process_has_open_takes_no_prompts(tmp_path: Path) -> None:
    async with service(tmp_path) as chat:
        session_id = await chat.session()
        await chat.ask(session_id, "hello")
    _, journal = FileSessionStore(tmp_path / "sessions", tmp_path / "index.db").open(session_id)
    assert journal is not None
    async with service(tmp_path) as chat:
        refused = await chat.ask(session_id, "hello")
        deleted = await chat.client.delete(f"/sessions/{session_id}")
    journal.close("user")

    assert [event["type"] for event in refused] == ["PromptRefused"]
    assert deleted.status_code == 409


async def test_an_empty_prompt_and_an_unknown_session_are_refused(tmp_path: Path) -> None:
    async with service(tmp_path) as chat:
        session_id = await chat.session()
        empty = await chat.client.post(f"/sessions/{session_id}/turns", json={"text": ""})
        unknown = await chat.client.post("/sessions/nobody/turns", json={"text": "hello"})

    assert (empty.status_code, unknown.status_code) == (422, 404)

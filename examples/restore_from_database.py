"""A conversation that lives in your own database: restored from its rows, and saved back to them.

    python examples/restore_from_database.py chat.db "What did I say first?"    # the demo model
    python examples/restore_from_database.py chat.db "And then?" --provider openai

A row is one message. What the agent writes is kept whole, with tool calls and results; rows that
another program wrote, with a role and a text, are taken as they are.
"""

from __future__ import annotations

import argparse
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import anyio
import msgspec

from agent_tui import Agent, AutoSave, ChatMessage, Provider, SavedState, Settings, TurnResult

TABLE = """
CREATE TABLE IF NOT EXISTS messages (
    conversation TEXT NOT NULL,
    position INTEGER NOT NULL,
    role TEXT NOT NULL,
    content TEXT NOT NULL,
    whole TEXT,
    PRIMARY KEY (conversation, position)
)
"""
SAMPLE = (
    ("user", "My cat is called Minka."),
    ("assistant", "That is a good name for a cat."),
)


class Conversations:
    """The table `messages`. whole: the message as agent-tui has it, NULL when somebody else wrote
    the row. Safe from any thread: each call has a connection of its own."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def load(self, conversation: str) -> list[ChatMessage | dict[str, Any]]:
        """All messages, as `Agent.restore` takes them."""
        query = "SELECT role, content, whole FROM messages WHERE conversation = ? ORDER BY position"
        with self._connected() as database:
            rows = database.execute(query, (conversation,)).fetchall()
        return [
            msgspec.json.decode(whole, type=ChatMessage)
            if whole
            else {"role": role, "content": content}
            for role, content, whole in rows
        ]

    def save(self, conversation: str, messages: tuple[ChatMessage, ...]) -> None:
        """Let these be the conversation, in one transaction."""
        rows = [
            (conversation, position, one.role.value, one.text, msgspec.json.encode(one).decode())
            for position, one in enumerate(messages)
        ]
        with self._connected() as database:
            database.execute("DELETE FROM messages WHERE conversation = ?", (conversation,))
            database.executemany("INSERT INTO messages VALUES (?, ?, ?, ?, ?)", rows)

    def add_sample(self, conversation: str) -> None:
        """Two rows as another program would write them, when there are none."""
        if self.load(conversation):
            return
        rows = [(conversation, position, *row) for position, row in enumerate(SAMPLE)]
        with self._connected() as database:
            database.executemany("INSERT INTO messages VALUES (?, ?, ?, ?, NULL)", rows)

    @contextmanager
    def _connected(self) -> Iterator[sqlite3.Connection]:
        with closing(sqlite3.connect(self._path)) as database, database:
            database.execute(TABLE)
            yield database


async def answer(
    database: Conversations,
    conversation: str,
    prompt: str,
    *,
    settings: Settings,
    provider: Provider | None = None,
) -> TurnResult:
    """Restore the conversation, play a turn, save the conversation."""

    def save(state: SavedState) -> None:  # on a thread of its own, after each turn
        database.save(conversation, state.messages)

    rows = await anyio.to_thread.run_sync(database.load, conversation)
    async with Agent(settings, provider=provider, autosave=AutoSave(save)) as agent:
        await agent.restore(rows)
        return await agent.run_turn(prompt)


def main() -> None:
    """Read the command line, answer, and show what the database has now."""
    parser = argparse.ArgumentParser(description="Goes on with a conversation in a database.")
    parser.add_argument("database", type=Path, help="made with two rows when it is not there")
    parser.add_argument("prompt")
    parser.add_argument("--conversation", default="cats", metavar="ID")
    parser.add_argument("--provider", default="demo", help="a preset, as openai or ollama")
    options = parser.parse_args()

    database = Conversations(options.database)
    database.add_sample(options.conversation)
    settings = Settings(provider=options.provider)

    async def run() -> TurnResult:
        return await answer(database, options.conversation, options.prompt, settings=settings)

    print(anyio.run(run))
    print(f"{len(database.load(options.conversation))} messages are in {options.database}.")


if __name__ == "__main__":
    main()

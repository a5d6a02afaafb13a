"""Stored sessions of any size, written once per machine: prompts, answers, tool calls."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from agent_tui.protocol.messages import ChatMessage, Role, TextPart, ToolCallPart, ToolResultPart
from agent_tui.protocol.sessions import SessionInfo
from agent_tui.storage.session_store import FileSessionStore
from benchmarks.terminal import AGENT_TUI

_VERSION = 2  # counts up when the content changes
_CREATED = 1_700_000_000.0
_WORDS = ("the", "parser", "keeps", "rows", "of", "text", "until", "a", "block", "ends", "there")
_CODE = """```python
def total(values: list[int]) -> int:
    \"\"\"The sum, without the negative ones.\"\"\"
    return sum(value for value in values if value > 0)
```"""


class StoredSession(Struct, frozen=True):
    """data_folder: to be copied; it holds this session and an index."""

    session_id: str
    data_folder: Path


def stored_session(messages: int) -> StoredSession:
    """A session of so many messages; it ends with `last_word(messages)`."""
    folder = Path(tempfile.gettempdir()) / f"agent-tui-benchmark-sessions-{_VERSION}"
    session_id = f"{messages:032x}"
    data = folder / str(messages)
    if not data.exists():
        made = Path(tempfile.mkdtemp(prefix="agent-tui-benchmark-"))
        _write(made, session_id, messages)
        _make_index(made)
        folder.mkdir(exist_ok=True, mode=0o700)
        shutil.move(made, data)
    return StoredSession(session_id, data)


def last_word(messages: int) -> str:
    """The last word of the last message."""
    return f"lastof{messages}"


def _write(data: Path, session_id: str, messages: int) -> None:
    """As the program writes it, so that it is read as the program reads its own."""
    info = SessionInfo(id=session_id, cwd=os.getcwd(), created=_CREATED, title="A long session")
    store = FileSessionStore(data / "sessions", data / "index.db", app_version="benchmark")
    journal = store.create(info)
    for message in _messages(messages):
        journal.append_message(message)
    journal.close("user")


def _make_index(data: Path) -> None:
    # As in everyday use: the list of sessions is there already when one is opened.
    environment = {**os.environ, "AGENT_TUI_DATA_DIR": str(data)}
    command = [AGENT_TUI, "sessions", "list"]
    subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL)


def _messages(count: int) -> Iterator[ChatMessage]:
    """Turns of four messages: a prompt, a call, its result, an answer; the last is an answer."""
    choose = random.Random(count)
    for number in range(count):
        kind = (number - count) % 4
        yield ChatMessage(
            id=f"message{number}",
            role=(Role.USER, Role.ASSISTANT, Role.TOOL, Role.ASSISTANT)[kind],
            parts=(_part(kind, number, count, choose),),
            turn_id=f"turn{number - kind}",
            created=_CREATED + number,
        )


def _part(
    kind: int, number: int, count: int, choose: random.Random
) -> TextPart | ToolCallPart | ToolResultPart:
    part_id, call_id = f"part{number}", f"call{number - kind}"
    if kind == 0:
        return TextPart(id=part_id, text=_sentence(choose, 15))
    if kind == 1:
        arguments = f'{{"path": "src/module{number % 97}.py"}}'
        return ToolCallPart(id=part_id, call_id=call_id, name="read_file", arguments=arguments)
    if kind == 2:
        rows = (f"{line:>4}  {_sentence(choose, 7)}" for line in range(1, 10))
        return ToolResultPart(id=part_id, call_id=call_id, text="\n".join(rows), elapsed_s=0.01)
    points = "\n".join(f"- **{_sentence(choose, 2)}**: {_sentence(choose, 9)}" for _ in range(3))
    end = last_word(count) if number == count - 1 else "done"
    text = f"{_sentence(choose, 40)}\n\n{points}\n\n{_CODE}\n\n{_sentence(choose, 25)} {end}"
    return TextPart(id=part_id, text=text)


def _sentence(choose: random.Random, words: int) -> str:
    return " ".join(choose.choices(_WORDS, k=words))

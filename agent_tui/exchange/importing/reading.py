"""From the bytes of a file to the conversations in it, whatever program wrote them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator
from functools import partial

import msgspec

from agent_tui.exchange.importing.chatgpt import found_in_chatgpt, is_chatgpt
from agent_tui.exchange.importing.found import Found, FoundOrProblem, ImportProblem
from agent_tui.exchange.importing.json_values import text
from agent_tui.exchange.importing.openai_messages import found_in_messages
from agent_tui.exchange.importing.own_documents import found_in_own, is_own

MOST_BYTES = 1_000_000_000
"""Of a file, and of what an archive unpacks to."""

_ARCHIVE_NAME = "conversations.json"
_EXPECTED = (
    "an export of agent-tui, a list of messages with roles, or the conversations.json of a "
    "ChatGPT data export"
)
ReadOne = Callable[[], Found]


def conversations_in(data: bytes) -> tuple[int, Iterator[FoundOrProblem]]:
    """How many conversations there are, and each of them or what is wrong with it.

    data: JSON, JSON lines, or a zip archive with a conversations.json. Raises `ImportProblem` when
    the whole cannot be read.
    """
    data = _unpacked(data) if data[:4] == b"PK\x03\x04" else data
    readers = _readers(_decoded(data.removeprefix(b"\xef\xbb\xbf")))
    return len(readers), map(_found, readers)


def _found(read: ReadOne) -> FoundOrProblem:
    try:
        return read()
    except ImportProblem as problem:
        return problem


def _readers(value: object) -> list[ReadOne]:
    if is_own(value) and isinstance(value, dict):
        return [partial(found_in_own, value, "the file")]
    if is_chatgpt(value) and isinstance(value, dict):
        return [partial(found_in_chatgpt, value, "the conversation")]
    if isinstance(value, dict) and isinstance(value.get("messages"), list):
        return [_message_reader(value, "messages")]
    if isinstance(value, list) and value:
        if _is_message(value[0]):
            return [_message_reader({"messages": value}, "the list", place="")]
        return [_list_reader(item, f"[{at}]") for at, item in enumerate(value)]
    raise ImportProblem(f"expected {_EXPECTED}.")


def _list_reader(item: object, place: str) -> ReadOne:
    """One of several conversations."""
    if is_own(item) and isinstance(item, dict):
        return partial(found_in_own, item, place)
    if is_chatgpt(item) and isinstance(item, dict):
        title = text(item.get("title"))
        return partial(found_in_chatgpt, item, f"{place} {title[:60]!r}" if title else place)
    if isinstance(item, dict) and isinstance(item.get("messages"), list):
        return _message_reader(item, f"{place}.messages")
    if isinstance(item, list) and item and _is_message(item[0]):
        return _message_reader({"messages": item}, place)
    return partial(_nothing, place)


def _message_reader(value: dict[str, object], name: str, *, place: str | None = None) -> ReadOne:
    messages = value["messages"]
    assert isinstance(messages, list)
    return partial(
        found_in_messages,
        messages,
        origin="a message list",
        title=text(value.get("title")),
        place=name if place is None else place,
    )


def _nothing(place: str) -> Found:
    raise ImportProblem(f"expected {_EXPECTED}.", place=place)


def _is_message(value: object) -> bool:
    return isinstance(value, dict) and "role" in value


def _decoded(data: bytes) -> object:
    if not data.strip():
        raise ImportProblem("the file is empty.")
    try:
        return msgspec.json.decode(data)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as error:
        if (lines := _json_lines(data)) is not None:
            return lines
        raise ImportProblem(f"this is not JSON: {_where(data, str(error))}") from error


def _json_lines(data: bytes) -> list[object] | None:
    """One object in each line, as trainers keep them; None when it is something else."""
    lines = [line for line in data.split(b"\n") if line.strip()]
    if len(lines) < 2 or not all(line.lstrip().startswith((b"{", b"[")) for line in lines):
        return None
    try:
        return [msgspec.json.decode(line) for line in lines]
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
        return None


def _where(data: bytes, problem: str) -> str:
    """The problem with its line and column. problem: as the decoder tells it, with a byte."""
    words, _, place = problem.partition(" (byte ")
    number = place.rstrip(")")
    if not number.isdigit():
        return f"{problem}."
    before = data[: int(number)]
    line = before.count(b"\n") + 1
    column = int(number) - (before.rfind(b"\n") + 1) + 1
    return f"{words}, line {line}, column {column}."


def _unpacked(data: bytes) -> bytes:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = [
                info
                for info in archive.infolist()
                if info.filename.rsplit("/", 1)[-1] == _ARCHIVE_NAME
            ]
            if not names:
                raise ImportProblem(f"there is no {_ARCHIVE_NAME} in this archive.")
            with archive.open(names[0]) as file:
                unpacked = file.read(MOST_BYTES + 1)
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError, EOFError) as error:
        raise ImportProblem(f"this archive cannot be read: {error}.") from error
    if len(unpacked) > MOST_BYTES:
        raise ImportProblem(f"the {_ARCHIVE_NAME} in it is longer than 1 GB.")
    return unpacked

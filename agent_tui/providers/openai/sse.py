"""Server-sent events: bytes in any pieces to whole events. Pure; knows nothing of JSON."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

_BOM = b"\xef\xbb\xbf"


class SseEvent(Struct, frozen=True):
    """One event. name: its `event:` field, "" for none. data: its data lines, joined by LF."""

    name: str
    data: str


class SseReader:
    """Cuts a byte stream into events. Feed it in order from one task; invalid UTF-8 is replaced.

    Follows the WHATWG rules for lines, comments and fields, with one difference: `close()` also
    gives back a last event that no blank line ended, because many servers leave that line out.
    """

    def __init__(self) -> None:
        # Pieces of a line that has not ended yet. Joined once, when it ends: a line of many
        # megabytes costs one copy, not one for each chunk.
        self._pieces: list[bytes] = []
        self._data: list[str] = []
        self._name = ""
        self._is_at_start = True
        self._ended_with_cr = False

    def feed(self, chunk: bytes) -> Iterator[SseEvent]:
        """The events that `chunk` completes. Exhaust the iterator before the next call."""
        if self._ended_with_cr and chunk:
            # CR LF is one line end, also when the two arrive apart.
            chunk = chunk.removeprefix(b"\n")
            self._ended_with_cr = False
        if b"\n" not in chunk and b"\r" not in chunk:
            if chunk:
                self._pieces.append(chunk)
            return
        self._pieces.append(chunk)
        buffer = b"".join(self._pieces)
        self._pieces.clear()
        lines = buffer.splitlines()
        self._ended_with_cr = buffer.endswith(b"\r")
        if not self._ended_with_cr and not buffer.endswith(b"\n"):
            self._pieces.append(lines.pop())
        for line in lines:
            if (event := self._take_line(line)) is not None:
                yield event

    def close(self) -> Iterator[SseEvent]:
        """The event that was left unfinished at the end of the stream, if any."""
        if self._pieces:
            line = b"".join(self._pieces)
            self._pieces.clear()
            self._take_line(line)
        if (event := self._dispatch()) is not None:
            yield event

    def _take_line(self, line: bytes) -> SseEvent | None:
        if self._is_at_start:
            self._is_at_start = False
            line = line.removeprefix(_BOM)
        if not line:
            return self._dispatch()
        if line.startswith(b"data:"):
            start = 6 if line[5:6] == b" " else 5
            self._data.append(line[start:].decode("utf-8", "replace"))
        elif line.startswith(b"event:"):
            self._name = line[6:].decode("utf-8", "replace").strip()
        elif line == b"data":
            self._data.append("")
        return None

    def _dispatch(self) -> SseEvent | None:
        name, self._name = self._name, ""
        if not self._data:
            return None
        event = SseEvent(name, self._data[0] if len(self._data) == 1 else "\n".join(self._data))
        self._data.clear()
        return event

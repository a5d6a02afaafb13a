"""The message of a driver that tells which bytes came from the keyboard."""

from __future__ import annotations

from textual.message import Message


class RawKeys(Message):
    """These bytes came; the keys that they are follow. Sent only while somebody looks."""

    def __init__(self, data: bytes) -> None:
        super().__init__()
        self.data = data


def shown_bytes(data: bytes) -> str:
    """Bytes for people: "ESC [ 1 3 ; 2 u", "^A", "c3 a4"."""
    return " ".join(map(_shown, data))


def _shown(byte: int) -> str:
    if byte == 0x1B:
        return "ESC"
    if byte < 0x20:
        return f"^{chr(byte + 64)}"
    if byte == 0x7F:
        return "DEL"
    return chr(byte) if 0x20 < byte < 0x7F else f"{byte:02x}"

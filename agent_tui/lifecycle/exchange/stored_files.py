"""What belongs to a stored session beside its journal: images and long texts."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from agent_tui.protocol.images import LARGEST_IMAGE_BYTES, PromptImage
from agent_tui.protocol.messages import ChatMessage, ToolResultPart
from agent_tui.protocol.pictures import picture_type

_MOST_TEXT_BYTES = 10_000_000


def read_image(image: PromptImage) -> bytes:
    """The bytes of a stored image; b"" when they are gone, or are no picture."""
    data = _content(image.path, LARGEST_IMAGE_BYTES)
    return data if picture_type(data[:16]) else b""


def whole_texts(messages: Iterable[ChatMessage]) -> dict[str, str]:
    """Long results that were cut for the model, whole, by the id of their part."""
    found: dict[str, str] = {}
    for message in messages:
        for part in message.parts:
            if isinstance(part, ToolResultPart) and part.blob:
                data = _content(part.blob, _MOST_TEXT_BYTES)
                if data:
                    found[part.id] = data.decode("utf-8", "replace")
    return found


def _content(path: str, most_bytes: int) -> bytes:
    try:
        file = Path(path)
        return file.read_bytes() if path and file.stat().st_size <= most_bytes else b""
    except OSError:
        return b""

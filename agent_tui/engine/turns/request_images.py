"""The images of a request: read from where they are kept, or left out."""

from __future__ import annotations

import os
import stat
from collections.abc import Container, Iterable

import anyio.to_thread
from msgspec.structs import replace

from agent_tui.protocol.images import LARGEST_IMAGE_BYTES, PromptImage
from agent_tui.protocol.messages import (
    ChatMessage,
    ImagePart,
    Part,
    TextPart,
    ToolResultPart,
)
from agent_tui.protocol.pictures import picture_type


async def with_pixels(
    messages: tuple[ChatMessage, ...], folder: str = ""
) -> tuple[ChatMessage, ...]:
    """The messages with the bytes of their images; words in place of those that are gone. folder:
    of the session, which has its own name for each image of a session that it is a fork of."""
    if not any(image.path for message in messages for image in message.images):
        return messages
    return await anyio.to_thread.run_sync(_loaded, messages, folder, abandon_on_cancel=True)


def parts_with_images(messages: Iterable[ChatMessage]) -> frozenset[str]:
    """Ids of the parts that show something, those of tools too."""
    return frozenset(
        part.id
        for message in messages
        for part in message.parts
        if isinstance(part, ImagePart) or (isinstance(part, ToolResultPart) and part.images)
    )


def without_images(
    messages: Iterable[ChatMessage], part_ids: Container[str]
) -> tuple[ChatMessage, ...]:
    """The messages with words in place of the images of these parts."""

    def described(part: Part) -> Part:
        return _described(part) if part.id in part_ids else part

    return tuple(
        replace(message, parts=tuple(map(described, message.parts)))
        if any(part.id in part_ids for part in message.parts)
        else message
        for message in messages
    )


def _loaded(messages: tuple[ChatMessage, ...], folder: str) -> tuple[ChatMessage, ...]:
    return tuple(
        replace(message, parts=tuple(_loaded_part(part, folder) for part in message.parts))
        if message.images
        else message
        for message in messages
    )


def _loaded_part(part: Part, folder: str) -> Part:
    if not isinstance(part, ImagePart) or part.image.data:
        return part
    data = _content(part.image)
    if data is None and folder:
        kind, name = os.path.split(part.image.path)
        own = os.path.join(folder, os.path.basename(kind), name)
        data = _content(replace(part.image, path=own))
    if data is None:
        return _words(part, "but its file is gone")
    return ImagePart(id=part.id, image=replace(part.image, data=data, path=""))


def _content(image: PromptImage) -> bytes | None:
    # What a journal names is looked at before it leaves this machine: a picture, and no device.
    try:
        with open(os.open(image.path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0)), "rb") as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                return None
            data = file.read(LARGEST_IMAGE_BYTES + 1)
    except (OSError, ValueError):
        return None
    is_image = len(data) <= LARGEST_IMAGE_BYTES and picture_type(data[:16]) == image.media_type
    return data if is_image else None


def _described(part: Part) -> Part:
    if isinstance(part, ImagePart):
        return _words(part, "which you cannot see")
    if isinstance(part, ToolResultPart) and part.images:
        note = f"({len(part.images)} images were here, which you cannot see.)"
        return replace(part, images=(), text=f"{part.text}\n{note}".lstrip())
    return part


def _words(part: ImagePart, why: str) -> TextPart:
    what = part.image.label or part.name
    return TextPart(id=part.id, text=f"\n\n({what}: attached by the user, {why}.)")

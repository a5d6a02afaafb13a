"""The pictures of a conversation, as a document sees them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from agent_tui.protocol.images import PromptImage
from agent_tui.protocol.messages import ChatMessage, ImagePart, ToolResultPart

ReadImage = Callable[[PromptImage], bytes]
"""Gives the bytes of an image, b"" when they are not there any more."""

_ENDINGS = {"image/png": ".png", "image/jpeg": ".jpg", "image/gif": ".gif", "image/webp": ".webp"}


def pictures_of(message: ChatMessage, read_image: ReadImage) -> Iterator[tuple[str, str, bytes]]:
    """Name for people, media type and bytes of each; b"" when the bytes are not there any more."""
    for part in message.parts:
        if isinstance(part, ImagePart):
            yield part.name, part.image.media_type, part.image.data or read_image(part.image)


def result_pictures(result: ToolResultPart) -> Iterator[tuple[str, str, bytes]]:
    """The same for what a tool gave back."""
    for image in result.images:
        yield "image of the tool", image.media_type, image.data


def ending_of(media_type: str) -> str:
    """`.png`; "" for what no viewer should be given as a picture."""
    return _ENDINGS.get(media_type, "")

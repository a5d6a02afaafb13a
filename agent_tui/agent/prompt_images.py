"""Images that a program gives along with a prompt."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from os import PathLike

from agent_tui.agent.waiting import in_thread
from agent_tui.protocol.images import (
    LARGEST_IMAGE_BYTES,
    MOST_IMAGES,
    PromptImage,
    image_from,
    size_words,
)

ImageSource = PathLike[str] | str | bytes
"""The path of a PNG, JPEG, GIF or WebP file, or its content."""


async def load_images(sources: Iterable[ImageSource]) -> tuple[PromptImage, ...]:
    """What `read_images` gives and raises, without blocking the loop. Raises `TypeError` for a path
    or a content without a list around it."""
    if isinstance(sources, str | bytes | PathLike):
        raise TypeError("images= takes a list of paths or contents, also for a single one.")
    given = tuple(sources)
    return await in_thread(partial(read_images, given)) if given else ()


def read_images(sources: Iterable[ImageSource]) -> tuple[PromptImage, ...]:
    """The images, in their order. Blocks. Raises `OSError` for a file that cannot be read,
    `ValueError` for what is no image, too large, or one too many, and `TypeError` for what is
    neither a path nor bytes."""
    images = tuple(map(_image, sources))
    if len(images) > MOST_IMAGES:
        raise ValueError(f"A prompt takes at most {MOST_IMAGES} images.")
    return images


def _image(source: ImageSource) -> PromptImage:
    if isinstance(source, bytes):
        data, name = source, "These bytes"
    elif isinstance(source, str | PathLike):
        name = str(source)
        with open(source, "rb") as file:
            data = file.read(LARGEST_IMAGE_BYTES + 1)
    else:  # a number would be taken for an open file of somebody else's, and closed
        raise TypeError(f"An image is a path or bytes, not {type(source).__name__}.")
    image = image_from(data)
    if image is None:
        limit = size_words(LARGEST_IMAGE_BYTES)
        raise ValueError(f"{name}: no PNG, JPEG, GIF or WebP image of at most {limit}.")
    return image

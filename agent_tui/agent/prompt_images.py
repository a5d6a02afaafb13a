"""Images that a program gives along with a prompt."""

from __future__ import annotations

from collections.abc import Iterable
from os import PathLike

from agent_tui.protocol.images import (
    LARGEST_IMAGE_BYTES,
    MOST_IMAGES,
    PromptImage,
    image_from,
    size_words,
)

ImageSource = PathLike[str] | str | bytes
"""The path of a PNG, JPEG, GIF or WebP file, or its content."""


def read_images(sources: Iterable[ImageSource]) -> tuple[PromptImage, ...]:
    """The images, in their order. Blocks. Raises `OSError` for a file that cannot be read, and
    `ValueError` for what is no image, too large, or one too many."""
    images = tuple(map(_image, sources))
    if len(images) > MOST_IMAGES:
        raise ValueError(f"A prompt takes at most {MOST_IMAGES} images.")
    return images


def _image(source: ImageSource) -> PromptImage:
    if isinstance(source, bytes):
        data, name = source, "These bytes"
    else:
        name = str(source)
        with open(source, "rb") as file:
            data = file.read(LARGEST_IMAGE_BYTES + 1)
    image = image_from(data)
    if image is None:
        limit = size_words(LARGEST_IMAGE_BYTES)
        raise ValueError(f"{name}: no PNG, JPEG, GIF or WebP image of at most {limit}.")
    return image

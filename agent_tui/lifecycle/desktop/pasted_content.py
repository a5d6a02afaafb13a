"""Looks into the clipboard and into dropped files."""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Mapping

from agent_tui.lifecycle.desktop.clipboard_sources import clipboard_sources, what_to_install
from agent_tui.lifecycle.desktop.detached_programs import TooLong, output_of
from agent_tui.lifecycle.desktop.surroundings import found_program
from agent_tui.protocol.desktop import PastedContent
from agent_tui.protocol.images import LARGEST_IMAGE_BYTES, image_from, size_words
from agent_tui.protocol.pictures import picture_type

LIMIT_S = 3.0
"""For all programs together; that of Windows needs a second to start."""

_TOO_LARGE = f"the image has more than {size_words(LARGEST_IMAGE_BYTES)}: make a smaller copy"


def clipboard_content(environ: Mapping[str, str], platform: str) -> PastedContent:
    """See `Desktop.clipboard_content`."""
    deadline = time.monotonic() + LIMIT_S
    has_program = False
    for source in clipboard_sources(environ, platform):
        name, *arguments = source.arguments
        if not (path := found_program(name, environ)):
            continue
        has_program = True
        left_s = deadline - time.monotonic()
        if left_s <= 0:
            break
        try:
            output = output_of(
                (path, *arguments),
                {**environ, **source.environment},
                most_bytes=source.growth * LARGEST_IMAGE_BYTES,
                limit_s=left_s,
            )
        except TooLong:
            return PastedContent(problem=_TOO_LARGE)
        if data := source.decoded(output):
            return _content(data)
    if not has_program:
        return PastedContent(problem=what_to_install(environ))
    if time.monotonic() >= deadline:
        return PastedContent(problem="the clipboard did not answer in time")
    return PastedContent(problem="the clipboard holds no image and no text")


def image_file(path: str) -> PastedContent:
    """See `Desktop.image_file`."""
    try:
        # Opening a pipe must not wait for its other end.
        with open(
            os.open(os.path.expanduser(path), os.O_RDONLY | getattr(os, "O_NONBLOCK", 0)), "rb"
        ) as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                return PastedContent()
            start = file.read(16)
            if not picture_type(start):
                return PastedContent()
            return _image(start + file.read(LARGEST_IMAGE_BYTES))
    except (OSError, ValueError):
        return PastedContent()


def _content(data: bytes) -> PastedContent:
    if picture_type(data[:16]):
        return _image(data)
    return PastedContent(text=data.decode("utf-8", "replace"))


def _image(data: bytes) -> PastedContent:
    image = image_from(data)
    return PastedContent(image=image, problem="" if image else _TOO_LARGE)

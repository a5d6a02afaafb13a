"""Images that belong to a prompt."""

from __future__ import annotations

from msgspec import Struct

MOST_IMAGES = 20
"""Of one prompt."""

LARGEST_IMAGE_BYTES = 10_000_000


class PromptImage(Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """A PNG, JPEG, GIF or WebP picture. media_type: "image/png" and so on. width, height: pixels, 0
    when the file does not tell. size: bytes. label: the words of the prompt that stand for it.

    data: the file's bytes (base64 in JSON); events that show a prompt in its turn leave them out.
    path: absolute, of the file that holds them once they are stored; then `data` is empty.
    """

    media_type: str
    width: int = 0
    height: int = 0
    size: int = 0
    label: str = ""
    data: bytes = b""
    path: str = ""

    @property
    def kind(self) -> str:
        """ "640x480 PNG", for people."""
        name = self.media_type.removeprefix("image/").upper()
        return f"{self.width}x{self.height} {name}" if self.width and self.height else name

    @property
    def suffix(self) -> str:
        """For a file that holds it: ".png"."""
        return "." + self.media_type.removeprefix("image/")


def image_from(data: bytes, *, label: str = "") -> PromptImage | None:
    """The image that these bytes are; None when they are none, or too many."""
    # Deferred: most prompts have no images, and all starts load this module.
    from agent_tui.protocol.pictures import picture_size, picture_type

    media_type = picture_type(data[:16])
    if not media_type or len(data) > LARGEST_IMAGE_BYTES:
        return None
    width, height = picture_size(data)
    return PromptImage(
        media_type=media_type,
        width=width,
        height=height,
        size=len(data),
        label=label,
        data=data,
    )


def size_words(size: int) -> str:
    """ "48 kB", "2.5 MB". size: bytes."""
    if size < 1000:
        return f"{size} bytes"
    return f"{round(size / 1000)} kB" if size < 999_500 else f"{size / 1_000_000:.1f} MB"

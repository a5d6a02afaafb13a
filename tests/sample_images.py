"""Small pictures: a whole PNG, and the headers of the other kinds."""

from __future__ import annotations

import struct
import zlib

from agent_tui.protocol.images import PromptImage, image_from


def png(width: int = 3, height: int = 2, shade: int = 0) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    rows = (b"\0" + bytes((shade,)) * width) * height
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )


def jpeg(width: int, height: int) -> bytes:
    """With what cameras put before the size, and a thumbnail's size in there."""
    exif = b"Exif\0\0" + b"\xff\xc0\0\x0b\x08" + struct.pack(">HH", 1, 1) + b"\x01\x11\0"
    segment = b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif
    frame = b"\xff\xc2" + struct.pack(">HBHHB", 17, 8, height, width, 3) + bytes(9)
    return b"\xff\xd8" + segment + b"\xff" + frame + b"\xff\xd9"


def gif(width: int, height: int) -> bytes:
    return b"GIF89a" + struct.pack("<HH", width, height) + bytes(3)


def webp(kind: bytes, width: int, height: int) -> bytes:
    match kind:
        case b"VP8X":
            sizes = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
            body = bytes(4) + sizes
        case b"VP8L":
            body = b"\x2f" + struct.pack("<I", (width - 1) | (height - 1) << 14)
        case _:
            body = bytes(3) + b"\x9d\x01\x2a" + struct.pack("<HH", width, height)
    return (
        b"RIFF"
        + struct.pack("<I", len(body) + 12)
        + b"WEBP"
        + kind
        + struct.pack("<I", len(body))
        + body
    )


def an_image(width: int = 3, height: int = 2, *, shade: int = 0, label: str = "") -> PromptImage:
    image = image_from(png(width, height, shade), label=label)
    assert image is not None
    return image

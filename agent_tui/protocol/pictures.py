"""What a picture's first bytes tell: its kind and its size. Pure."""

from __future__ import annotations

from typing import Literal

_KINDS = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
)
# Start-of-frame markers of JPEG: all of C0 to CF but the tables C4, C8 and CC.
_JPEG_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_JPEG_BARE = frozenset((0x01, *range(0xD0, 0xD9)))  # markers without a length


def picture_type(start: bytes) -> str:
    """The media type of a picture, "" for everything else. start: at least 16 bytes of it."""
    if start[:4] == b"RIFF" and start[8:12] == b"WEBP":
        return "image/webp"
    return next((kind for magic, kind in _KINDS if start.startswith(magic)), "")


def picture_size(data: bytes) -> tuple[int, int]:
    """Width and height in pixels, (0, 0) when the header does not tell."""
    match picture_type(data[:16]):
        case "image/png":
            return _number(data[16:20], "big"), _number(data[20:24], "big")
        case "image/gif":
            return _number(data[6:8], "little"), _number(data[8:10], "little")
        case "image/jpeg":
            return _jpeg_size(data)
        case "image/webp":
            return _webp_size(data)
        case _:
            return 0, 0


def _jpeg_size(data: bytes) -> tuple[int, int]:
    at = 2
    while at + 9 <= len(data) and data[at] == 0xFF:
        marker = data[at + 1]
        if marker in _JPEG_FRAMES:
            return _number(data[at + 7 : at + 9], "big"), _number(data[at + 5 : at + 7], "big")
        if marker == 0xFF:  # padding
            at += 1
        elif marker in _JPEG_BARE:
            at += 2
        else:
            at += 2 + max(_number(data[at + 2 : at + 4], "big"), 2)
    return 0, 0


def _webp_size(data: bytes) -> tuple[int, int]:
    match data[12:16]:
        case b"VP8X":
            return _number(data[24:27], "little") + 1, _number(data[27:30], "little") + 1
        case b"VP8L":
            bits = _number(data[21:25], "little")
            return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
        case b"VP8 ":
            width, height = _number(data[26:28], "little"), _number(data[28:30], "little")
            return width & 0x3FFF, height & 0x3FFF
        case _:
            return 0, 0


def _number(data: bytes, order: Literal["big", "little"]) -> int:
    return int.from_bytes(data, order)

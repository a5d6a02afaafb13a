"""What a file is, by its first bytes: pictures that a model can see, and names for the rest."""

from __future__ import annotations

START_BYTES = 16  # as many as `picture_type` and `binary_kind` look at

_PICTURES = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
)
_BINARIES = (
    (b"%PDF-", "a PDF document; convert it to text with a command such as pdftotext"),
    (b"PK\x03\x04", "a ZIP archive or an office document; unpack it with a command"),
    (b"\x1f\x8b", "gzip-compressed; unpack it with a command such as zcat"),
    (b"BZh", "bzip2-compressed; unpack it with a command such as bzcat"),
    (b"\xfd7zXZ\0", "xz-compressed; unpack it with a command such as xzcat"),
    (b"(\xb5/\xfd", "zstd-compressed; unpack it with a command such as zstdcat"),
    (b"\x7fELF", "a compiled program or library"),
    (b"MZ", "a compiled program or library"),
    (b"\xcf\xfa\xed\xfe", "a compiled program or library"),
    (b"\xca\xfe\xba\xbe", "a compiled program or library"),
    (b"\0asm", "a WebAssembly module"),
    (b"SQLite format 3\0", "an SQLite database; query it with a command such as sqlite3"),
)


def picture_type(start: bytes) -> str:
    """The media type of a picture, "" for everything else."""
    if start[:4] == b"RIFF" and start[8:12] == b"WEBP":
        return "image/webp"
    return next((kind for magic, kind in _PICTURES if start.startswith(magic)), "")


def binary_kind(start: bytes) -> str:
    """What a binary file is and what could be done with it; goes after "it is"."""
    known = (kind for magic, kind in _BINARIES if start.startswith(magic))
    return next(known, "binary data; look at it with a command such as file or xxd")

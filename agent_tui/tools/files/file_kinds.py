"""What a binary file is, by its first bytes. Pictures: see `protocol/pictures.py`."""

from __future__ import annotations

START_BYTES = 16  # as many as `binary_kind` and `picture_type` look at

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


def binary_kind(start: bytes) -> str:
    """What a binary file is and what could be done with it; goes after "it is"."""
    known = (kind for magic, kind in _BINARIES if start.startswith(magic))
    return next(known, "binary data; look at it with a command such as file or xxd")

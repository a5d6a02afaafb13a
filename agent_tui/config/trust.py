"""Which project files the user trusts, by real path and content: a changed file needs it anew."""

from __future__ import annotations

import os
from pathlib import Path

import msgspec
from msgspec import Struct, field

REGISTER_NAME = "trusted.json"


class _Register(Struct, kw_only=True):
    version: int = 1
    files: dict[str, str] = field(default_factory=dict)  # content hash by real path


class TrustRegister:
    """The list of trusted files in `data_dir`, read anew at each question; the caller writes it."""

    def __init__(self, data_dir: Path) -> None:
        self.path = data_dir / REGISTER_NAME

    def is_trusted(self, file: Path, content: bytes) -> bool:
        """Whether the user trusted exactly this content at exactly this place.

        A register that cannot be read trusts nothing.
        """
        return self._read().files.get(os.path.realpath(file)) == _hash_of(content)

    def with_trusted(self, file: Path, content: bytes) -> bytes:
        """The register's new content when `file` with `content` is trusted from now on."""
        register = self._read()
        register.files[os.path.realpath(file)] = _hash_of(content)
        return msgspec.json.format(msgspec.json.encode(register)) + b"\n"

    def _read(self) -> _Register:
        try:
            return msgspec.json.decode(self.path.read_bytes(), type=_Register)
        except (OSError, ValueError):  # what is no JSON, and what is no UTF-8
            return _Register()


def _hash_of(content: bytes) -> str:
    # Imported only now: few starts meet a project file.
    import hashlib

    return hashlib.sha256(content).hexdigest()

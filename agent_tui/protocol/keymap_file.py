"""The port to the file in which the user's keys stand."""

from __future__ import annotations

from typing import Protocol

from msgspec import Struct


class WrittenKey(Struct, frozen=True):
    """Where a binding stands now. line: from 1; 0 when it stands there no longer."""

    file: str
    line: int = 0


class KeymapFile(Protocol):
    """The user's own settings file, as far as keys go."""

    def change(self, context: str, action: str, keys: tuple[str, ...] | None) -> WrittenKey:
        """Bind an action to these keys, () for none; None takes the line out, so that the preset
        holds. Everything else in the file stays as it is, to the character.

        Blocks. Raises `ConfigError` when the file cannot be read, written, or changed safely; it is
        untouched then.
        """
        ...

"""The user's settings file as a `KeymapFile`."""

from __future__ import annotations

from pathlib import Path

from agent_tui.config.sources.config_files import read_config_file
from agent_tui.errors import ConfigError
from agent_tui.protocol.keymap_file import WrittenKey


class UserKeymap:
    """Implements `KeymapFile`. A missing file is made."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def change(self, context: str, action: str, keys: tuple[str, ...] | None) -> WrittenKey:
        """See `KeymapFile`."""
        # Deferred: no start should pay for it.
        from agent_tui.config.keymap_text import changed_text
        from agent_tui.storage.atomic_write import write_atomically

        content = read_config_file(self._path) or b""
        try:
            text = content.decode("utf-8")
        except UnicodeDecodeError as error:
            raise ConfigError("The file must be UTF-8 text.", file=self._path) from error
        changed, line = changed_text(text, context, action, keys, file=self._path)
        if changed != text:
            try:
                write_atomically(self._path, changed.encode("utf-8"))
            except OSError as error:
                reason = error.strerror or type(error).__name__
                what = f"The file cannot be written ({reason})."
                raise ConfigError(what, file=self._path) from error
        return WrittenKey(str(self._path), line)

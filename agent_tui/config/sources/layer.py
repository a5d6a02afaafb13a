"""One place's values, before they are joined with the others."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct, field

from agent_tui.config.origins import Origin
from agent_tui.config.sources.key_positions import KeyPath, position_of_key
from agent_tui.errors import ConfigError


class Layer(Struct, frozen=True, kw_only=True):
    """What one place says.

    values: in the shape of the TOML file. names: by key, for places where each value has a name of
    its own (variables). text: of the file, for positions in errors.
    """

    origin: Origin
    values: Mapping[str, object]
    names: Mapping[str, str] = field(default_factory=dict)
    text: str = ""

    @property
    def file(self) -> Path | None:
        """The file, None for variables and flags."""
        return self.origin.file

    def origin_of(self, key: str) -> Origin:
        """Where the value of a top-level key comes from."""
        name = self.names.get(key, "")
        return Origin(self.origin.kind, name, self.origin.file) if name else self.origin

    def problem(self, what: str, path: KeyPath) -> ConfigError:
        """An error about the key at `path`: with its position in a file, else with its origin."""
        key = ".".join(path)
        if self.file is None:
            return ConfigError(f"{what} (from the {self.origin_of(path[0])})", key=key)
        position = None
        for length in range(len(path), 0, -1):
            position = position or position_of_key(self.text, path[:length])
        line, column = position or (0, 0)
        return ConfigError(what, file=self.file, line=line, column=column, key=key)

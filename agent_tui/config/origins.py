"""Where the value of a setting comes from."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

from msgspec import Struct


class OriginKind(StrEnum):
    """The places that settings come from, weakest first."""

    DEFAULT = "default"
    USER_FILE = "user file"
    PROJECT_FILE = "project file"
    LOCAL_FILE = "local project file"
    ENVIRONMENT = "environment"
    COMMAND_LINE = "command line"


class Origin(Struct, frozen=True):
    """The place of one value. name: the variable, for environment. file: for the file kinds; line:
    in it, from 1; 0 where lines are not noted."""

    kind: OriginKind = OriginKind.DEFAULT
    name: str = ""
    file: Path | None = None
    line: int = 0

    @property
    def place(self) -> str:
        """File and line, as editors read them: "/home/me/config.toml:12"."""
        return f"{self}:{self.line}" if self.line else str(self)

    def __str__(self) -> str:
        if self.file is not None:
            return str(self.file)
        return f"{self.kind.value} {self.name}" if self.name else self.kind.value


DEFAULT_ORIGIN = Origin()

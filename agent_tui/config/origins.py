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
    """The place of one value. name: the variable, for environment. file: for the file kinds."""

    kind: OriginKind = OriginKind.DEFAULT
    name: str = ""
    file: Path | None = None

    def __str__(self) -> str:
        if self.file is not None:
            return str(self.file)
        return f"{self.kind.value} {self.name}" if self.name else self.kind.value


DEFAULT_ORIGIN = Origin()

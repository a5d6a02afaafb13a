"""What was asked for on the command line."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from msgspec import Struct, field


class OutputFormat(StrEnum):
    """What print mode writes to standard output."""

    TEXT = "text"  # the answer as it comes
    JSON = "json"  # one object when the turn has ended
    STREAM_JSON = "stream-json"  # every event as a line of JSON


class Arguments(Struct, frozen=True, kw_only=True):
    """The command line as data; the defaults are a start without any argument.

    prompt: None when none was given. resume: id or prefix of a stored session, "" for none.
    is_resume_open: one is to be chosen from the list. cwd: folder to work in, "" for the current
    one. images: paths. flags: settings, in the shape of a settings file.
    """

    prompt: str | None = None
    is_print: bool = False
    output_format: OutputFormat = OutputFormat.TEXT
    is_continued: bool = False
    resume: str = ""
    is_resume_open: bool = False
    cwd: str = ""
    images: tuple[str, ...] = ()
    flags: Mapping[str, object] = field(default_factory=dict)
    is_debug: bool = False

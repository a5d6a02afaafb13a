"""Sessions on their way out of the program and into it: formats, wishes, results."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct


class ExportFormat(StrEnum):
    """What an exported session is; the value is the ending of its file name."""

    MARKDOWN = "md"
    HTML = "html"
    JSON = "json"


OTHER_ENDINGS = frozenset(
    {"pdf", "doc", "docx", "odt", "rtf", "tex", "epub", "xml", "yaml", "yml", "toml", "csv", "tsv"}
    | {"xls", "xlsx", "jsonl", "ndjson", "png", "jpg", "jpeg", "svg", "gif", "zip", "htm", "xhtml"}
)
"""Of file names, in lower case, behind which somebody expects a format that there is not."""


class ExportWish(Struct, frozen=True, kw_only=True):
    """How to export. has_thinking: with the model's reasoning. is_redacted: without what has the
    shape of a secret; known keys never leave."""

    format: ExportFormat = ExportFormat.MARKDOWN
    has_thinking: bool = True
    is_redacted: bool = True


class ExportedSession(Struct, frozen=True, kw_only=True):
    """path: absolute, of the file. size: its bytes. images: absolute path of the folder with the
    images that belong to it, "" when there is none."""

    path: str
    size: int = 0
    images: str = ""


class ImportedSession(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A session that was imported. id: its new one. notes: what could not be taken over, as
    sentences."""

    id: str
    title: str = ""
    message_count: int = 0
    notes: tuple[str, ...] = ()


class ImportReport(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What became of one file. problems: conversations that could not be imported, a sentence
    each. is_stopped: the user stopped it; the sessions are those that were imported before."""

    sessions: tuple[ImportedSession, ...] = ()
    problems: tuple[str, ...] = ()
    is_stopped: bool = False

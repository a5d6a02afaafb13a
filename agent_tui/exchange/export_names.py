"""Names for exported files."""

from __future__ import annotations

import re
from datetime import datetime

from agent_tui.protocol.exchange import ExportFormat
from agent_tui.protocol.ids import short_id
from agent_tui.protocol.sessions import SessionInfo

_LONGEST_TITLE = 60
_OTHER = re.compile(r"[^\w.-]+")


def export_name(info: SessionInfo, export_format: ExportFormat) -> str:
    """`2026-11-21-fix-the-parser.md`: the day on which the session began, and its title."""
    try:
        day = datetime.fromtimestamp(info.created).strftime("%Y-%m-%d-") if info.created else ""
    except (OverflowError, OSError, ValueError):
        day = ""
    words = _OTHER.sub("-", info.title.lower()).strip("-.")[:_LONGEST_TITLE].strip("-.")
    return f"{day}{words or f'session-{short_id(info.id)}'}.{export_format.value}"


def numbered(name: str, number: int) -> str:
    """`notes-2.md`, for a file beside `notes.md`."""
    stem, dot, ending = name.rpartition(".")
    return f"{stem}-{number}.{ending}" if dot else f"{name}-{number}"

"""What a new journal begins with."""

from __future__ import annotations

import time

from agent_tui.protocol.permissions import PermissionMode
from agent_tui.protocol.sessions import SessionInfo
from agent_tui.storage.journal.entries import (
    JOURNAL_VERSION,
    JournalEntry,
    JournalHeader,
    ModeEntry,
    ModelEntry,
    SkillsEntry,
    TitleEntry,
    encode_line,
    new_entry_id,
)


def header_of(info: SessionInfo, app_version: str, *, forked_from: str = "") -> JournalHeader:
    """The header of a new journal."""
    return JournalHeader(
        version=JOURNAL_VERSION,
        id=info.id,
        cwd=info.cwd,
        created=info.created or time.time(),
        app_version=app_version,
        forked_from=forked_from,
    )


def first_lines(info: SessionInfo, app_version: str) -> tuple[bytes, str]:
    """What a new journal begins with: the header, and what `info` has of model, title, mode and
    skills.

    Returns the lines and the id of the last entry, "" when there is only the header.
    """
    now = time.time()
    header = header_of(info, app_version)
    entries: list[JournalEntry] = []
    if info.provider or info.model:
        model = ModelEntry(id=new_entry_id(), ts=now, provider=info.provider, model=info.model)
        entries.append(model)
    if info.title:
        parent = entries[-1].id if entries else ""
        entries.append(TitleEntry(id=new_entry_id(), parent=parent, ts=now, title=info.title))
    if info.permission_mode is not PermissionMode.ASK:
        parent = entries[-1].id if entries else ""
        mode = info.permission_mode
        entries.append(ModeEntry(id=new_entry_id(), parent=parent, ts=now, mode=mode))
    if info.skills:
        parent = entries[-1].id if entries else ""
        entries.append(SkillsEntry(id=new_entry_id(), parent=parent, ts=now, skills=info.skills))
    lines = encode_line(header) + b"".join(encode_line(entry) for entry in entries)
    return lines, entries[-1].id if entries else ""

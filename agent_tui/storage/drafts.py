"""Unsent composer text, kept beside the journal. Not in it: a draft changes with every key."""

from __future__ import annotations

import contextlib
from pathlib import Path

from agent_tui.storage.atomic_write import write_atomically

DRAFT_NAME = "draft.txt"


def save_draft(folder: Path, text: str) -> None:
    """Keep `text` as the draft of the session in `folder`; "" removes it. Raises `OSError`."""
    path = folder / DRAFT_NAME
    if text:
        # Pasted text can hold half a surrogate pair, which no file can.
        write_atomically(path, text.encode("utf-8", "replace"))
        return
    with contextlib.suppress(FileNotFoundError):
        path.unlink()


def load_draft(folder: Path) -> str:
    """The draft; "" when there is none, or none that can be read: no session stays shut for it."""
    try:
        return (folder / DRAFT_NAME).read_bytes().decode("utf-8", "replace")
    except OSError:
        return ""

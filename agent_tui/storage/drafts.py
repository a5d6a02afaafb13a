"""Unsent composer text, kept beside the journal. Not in it: a draft changes with every key.

A draft that is only text is a text file; with pastes or a stash it is a JSON file instead.
"""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import Annotated

import msgspec

from agent_tui.protocol.drafts import NO_EXTRAS, DraftExtras, Span, StashedDraft
from agent_tui.protocol.images import PromptImage
from agent_tui.storage.atomic_write import write_atomically
from agent_tui.storage.stored_images import without_missing

DRAFT_NAME = "draft.txt"
RICH_DRAFT_NAME = "draft.json"
_VERSION = 1


class _RichDraft(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """version: counts up when an older reader would misunderstand, and so reads nothing."""

    version: Annotated[int, msgspec.Meta(le=_VERSION)]
    text: str = ""
    pastes: tuple[Span, ...] = ()
    stash: tuple[StashedDraft, ...] = ()
    images: tuple[PromptImage, ...] = ()


def save_draft(folder: Path, text: str, extras: DraftExtras = NO_EXTRAS) -> None:
    """Keep a draft of the session in `folder`; "" without extras removes it. Raises `OSError`."""
    plain, rich = folder / DRAFT_NAME, folder / RICH_DRAFT_NAME
    # The new file is written before the other kind goes: a crash between leaves both, never none.
    if extras != NO_EXTRAS:
        write_atomically(rich, _encoded(text, extras))
        _remove(plain)
    elif text:
        write_atomically(plain, _storable(text).encode())
        _remove(rich)
    else:
        _remove(plain)
        _remove(rich)


def load_draft(folder: Path) -> tuple[str, DraftExtras]:
    """The draft; "" when there is none, or none that can be read: no session stays shut for it."""
    plain, rich = folder / DRAFT_NAME, folder / RICH_DRAFT_NAME
    draft = _read_rich(rich)
    text = _read_plain(plain)
    if draft is None:
        return text, NO_EXTRAS
    if text and _written_at(plain) > _written_at(rich):
        # By a crash between two writes, or by an older version of the program, which does not know
        # the other file: its stash is worth keeping.
        return text, without_missing(DraftExtras(stash=draft.stash))
    extras = DraftExtras(pastes=draft.pastes, stash=draft.stash, images=draft.images)
    return draft.text, without_missing(extras)


def _encoded(text: str, extras: DraftExtras) -> bytes:
    stash = tuple(
        msgspec.structs.replace(draft, text=_storable(draft.text)) for draft in extras.stash
    )
    kept = _RichDraft(
        version=_VERSION,
        text=_storable(text),
        pastes=extras.pastes,
        stash=stash,
        images=extras.images,
    )
    return msgspec.json.encode(kept)


def _storable(text: str) -> str:
    # Pasted text can hold half a surrogate pair, which no file can. As long as before, so that
    # spans stay right.
    return text.encode("utf-8", "replace").decode()


def _read_plain(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8", "replace")
    except OSError:
        return ""


def _read_rich(path: Path) -> _RichDraft | None:
    try:
        return msgspec.json.decode(path.read_bytes(), type=_RichDraft)
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError):
        return None


def _written_at(path: Path) -> int:
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return 0


def _remove(path: Path) -> None:
    with contextlib.suppress(FileNotFoundError):
        path.unlink()

"""Contents for tests, by their digests."""

from __future__ import annotations

import hashlib
from io import BytesIO

from agent_tui.storage.checkpoints.content_store import FileContentStore


def digest_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def add(store: FileContentStore, content: bytes, *, has_limit: bool = True) -> bool:
    digest, is_kept = store.add(BytesIO(content), len(content), has_limit=has_limit)
    assert digest == digest_of(content)
    return is_kept

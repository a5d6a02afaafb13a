"""Stores and exchanges for tests."""

from __future__ import annotations

from pathlib import Path

from agent_tui.lifecycle.exchange.disk_exchange import DiskExchange
from agent_tui.protocol.conversations import Conversation
from agent_tui.protocol.exchange import ExportedSession, ExportFormat, ExportWish, ImportReport
from agent_tui.protocol.secrets import KnownSecrets
from agent_tui.storage.session_store import FileSessionStore

KEY = "k3y-" + "abc123" * 4


def an_exchange() -> DiskExchange:
    return DiskExchange(program="agent-tui 1.2.3", secrets=KnownSecrets([KEY]))


def go_on(done: int, total: int) -> bool:
    assert 0 <= done <= total
    return True


def stored(store: FileSessionStore, conversation: Conversation) -> str:
    """Put the conversation into the store; returns its id."""
    store.add(conversation)
    return conversation.info.id


def export(
    store: FileSessionStore,
    session_id: str,
    path: Path,
    export_format: ExportFormat = ExportFormat.MARKDOWN,
    *,
    is_redacted: bool = True,
) -> ExportedSession:
    """The whole way from the store to the file."""
    wish = ExportWish(format=export_format, is_redacted=is_redacted)
    done = an_exchange().export(store.load(session_id), wish, str(path), go_on, store)
    assert done is not None
    return done


def imported(store: FileSessionStore, file: Path, cwd: str = "/here") -> ImportReport:
    return an_exchange().import_file(str(file), store, go_on, cwd=cwd)

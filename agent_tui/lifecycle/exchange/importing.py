"""Stores the conversations of a file as new sessions."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from msgspec.structs import replace

from agent_tui.errors import ExchangeFailed, SessionError
from agent_tui.exchange.importing.found import Found
from agent_tui.exchange.importing.reading import MOST_BYTES, conversations_in
from agent_tui.exchange.redacting import redacted
from agent_tui.protocol.conversations import Conversation
from agent_tui.protocol.exchange import ImportedSession, ImportReport
from agent_tui.protocol.exchange_ports import ImportingStore, Progress
from agent_tui.protocol.ids import new_id
from agent_tui.protocol.permissions import PermissionMode
from agent_tui.protocol.ports import SessionStore
from agent_tui.protocol.secrets import KnownSecrets

_MOST_NOTES = 5  # of one conversation
_LATEST = 250_000_000_000.0  # the year 9892; no calendar goes much further


class Import:
    """One file. Sessions get ids of their own and work in `cwd`: a file decides neither where nor
    what an agent may do. pause: see `DiskExchange`."""

    def __init__(
        self,
        path: str,
        store: SessionStore,
        *,
        cwd: str,
        secrets: KnownSecrets,
        pause: Callable[[], None],
    ) -> None:
        self._path, self._store, self._cwd = path, store, cwd
        self._secrets, self._pause = secrets, pause

    def run(self, progress: Progress) -> ImportReport:
        """See `SessionExchange`."""
        try:
            total, conversations = conversations_in(_content(self._path))
        except ExchangeFailed as error:
            raise ExchangeFailed(f"{self._path}: {error}") from error
        sessions: list[ImportedSession] = []
        problems: list[str] = []
        is_stopped = not progress(0, total)
        for done, found in enumerate(conversations, start=1):
            if is_stopped:
                break
            if isinstance(found, Found):
                try:
                    sessions.append(self._kept(found))
                except SessionError as error:
                    if not sessions:
                        raise
                    # Those that are there must be told, or a second try would bring them twice.
                    left = f"{total - done + 1:,} of {total:,} conversations were not imported"
                    problems.append(f"{self._path}: {error} {left}.")
                    break
            else:
                problems.append(f"{self._path}: {found}")
            self._pause()
            is_stopped = not progress(done, total) and done < total
        if problems and not sessions and not is_stopped:
            raise ExchangeFailed(
                problems[0]
                if len(problems) == 1
                else f"{problems[0]} (and {len(problems) - 1} more)"
            )
        return ImportReport(
            sessions=tuple(sessions), problems=tuple(problems), is_stopped=is_stopped
        )

    def _kept(self, found: Found) -> ImportedSession:
        conversation = redacted(self._own(found.conversation), self._secrets.hide)
        info = conversation.info
        if isinstance(self._store, ImportingStore):
            self._store.add(conversation)
        else:
            _append_all(self._store, conversation)
        more = len(found.notes) - _MOST_NOTES
        notes = found.notes[:_MOST_NOTES]
        return ImportedSession(
            id=info.id,
            title=info.title,
            message_count=len(conversation.messages),
            notes=(*notes, f"and {more} more like these.") if more > 0 else notes,
        )

    def _own(self, conversation: Conversation) -> Conversation:
        info = conversation.info
        named = os.path.basename(self._path)
        origin = ", ".join(filter(None, (conversation.origin or "agent-tui", named)))
        return replace(
            conversation,
            info=replace(
                info,
                id=new_id(),
                cwd=self._cwd,
                created=_time(info.created),
                updated=_time(info.updated),
                permission_mode=PermissionMode.ASK,
                path="",
            ),
            messages=tuple(
                replace(message, created=_time(message.created))
                for message in conversation.messages
            ),
            origin=origin,
        )


def _time(time: float) -> float:
    """Of a foreign file: one that a calendar has, else none."""
    return time if 0 <= time <= _LATEST else 0.0


def _append_all(store: SessionStore, conversation: Conversation) -> None:
    """Into a store that knows only what every store knows."""
    journal = store.create(conversation.info)
    try:
        for message in conversation.messages:
            journal.append_message(message)
    finally:
        journal.close("imported")


def _content(path: str) -> bytes:
    file = Path(path)
    try:
        if file.is_dir():
            raise ExchangeFailed("this is a folder. Give the file in it.")
        if file.stat().st_size > MOST_BYTES:
            raise ExchangeFailed("the file is larger than 1 GB.")
        return file.read_bytes()
    except OSError as error:
        raise ExchangeFailed(
            f"the file cannot be read ({error.strerror or type(error).__name__})."
        ) from error

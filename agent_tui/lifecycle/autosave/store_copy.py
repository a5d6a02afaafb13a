"""Sessions that are kept in a host's store, beside the application's own."""

from __future__ import annotations

from contextlib import ExitStack

from agent_tui.engine.journal.completed_journal import completed
from agent_tui.errors import SessionNotFound, SessionStorageFailed
from agent_tui.protocol.messages import ChatMessage
from agent_tui.protocol.ports import SessionJournal, SessionStore
from agent_tui.protocol.saved_state import SavedState
from agent_tui.protocol.sessions import QueuedPrompt


class StoreCopy:
    """Writes what is new in each state behind what the store has. One thread at a time."""

    def __init__(self, store: SessionStore) -> None:
        self._store = store
        self._sessions: dict[str, _SessionCopy] = {}

    def save(self, state: SavedState) -> None:
        """Raises `SessionError`, and whatever else a host's store raises."""
        session_id = state.session.id
        if session_id not in self._sessions:
            self._sessions[session_id] = self._opened(state)
        self._sessions[session_id].write(state)

    def leave(self, session_id: str) -> None:
        """Close the journal of a session that was closed. Raises what `save` does."""
        session = self._sessions.pop(session_id, None)
        if session is not None:
            session.journal.close("closed")

    def close(self) -> None:
        """Close all journals. Raises what `save` does."""
        with ExitStack() as journals:  # one that fails keeps no other open
            for session in self._sessions.values():
                journals.callback(session.journal.close, "shutdown")
            self._sessions.clear()

    def _opened(self, state: SavedState) -> _SessionCopy:
        session_id = state.session.id
        try:
            stored, journal = self._store.open(session_id)
        except SessionNotFound:
            return _SessionCopy(self._store.create(state.info), ())
        if journal is None:
            raise SessionStorageFailed(
                "The store that AutoSave was given holds this session open elsewhere, maybe as the "
                "application's own store. Give it another one.",
                session_id=session_id,
            )
        return _SessionCopy(journal, stored.messages, stored.queued)


class _SessionCopy:
    """What a journal holds already."""

    def __init__(
        self,
        journal: SessionJournal,
        messages: tuple[ChatMessage, ...],
        queued: tuple[QueuedPrompt, ...] = (),
    ) -> None:
        self.journal = completed(journal)
        self._messages = list(messages)
        self._queued = queued
        self._title = ""
        self._model = ("", "")

    def write(self, state: SavedState) -> None:
        facts = state.session
        if (facts.provider, facts.model) != self._model:
            self.journal.append_model(facts.provider, facts.model)
            self._model = (facts.provider, facts.model)
        if facts.title != self._title:
            self.journal.append_title(facts.title)
            self._title = facts.title
        self._write_messages(state)
        if state.queued != self._queued:
            self.journal.append_queue(state.queued)
            self._queued = state.queued
        self.journal.sync()

    def _write_messages(self, state: SavedState) -> None:
        wanted = state.messages
        common = 0
        for held, message in zip(self._messages, wanted, strict=False):
            if held.id != message.id:
                break
            if held != message:
                self.journal.append_message(message)
                self._messages[common] = message
            common += 1
        if common < len(self._messages):
            # Rewound: what was cut stays in the journal, beside the history.
            self.journal.append_head(
                wanted[common - 1].id if common else "",
                message_count=common,
                context_tokens=state.session.context_tokens,
                redo=(),
            )
            del self._messages[common:]
        for message in wanted[common:]:
            self.journal.append_message(message)
            self._messages.append(message)

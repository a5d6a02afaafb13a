"""What a host can ask of a session store of its own, before it trusts sessions to it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from agent_tui.errors import SessionNotFound
from agent_tui.protocol.ids import new_id
from agent_tui.protocol.messages import ChatMessage, Role, TextPart
from agent_tui.protocol.ports import SessionJournal, SessionStore, StoredSession
from agent_tui.protocol.sessions import QueuedPrompt, SessionInfo


def session_store_problems(store: SessionStore) -> tuple[str, ...]:
    """Use a store as the engine does, with sessions that are deleted afterwards, and say what is
    not as `SessionStore` promises; () for a store to be trusted. Blocks.

    Raises what the store raises where it must not.
    """
    return tuple(_problems(store))


def _problems(store: SessionStore) -> Iterator[str]:
    info = SessionInfo(id=new_id(), cwd="/proj", provider="local", model="small", created=1.5)
    prompt, answer = _message(Role.USER, "one"), _message(Role.ASSISTANT, "two")
    journal = store.create(info)
    for message in (prompt, answer):
        journal.append_message(message)
    yield from _kept(journal, store, info.id)
    stored = store.load(info.id)
    if stored.messages != (prompt, answer):
        yield "load() does not give the messages as they were written, in their order."
    facts = (stored.info.id, stored.info.cwd, stored.info.provider, stored.info.model)
    if facts != (info.id, info.cwd, info.provider, info.model):
        yield "load() does not give the info that the session was created with."
    if store.open(info.id)[1] is not None:
        yield "open() gives a second writer while the first one is open; it must give None."
    journal.close("user")
    journal.close("again")
    yield from _goes_on(store, info.id)
    if info.id not in [one.id for one in store.sessions()]:
        yield "sessions() does not list a session that was written."
    if store.resolve(info.id) != info.id:
        yield "resolve() does not find a whole id."
    store.delete(info.id)
    if not _is_missing(lambda: store.load(info.id)):
        yield "load() of a deleted session must raise SessionNotFound."


def _kept(journal: SessionJournal, store: SessionStore, session_id: str) -> Iterator[str]:
    """Each of these writes a whole: the last one counts."""
    queued = (QueuedPrompt(id="q", text="later"),)
    for title, prompts, waiting in (("old", (), ("x",)), ("new", queued, ("y",))):
        journal.append_title(title)
        journal.append_queue(prompts)
        journal.append_waiting(waiting)
        journal.save_draft(f"{title} draft")
    journal.sync()
    stored = store.load(session_id)
    found = (stored.info.title, stored.queued, stored.waiting, stored.draft)
    if found != ("new", queued, ("y",), "new draft"):
        yield "load() does not give the last title, queue, waiting calls and draft."


def _goes_on(store: SessionStore, session_id: str) -> Iterator[str]:
    opened: tuple[StoredSession, SessionJournal | None] = store.open(session_id)
    stored, journal = opened
    if journal is None:
        yield "open() gives no writer although the session was closed."
        return
    last = stored.messages[-1]
    newer = ChatMessage(id=last.id, role=last.role, parts=last.parts, is_interrupted=True)
    journal.append_message(newer)
    journal.append_message(_message(Role.USER, "three"))
    journal.close("user")
    kept = store.load(session_id).messages
    if [message.text for message in kept] != ["one", "two", "three"] or kept[1] != newer:
        yield "A message that is written again must replace the former one in its place."


def _is_missing(use: Callable[[], object]) -> bool:
    try:
        use()
    except SessionNotFound:
        return True
    return False


def _message(role: Role, text: str) -> ChatMessage:
    return ChatMessage(id=new_id(), role=role, parts=(TextPart(id=new_id(), text=text),))

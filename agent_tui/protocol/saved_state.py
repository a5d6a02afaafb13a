"""A session as data that a host keeps wherever it likes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from agent_tui.errors import SessionCorrupt, SessionFormatTooNew
from agent_tui.protocol.drafts import NO_EXTRAS, DraftExtras
from agent_tui.protocol.messages import ChatMessage
from agent_tui.protocol.sessions import QueuedPrompt, SessionInfo
from agent_tui.protocol.skills import Skill
from agent_tui.protocol.usage import Usage

STATE_SCHEMA = "agent-tui/session"
"""The schema of `sessions export --format json`: a state can be imported by the program, too."""
STATE_VERSION = 1


class SavedFacts(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What is known of the session. provider, model: by name; nothing here opens a door. created,
    updated: Unix time in seconds."""

    id: str
    title: str = ""
    cwd: str = ""
    provider: str = ""
    model: str = ""
    created: float = 0.0
    updated: float = 0.0
    context_tokens: int = 0
    usage: Usage = Usage()
    skills: tuple[Skill, ...] = ()


class SavedState(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A session at one moment; immutable, safe in any thread.

    messages: of its present history, oldest first. queued: prompts that wait. draft, draft_extras:
    the composer's unsent text. waiting: ids of the tool call parts that wait for a person.

    It has no keys, no addresses, no permission mode and no grants: whoever loads a state decides
    anew what the session may do. Images of prompts are in it only where they were not stored as
    files; else it has their paths.
    """

    schema: str
    version: int
    session: SavedFacts
    messages: tuple[ChatMessage, ...] = ()
    queued: tuple[QueuedPrompt, ...] = ()
    draft: str = ""
    draft_extras: DraftExtras = NO_EXTRAS
    waiting: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """As `json.dumps` takes it."""
        built: dict[str, Any] = msgspec.to_builtins(self)
        return built

    def to_json(self) -> bytes:
        """As UTF-8. Half surrogate pairs become "?"."""
        try:
            return msgspec.json.encode(self)
        except UnicodeEncodeError:
            return json.dumps(self.to_dict(), ensure_ascii=False).encode("utf-8", "replace")

    @property
    def info(self) -> SessionInfo:
        """For a session that goes on with it; it asks for everything."""
        facts = self.session
        values = {name: getattr(facts, name) for name in SavedFacts.__struct_fields__}
        return SessionInfo(**values, message_count=len(self.messages))


def facts_of(info: SessionInfo) -> SavedFacts:
    """What a state keeps of the info."""
    return SavedFacts(**{name: getattr(info, name) for name in SavedFacts.__struct_fields__})


def saved_state(
    info: SessionInfo,
    messages: tuple[ChatMessage, ...],
    *,
    queued: tuple[QueuedPrompt, ...] = (),
    draft: str = "",
    draft_extras: DraftExtras = NO_EXTRAS,
    waiting: tuple[str, ...] = (),
) -> SavedState:
    """The state of a session in this version's form."""
    return SavedState(
        schema=STATE_SCHEMA,
        version=STATE_VERSION,
        session=facts_of(info),
        messages=messages,
        queued=queued,
        draft=draft,
        draft_extras=draft_extras,
        waiting=waiting,
    )


def state_from(data: bytes | str | Mapping[str, Any]) -> SavedState:
    """A state that was written by `to_json` or `to_dict`, or an exported session.

    Raises `SessionCorrupt` for what is none, and `SessionFormatTooNew` for one of a later version,
    which is never half understood.
    """
    try:
        content = msgspec.json.decode(data) if isinstance(data, bytes | str) else data
        head = msgspec.convert(content, _Head)
        if head.schema == STATE_SCHEMA and head.version > STATE_VERSION:
            raise SessionFormatTooNew(
                f"This saved state has the version {head.version}, and this agent-tui knows "
                f"{STATE_VERSION}. Update agent-tui to load it.",
                session_id="",
                version=head.version,
            )
        state = msgspec.convert(content, SavedState)
    except (ValueError, RecursionError) as error:
        raise SessionCorrupt(
            f"This is no saved state of a session: {error}. Nothing was changed; load another one.",
            session_id="",
            line=0,
        ) from error
    if state.schema != STATE_SCHEMA:
        raise SessionCorrupt(
            f"This is no saved state of a session: its schema is {state.schema!r}, not "
            f"{STATE_SCHEMA!r}. Nothing was changed; load another one.",
            session_id="",
            line=0,
        )
    return state


def with_id(state: SavedState, session_id: str) -> SavedState:
    """The same under another id; "" keeps it."""
    if not session_id:
        return state
    return replace(state, session=replace(state.session, id=session_id))


class _Head(Struct, frozen=True):
    """What every version of the schema has."""

    schema: str
    version: int

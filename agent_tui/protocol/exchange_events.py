"""Agent events about files that sessions go to and come from."""

from __future__ import annotations

from agent_tui.protocol.agent_event import AgentEvent
from agent_tui.protocol.exchange import ExportedSession, ImportedSession


class ExchangeProgressed(AgentEvent, frozen=True, kw_only=True, omit_defaults=True):
    """A long export or import goes on; told about twice a second. done, total: turns or
    conversations."""

    is_import: bool
    done: int
    total: int


class SessionExported(AgentEvent, frozen=True, kw_only=True, omit_defaults=True):
    """The answer to `ExportSession`. exported: None when it was stopped."""

    exported: ExportedSession | None


class SessionsImported(AgentEvent, frozen=True, kw_only=True, omit_defaults=True):
    """The answer to `ImportSessions`; see `ImportReport`. path: absolute, of the file."""

    path: str
    sessions: tuple[ImportedSession, ...] = ()
    problems: tuple[str, ...] = ()
    is_stopped: bool = False


ExchangeEvent = ExchangeProgressed | SessionExported | SessionsImported

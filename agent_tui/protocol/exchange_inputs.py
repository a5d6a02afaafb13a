"""User inputs about files that sessions go to and come from."""

from __future__ import annotations

from agent_tui.protocol.exchange import ExportFormat
from agent_tui.protocol.inputs import UserInput


class ExportSession(UserInput, frozen=True, kw_only=True, omit_defaults=True):
    """Write the session to a new file; answered by `SessionExported`, or a notice. One at a time.
    path: relative to the session's folder, absolute or with "~/"; "" is that folder, and in a
    folder the file is called after title and day."""

    path: str = ""
    format: ExportFormat = ExportFormat.MARKDOWN
    has_thinking: bool = True


class ImportSessions(UserInput, frozen=True, kw_only=True, omit_defaults=True):
    """Make stored sessions of the conversations in a file; answered by `SessionsImported`, or a
    notice. One at a time. path: see `ExportSession`."""

    path: str


class StopExchange(UserInput, frozen=True, kw_only=True, omit_defaults=True):
    """Stop a running export, of which nothing is left then, or import, of which the sessions stay
    that are there. Harmless when none runs."""


ExchangeInput = ExportSession | ImportSessions | StopExchange

"""Inputs about files that sessions go to and come from, addressed to the session that is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent_tui.protocol.exchange import ExportFormat
from agent_tui.protocol.exchange_inputs import ExportSession, ImportSessions, StopExchange

if TYPE_CHECKING:
    from agent_tui.ui.input_link import InputLink


class ExchangeLink:
    """Call on the UI loop."""

    def __init__(self, link: InputLink) -> None:
        self._link = link

    def export_session(self, export_format: ExportFormat, path: str) -> None:
        """Write the session to a file; path: see `ExportSession`."""
        self._link.put(
            ExportSession(session_id=self._link.session_id, format=export_format, path=path)
        )

    def import_sessions(self, path: str) -> None:
        """Make sessions of the conversations in a file."""
        self._link.put(ImportSessions(session_id=self._link.session_id, path=path))

    def stop_exchange(self) -> None:
        """Stop a running export or import."""
        self._link.put(StopExchange(session_id=self._link.session_id))

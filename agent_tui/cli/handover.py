"""What boot hands to the command line; it lives above this room, so only its shape is known
here."""

from __future__ import annotations

from typing import Protocol

from agent_tui.config.type_ahead import EarlyTerminal


class Handover(EarlyTerminal, Protocol):
    """The terminal, prepared for the full screen while the program was being imported."""

    def give_back(self) -> None:
        """Put the terminal back as it was found; plain text may follow. May be called again."""
        ...

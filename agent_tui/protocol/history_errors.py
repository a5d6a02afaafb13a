"""What is wrong with a history that a host gave."""

from __future__ import annotations

from agent_tui.errors import AgentTuiError


class HistoryInvalid(AgentTuiError):
    """Messages that a host gave cannot be a history; nothing was changed.

    index: of the message at fault, from 0: among those that were given to `restore`, else in the
    whole history; -1 when it is none of them.
    """

    title = "This is no history"

    def __init__(self, text: str, *, index: int = -1) -> None:
        super().__init__(text)
        self.index = index

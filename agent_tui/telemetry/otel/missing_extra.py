"""The error that says how to install what an extra brings."""

from __future__ import annotations

from agent_tui.errors import AgentTuiError


class MissingExtra(AgentTuiError):
    """What was asked for needs a package that comes with an extra. extra: its name."""

    title = "Not installed"

    def __init__(self, what: str, *, extra: str) -> None:
        super().__init__(
            f"{what} needs a package that is not installed. Install it with: "
            f'pip install "agent-tui[{extra}]"'
        )
        self.extra = extra

"""What the user reads about an error that ended the program."""

from __future__ import annotations

from agent_tui.errors import AgentTuiError, SessionNotFound


def text_of_failure(error: BaseException) -> str:
    """One or two sentences, never a traceback. A foreign error's own text stays in the log: it may
    carry secrets."""
    if isinstance(error, SessionNotFound):
        return f"{error} See all with: agent-tui sessions list"
    if isinstance(error, AgentTuiError):
        return str(error)
    return (
        f"agent-tui met an unexpected {type(error).__name__} and had to stop. "
        "The log has the details: agent-tui logs"
    )

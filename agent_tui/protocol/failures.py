"""An error as data: what crosses the wire and the journal instead of an exception."""

from __future__ import annotations

from msgspec import Struct

from agent_tui.errors import AgentTuiError, ProviderError


class Failure(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What failed and what to do next.

    kind: class name of the error, for programs. title: a few words, for the screen. text: one or
    two sentences that name the thing and the way out. retry_after_s: the provider's wish, in
    seconds.
    """

    kind: str
    title: str
    text: str
    is_retryable: bool = False
    retry_after_s: float | None = None
    request_id: str = ""


def failure_from(error: BaseException) -> Failure:
    """The data form of any error. Errors that are not ours are described by their class name only:
    their text may carry secrets, and belongs in the log."""
    if isinstance(error, ProviderError):
        return Failure(
            kind=type(error).__name__,
            title=error.title,
            text=str(error),
            is_retryable=error.is_retryable,
            retry_after_s=error.retry_after_s,
            request_id=error.request_id,
        )
    if isinstance(error, AgentTuiError):
        return Failure(kind=type(error).__name__, title=error.title, text=str(error))
    return Failure(
        kind=type(error).__name__,
        title="Internal error",
        text=f"Unexpected {type(error).__name__}; details in the log.",
    )

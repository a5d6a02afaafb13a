"""What people are told about a window that fills up."""

from __future__ import annotations

from agent_tui.protocol.events import NoticeRaised
from agent_tui.protocol.failures import Failure
from agent_tui.protocol.status import NoticeLevel

HOOK_REFUSED = "HookRefused"
"""The kind of failure of a summary that a hook does not want."""


def nearly_full(share: float, *, auto_at: float) -> NoticeRaised:
    """The window is filling. share: of it, from 0. auto_at: the share at which it is summarised,
    0 for never."""
    if auto_at:
        then = f"At {100 * auto_at:.0f} % the earlier part is summarised; /compact does it now."
    else:
        then = "/compact summarises the earlier part, /new starts afresh."
    return NoticeRaised(
        level=NoticeLevel.WARNING,
        title=f"The context window is {100 * share:.0f} % full",
        text=f"{then} /context shows what fills it.",
    )


def automatic_failed(failure: Failure, *, is_last: bool) -> NoticeRaised:
    """The conversation goes on as it is. is_last: it is not tried again."""
    off = " It failed three times in a row and is off for this session." if is_last else ""
    return NoticeRaised(
        level=NoticeLevel.WARNING,
        title="The earlier conversation could not be summarised",
        text=f"{failure.title}: {failure.text}{off} /compact tries again.",
    )


def automatic_refused(failure: Failure) -> NoticeRaised:
    """A hook of the host wants no summary; told once, though it is asked again."""
    return NoticeRaised(
        level=NoticeLevel.INFO,
        title="The earlier conversation is not summarised",
        text=f"{failure.title}: {failure.text}",
    )


def refused_by_hook(reason: str) -> Failure:
    """A hook of the host wants no summary."""
    return Failure(kind=HOOK_REFUSED, title="A hook refused the summary", text=reason)


def is_compacting() -> NoticeRaised:
    """One at a time."""
    return NoticeRaised(
        level=NoticeLevel.INFO,
        title="A summary is being made",
        text="Wait for it, or stop it with Esc.",
    )


def nothing_to_undo() -> NoticeRaised:
    """No summary counts now."""
    return NoticeRaised(
        level=NoticeLevel.INFO,
        title="Nothing is summarised",
        text="Everything is sent as it was said; there is nothing to undo.",
    )


def nothing_to_pin() -> NoticeRaised:
    """Such a message is not there."""
    return NoticeRaised(
        level=NoticeLevel.INFO,
        title="Nothing to pin",
        text="Only prompts and answers of this session can be pinned.",
    )


NOTHING_TO_COMPACT = Failure(
    kind="NothingToCompact",
    title="There is nothing to summarise yet",
    text="What was said is short, or what remains stays word for word anyway.",
)

NOT_SHORTER = Failure(
    kind="NotShorter",
    title="The summary would not be shorter",
    text="Most of the window is taken by what stays word for word, or by instructions and tools. "
    "/context shows it; p in the transcript lets pinned messages go.",
)

OUT_OF_PLACE = Failure(
    kind="OutOfPlace",
    title="The summary does not fit any more",
    text="The conversation has changed since it was written. Try /compact again.",
)

"""Sentences that checkpoints tell the user."""

from __future__ import annotations

from collections.abc import Sequence

from agent_tui.protocol.checkpoint_ports import MAX_KEPT_BYTES
from agent_tui.protocol.checkpoints import (
    FileRewindOutcome,
    FileRewindResult,
    RewindAction,
    RewindOutcome,
)
from agent_tui.protocol.events import NoticeRaised
from agent_tui.protocol.status import NoticeLevel

_SHOWN_FILES = 12
_LEFT = (RewindOutcome.CONFLICT, RewindOutcome.FAILED)
_DONE = {
    RewindAction.RESTORE: "Put back",
    RewindAction.RECREATE: "Made again",
    RewindAction.DELETE: "Removed",
}


def limit_reached(name: str, limit_mb: int) -> NoticeRaised:
    """The first file that did not fit."""
    return _not_kept(
        "The checkpoints are full",
        f"The checkpoints of this session have reached {limit_mb} MB. From here on former contents "
        f"are not kept, and a rewind cannot bring them back; {name} is the first. Raise "
        "checkpoint_limit_mb to keep more.",
    )


def too_large(name: str) -> NoticeRaised:
    """The first file above the size."""
    return _not_kept(
        "A large file was not kept",
        f"{name} is larger than {MAX_KEPT_BYTES // (1024 * 1024)} MB, so a rewind cannot bring its "
        "former content back. The same holds for others of this size.",
    )


def keeping_failed(name: str, reason: str) -> NoticeRaised:
    """The first file that the disk refused."""
    return _not_kept(
        "A file was not kept",
        f"The former content of {name} could not be stored, so a rewind cannot bring it back. "
        f"{reason}",
    )


def rewound(result: FileRewindResult, *, is_redo: bool) -> NoticeRaised:
    """What a rewind or a redo has done, and what it has not."""
    left = [row for row in result.rows if row.outcome in _LEFT]
    lines = list(_done_lines(result.with_outcome(RewindOutcome.RESTORED)))
    lines += [f"Left as it is: {row.name}. {row.reason}" for row in left[:_SHOWN_FILES]]
    if len(left) > _SHOWN_FILES:
        lines.append(f"Left as they are, too: {len(left) - _SHOWN_FILES} more files.")
    if result.problem:
        lines.append(result.problem)
    elif result.rows and not lines:
        lines.append("Every file is as it was; nothing had to be changed.")
    if result.command_count:
        count = result.command_count
        were = "command ran" if count == 1 else "commands ran"
        lines.append(f"{count} {were} since; what commands changed is not taken back.")
    return NoticeRaised(
        level=NoticeLevel.WARNING if left else NoticeLevel.INFO,
        title="Files brought back" if is_redo else "Files rewound",
        text="\n".join(lines),
    )


def _done_lines(done: Sequence[FileRewindOutcome]) -> Sequence[str]:
    lines = []
    for action, words in _DONE.items():
        names = [row.name for row in done if row.action is action]
        more = f" and {len(names) - _SHOWN_FILES} more" if len(names) > _SHOWN_FILES else ""
        if names:
            lines.append(f"{words}: {', '.join(names[:_SHOWN_FILES])}{more}.")
    return lines


def _not_kept(title: str, text: str) -> NoticeRaised:
    return NoticeRaised(level=NoticeLevel.WARNING, title=title, text=text)

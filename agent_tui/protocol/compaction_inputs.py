"""User inputs about what is sent of a long conversation: summaries and pins."""

from __future__ import annotations

from agent_tui.protocol.inputs import UserInput


class CompactSession(UserInput, frozen=True, kw_only=True, omit_defaults=True):
    """Let the model summarise the earlier conversation; answered by `CompactionStarted`, then
    `CompactionProposed` or `CompactionEnded`. Nothing changes before `ApplyCompaction`. focus: what
    to keep in mind above all."""

    focus: str = ""


class ApplyCompaction(UserInput, frozen=True, kw_only=True, omit_defaults=True):
    """Use a proposed summary from the next request on; told by `CompactionEnded`. summary: its
    text, perhaps edited. Ignored when that proposal is not open any more."""

    compaction_id: str
    summary: str


class DismissCompaction(UserInput, frozen=True, kw_only=True, omit_defaults=True):
    """Drop a proposal, or stop while it is being written. Ignored when it is not open any more."""

    compaction_id: str


class UndoCompaction(UserInput, frozen=True, kw_only=True, omit_defaults=True):
    """Send what the last summary stands for in full again; told by `CompactionEnded`."""


class PinMessage(UserInput, frozen=True, kw_only=True, omit_defaults=True):
    """Keep a message word for word whatever is summarised; told by `PinsChanged`. message_id: of a
    prompt or an answer, or of one of its parts; "": the last answer."""

    message_id: str = ""
    is_pinned: bool = True


CompactionInput = CompactSession | ApplyCompaction | DismissCompaction | UndoCompaction | PinMessage

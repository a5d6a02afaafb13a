"""Agent events about the tree of a session's turns."""

from __future__ import annotations

from agent_tui.protocol.agent_event import AgentEvent
from agent_tui.protocol.branches import RewindStep, TreeTurn
from agent_tui.protocol.checkpoints import FileRewindPreview, FileRewindResult
from agent_tui.protocol.images import PromptImage


class SessionRewound(AgentEvent, frozen=True, kw_only=True, omit_defaults=True):
    """The session stands elsewhere on its tree, or its files do; the present was told before, by
    `SessionOpened` and what follows it. text, images: the prompt that left the history and goes
    back to who wrote it. can_redo: `RedoTurn` takes this back. files: what became of them, None
    when they were not to be touched."""

    step: RewindStep
    text: str = ""
    images: tuple[PromptImage, ...] = ()
    can_redo: bool = False
    files: FileRewindResult | None = None


class RewindPreviewed(AgentEvent, frozen=True, kw_only=True, omit_defaults=True):
    """The answer to `PreviewRewind`. message_id: of the prompt that was asked about."""

    message_id: str
    files: FileRewindPreview


class TreeListed(AgentEvent, frozen=True, kw_only=True, omit_defaults=True):
    """The answer to `ListTree`: the turns of all branches, in the order of their beginning."""

    turns: tuple[TreeTurn, ...]

"""What is known of a session, as an immutable snapshot."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from agent_tui.protocol.images import PromptImage
from agent_tui.protocol.permissions import PermissionMode
from agent_tui.protocol.skills import Skill
from agent_tui.protocol.status import SessionStatus
from agent_tui.protocol.usage import Usage


class Delivery(StrEnum):
    """When a prompt that was sent while a turn runs reaches the model."""

    QUEUE = "queue"  # when the turn has ended, as a turn of its own
    STEER = "steer"  # with the turn's next request; when there is none, like a queued one


class QueueOnStop(StrEnum):
    """What becomes of the waiting prompts when the user stops a turn."""

    KEEP = "keep"  # they wait for the user
    RESTORE = "restore"  # they go back to who wrote them
    SEND = "send"  # the next one starts at once


class QueuedPrompt(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A prompt that waits for the running turn, for its end or only for its next request.
    created: Unix time in seconds. max_iterations: steps of its turn, 0: what the settings say."""

    id: str
    text: str
    created: float = 0.0
    delivery: Delivery = Delivery.QUEUE
    images: tuple[PromptImage, ...] = ()
    max_iterations: int = 0


class SessionInfo(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A snapshot of one session; a new one replaces it, nothing in it changes.

    created, updated: Unix time in seconds. context_window: tokens the model can take, 0 when
    unknown. context_tokens: tokens of the last request and answer; is_context_estimated: counted
    by us, because the provider did not say. is_saved: this session is written to disk.
    is_read_only: another process or a newer version owns the file. path: folder on disk, "" when
    nothing was written yet. permission_mode: what it may do without asking.
    first_prompt, last_prompt: the first line of each, as lists of stored sessions know it.
    forked_from: id of the session that this one began as a copy of. imported_from: the program
    and file that it was imported from, for people. skills: that are active.
    """

    id: str
    cwd: str = ""
    title: str = ""
    provider: str = ""
    model: str = ""
    created: float = 0.0
    updated: float = 0.0
    message_count: int = 0
    status: SessionStatus = SessionStatus.IDLE
    context_window: int = 0
    context_tokens: int = 0
    is_context_estimated: bool = False
    usage: Usage = Usage()
    is_saved: bool = False
    is_read_only: bool = False
    path: str = ""
    permission_mode: PermissionMode = PermissionMode.ASK
    first_prompt: str = ""
    last_prompt: str = ""
    forked_from: str = ""
    imported_from: str = ""
    skills: tuple[Skill, ...] = ()

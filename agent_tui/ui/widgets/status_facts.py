"""What is known about the shown session and the program, for the status bar and the keys."""

from __future__ import annotations

from msgspec import Struct

from agent_tui.protocol.sessions import SessionInfo
from agent_tui.protocol.status import AppState


class StatusFacts(Struct):
    """A mutable record, owned by the UI loop; forwarders write, the status bar and the keys read.

    Times are seconds of the screen's monotonic clock. activity: what the turn is doing, for people.
    retry_at: when the request is sent again, None when no retry is due; retry_cause: why, for
    people. hint: the answer to the last key, shown in place of the usual hints. lesson: a hint for
    those who are new. editing_mode: how the composer edits, "" for as always. command_line: typed
    in it, with its first sign. has_draft: something stands in the composer. send_hint: what sending
    it does while a turn runs, "" without a draft. running_shells: ids of the user's shell commands
    that run, the newest last. unseen_count: blocks below the visible part of the transcript, None
    while it follows. has_turns: something was said in this session. is_waiting_for_user: a
    permission request or question of it is open; others: what
    is said of the other open sessions, longest form first, () when there are none;
    is_other_urgent: one of them waits for the user or has failed. compaction_id, compacting:
    the summary that is being written, and what is said of it; "" for none.
    """

    info: SessionInfo | None = None
    app_state: AppState = AppState.INITIALIZED
    state_detail: str = ""
    turn_started_at: float | None = None
    activity: str = ""
    retry_at: float | None = None
    retry_cause: str = ""
    queued_count: int = 0
    stashed_count: int = 0
    unseen_count: int | None = None
    hint: str = ""
    send_hint: str = ""
    has_draft: bool = False
    running_shells: tuple[str, ...] = ()
    lesson: str = ""
    editing_mode: str = ""
    command_line: str = ""
    has_turns: bool = False
    others: tuple[str, ...] = ()
    is_other_urgent: bool = False
    is_waiting_for_user: bool = False
    compaction_id: str = ""
    compacting: str = ""

    @property
    def is_running(self) -> bool:
        """A turn runs in the shown session."""
        return self.turn_started_at is not None

    @property
    def can_stop(self) -> bool:
        """A turn runs, or a model writes a summary."""
        return self.is_running or bool(self.compacting)

    @property
    def is_leaving(self) -> bool:
        """The exit door is open."""
        return self.app_state in (AppState.SHUTTING_DOWN, AppState.TERMINATED)

    @property
    def is_moving(self) -> bool:
        """Something on the status bar changes with time, so that it must be painted again and
        again."""
        if self.app_state is AppState.TERMINATED:
            return False
        if self.is_running and self.is_waiting_for_user and self.retry_at is None:
            return self.is_leaving
        return self.can_stop or self.is_leaving or self.info is None

    def end_turn(self) -> None:
        """Forget everything about the running turn."""
        self.turn_started_at = self.retry_at = None
        self.activity = self.retry_cause = ""

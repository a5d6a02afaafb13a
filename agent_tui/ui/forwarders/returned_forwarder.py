"""Gives texts back to who wrote them: refused prompts, a returned queue, the prompt of a turn that
was undone behind the view, what was meant for a session that did not open. Into the draft of their
own session, never of another one."""

from __future__ import annotations

from collections.abc import Callable

from agent_tui.protocol.agent_event import AgentEvent
from agent_tui.protocol.branch_events import SessionRewound
from agent_tui.protocol.events import PromptRefused, SessionClosed, SessionOpened, StageChanged
from agent_tui.protocol.images import PromptImage
from agent_tui.protocol.prompt_events import QueueReturned
from agent_tui.protocol.session_events import SessionNotOpened
from agent_tui.protocol.status import AppState, NoticeLevel
from agent_tui.ui.engine_link import EngineLink
from agent_tui.ui.sessions.draft_switch import DraftSwitch
from agent_tui.ui.sessions.open_sessions import OpenSessions
from agent_tui.ui.widgets.composer import Composer
from agent_tui.ui.widgets.draft_keeper import DraftKeeper

_CLOSED_TITLE = "The application has closed this session"
_CLOSED_TEXT = "What was said is saved, what you write stays here. /new or /resume goes on."

ShowNotice = Callable[[NoticeLevel, str, str], object]


class ReturnedForwarder:
    """To the composer, and to the drafts of the sessions behind. It sees the events of all
    sessions. show_notice: of the screen."""

    events = (
        SessionOpened,
        SessionClosed,
        SessionNotOpened,
        PromptRefused,
        QueueReturned,
        SessionRewound,
        StageChanged,
    )

    def __init__(
        self,
        link: EngineLink,
        composer: Composer,
        keeper: DraftKeeper,
        drafts: DraftSwitch,
        sessions: OpenSessions,
        *,
        show_notice: ShowNotice,
    ) -> None:
        self._link, self._composer, self._keeper = link, composer, keeper
        self._drafts, self._sessions, self._show_notice = drafts, sessions, show_notice

    def forward(self, event: AgentEvent) -> None:
        """Act on one event."""
        match event:
            case SessionOpened(info=info) if not self._sessions.is_shown(info.id):
                self._drafts.note(info.id, event.draft, event.draft_extras)
            case SessionClosed():
                self._closed(event)
            case SessionNotOpened(session_id=session_id):
                self._give(self._link.opening_failed(session_id))
            case StageChanged(state=AppState.SHUTTING_DOWN):
                # The session that was about to open will not: what was typed for it stays here.
                self._give(self._link.give_up_opening())
                # Whoever asked to leave, a signal perhaps: what is being written must reach the
                # disk.
                self._keeper.keep_now()
            case PromptRefused(text=text, failure=failure):
                self._refused(event, text, failure.title, failure.text)
            case QueueReturned():
                self._queue_returned(event)
            case SessionRewound() if not self._is_written_here(event):
                # In view it is the composer's, see `BranchScreens`; a draft stays in either place.
                self._drafts.add_to_blank(event.session_id, event.text, event.images)

    def _queue_returned(self, event: QueueReturned) -> None:
        text = "\n\n".join(prompt.text for prompt in event.prompts)
        images = tuple(image for prompt in event.prompts for image in prompt.images)
        if self._is_written_here(event):
            self._give(text, images)
            self._keeper.keep_now()
        else:
            self._drafts.add(event.session_id, text, images)

    def _closed(self, event: SessionClosed) -> None:
        self._drafts.forget(event.session_id)
        if event.reason != "shutdown" and self._is_written_here(event):
            self._show_notice(NoticeLevel.INFO, _CLOSED_TITLE, _CLOSED_TEXT)

    def _refused(self, event: AgentEvent, text: str, title: str, reason: str) -> None:
        if self._is_written_here(event):
            self._give(text)
            return
        session = self._sessions.find(event.session_id)
        name = f"a prompt for '{session.title}'" if session else "a prompt for a closed session"
        is_kept = self._drafts.add(event.session_id, text)
        where = "It is in the draft there." if is_kept else "The list of past prompts has it."
        self._show_notice(NoticeLevel.WARNING, f"{title}: {name}", f"{reason} {where}")

    def _is_written_here(self, event: AgentEvent) -> bool:
        """What stands in the composer belongs to the event's session."""
        is_shown = event.session_id == "" or self._sessions.is_shown(event.session_id)
        return is_shown and not self._link.is_opening

    def _give(self, text: str, images: tuple[PromptImage, ...] = ()) -> None:
        if text:
            self._composer.put_back(text, images)

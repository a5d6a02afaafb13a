"""Gives each session its own unsent text when the view turns from one to another."""

from __future__ import annotations

from msgspec.structs import replace

from agent_tui.protocol.drafts import NO_EXTRAS, DraftExtras
from agent_tui.protocol.images import PromptImage
from agent_tui.ui.engine_link import EngineLink
from agent_tui.ui.widgets.composer import Composer
from agent_tui.ui.widgets.draft_keeper import DraftKeeper


class DraftSwitch:
    """Takes the draft away before another session is asked for, so that what is typed until it is
    there belongs to that one; and remembers the drafts of the sessions behind. Call on the UI
    loop."""

    def __init__(self, link: EngineLink, composer: Composer, keeper: DraftKeeper) -> None:
        self._link, self._composer, self._keeper = link, composer, keeper
        self._behind: dict[str, tuple[str, DraftExtras]] = {}  # by session

    def leave(self) -> None:
        """The shown session gives way: keep its draft, and empty the composer."""
        self._composer.end_recall()
        self._keeper.keep_now()
        self._behind[self._link.session_id] = self._composer.kept_draft
        self._composer.begin_anew()

    def arrive(self, draft: str, extras: DraftExtras) -> None:
        """Another session is in view, and this is its draft; it comes before what was typed
        since."""
        self._behind.pop(self._link.session_id, None)
        self._keeper.start_from(draft, extras)
        self._composer.restore(draft, extras)

    def come_back(self) -> None:
        """The other session did not come: what was left stands before what was typed since."""
        self.arrive(*self._behind.get(self._link.session_id, ("", NO_EXTRAS)))

    def note(self, session_id: str, draft: str, extras: DraftExtras) -> None:
        """The draft of a session behind."""
        self._behind[session_id] = (draft, extras)

    def forget(self, session_id: str) -> None:
        """The session is closed."""
        self._behind.pop(session_id, None)

    def add_to_blank(
        self, session_id: str, text: str, images: tuple[PromptImage, ...] = ()
    ) -> None:
        """Like `add`, where nothing is written yet; else nothing happens."""
        if text and not self._behind.get(session_id, ("", NO_EXTRAS))[0].strip():
            self.add(session_id, text, images)

    def add(self, session_id: str, text: str, images: tuple[PromptImage, ...] = ()) -> bool:
        """Put a text behind the draft of a session that is not in view, or is about to leave it.
        False when nobody knows its draft: it is not open."""
        if session_id not in self._behind:
            return False
        draft, extras = self._behind[session_id]
        # Behind it: the places of its pastes are counted from the start.
        joined = f"{draft}\n\n{text}" if draft.strip() else text
        kept = extras if draft.strip() else replace(extras, pastes=())
        self.note(session_id, joined, replace(kept, images=(*kept.images, *images)))
        return self._link.save_draft_behind(session_id, *self._behind[session_id])

"""Keeps the unsent text on disk while it is written, without a write for every key."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from agent_tui.protocol.drafts import NO_EXTRAS, DraftExtras

DRAFT_DELAY_S = 0.25
"""Seconds from the first change until the text is kept; later changes do not push it away."""


class StoppableTimer(Protocol):
    """What a timer must offer to be called off."""

    def stop(self) -> None:
        """Call it off."""
        ...


class DraftKeeper:
    """Debounces drafts. set_timer: starts a one-shot timer; save: keeps one, "" without extras
    forgets it; draft: what is unsent now."""

    def __init__(
        self,
        set_timer: Callable[[float, Callable[[], None]], StoppableTimer],
        save: Callable[[str, DraftExtras], None],
        draft: Callable[[], tuple[str, DraftExtras]],
    ) -> None:
        self._set_timer = set_timer
        self._save = save
        self._draft = draft
        self._timer: StoppableTimer | None = None
        self._kept = ("", NO_EXTRAS)

    def text_changed(self, *, is_empty: bool) -> None:
        """The text is another one now. An emptied composer is kept at once: a sent prompt is no
        draft."""
        if is_empty:
            self.keep_now()
        elif self._timer is None:
            self._timer = self._set_timer(DRAFT_DELAY_S, self.keep_now)

    def start_from(self, draft: str, extras: DraftExtras) -> None:
        """A session was opened, and this is what its disk holds."""
        self._kept = (draft, extras)
        if self._draft() != self._kept:
            self.text_changed(is_empty=False)

    def keep_now(self) -> None:
        """Keep the draft without waiting, if it differs from what was kept."""
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
        draft = self._draft()
        if draft != self._kept:
            self._kept = draft
            self._save(*draft)

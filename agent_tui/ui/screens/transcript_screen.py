"""A screen with a transcript: its keys work while the composer has the focus."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.screen import Screen

if TYPE_CHECKING:
    from agent_tui.ui.transcript.transcript import Transcript


class TranscriptScreen(Screen[None]):
    """Hands keys on to the transcript, and does for it what reaches beyond it."""

    transcript: Transcript | None = None
    """None until the first picture is painted."""

    def action_toggle_tool_output(self) -> None:
        """Open or close what tools have printed."""
        if self.transcript is not None:
            self.transcript.action_toggle_tool_output()

    def action_transcript_page_up(self) -> None:
        """Scroll the transcript while the composer keeps the focus."""
        if self.transcript is not None:
            self.transcript.action_page_up()

    def action_transcript_page_down(self) -> None:
        """Scroll the transcript while the composer keeps the focus."""
        if self.transcript is not None:
            self.transcript.action_page_down()

    def action_transcript_home(self) -> None:
        """Go to the start of the transcript."""
        if self.transcript is not None:
            self.transcript.action_scroll_home()

    def action_transcript_end(self) -> None:
        """Go to the end of the transcript and follow it again."""
        if self.transcript is not None:
            self.transcript.action_scroll_end()

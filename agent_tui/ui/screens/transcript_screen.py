"""A screen with a transcript: its keys work while the composer has the focus."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.widgets import TextArea

from agent_tui.ui.parts import ScreenPart

if TYPE_CHECKING:
    from agent_tui.ui.commands.command import CommandHost
    from agent_tui.ui.outside.outside import Outside
    from agent_tui.ui.transcript.transcript import Transcript
    from agent_tui.ui.transcript.wanted import (
        ConversationWanted,
        CopyWanted,
        OpenWanted,
        PinWanted,
    )
    from agent_tui.ui.widgets.composer import Composer


class TranscriptScreen(ScreenPart):
    """Hands keys on to the transcript, and does for it what reaches beyond it."""

    transcript: Transcript | None = None
    """None until the first picture is painted."""
    composer: Composer

    def __init__(self, host: CommandHost) -> None:
        super().__init__()
        self._host = host

    @property
    def outside(self) -> Outside:
        """What lies beyond the screen."""
        return self._host.outside

    def on_copy_wanted(self, message: CopyWanted) -> None:
        """Copy what the transcript, or a list beside it, gives."""
        self.outside.copy(message.text, message.what, to_primary_only=message.to_primary_only)

    def on_pin_wanted(self, message: PinWanted) -> None:
        """Pin a message, or let it go."""
        self._host.link.compaction.pin(message.message_id, is_pinned=message.is_pinned)

    def on_undo_wanted(self) -> None:
        """Undo the last summary."""
        self._host.link.compaction.undo_compaction()

    def on_open_wanted(self, message: OpenWanted) -> None:
        """Open a link."""
        self.outside.open(message.target)

    def copy_selection(self) -> bool:
        """Copy what is selected in the transcript. False when nothing is, or when the field that
        has the focus has a selection of its own."""
        field = self.focused
        has_own = isinstance(field, TextArea) and bool(field.selected_text)
        if has_own or self.transcript is None or not self.transcript.has_selection:
            return False
        self.transcript.action_copy()
        return True

    def end_selection(self) -> bool:
        """Select nothing any more. False when nothing is selected, or the focus is elsewhere."""
        transcript = self.transcript
        if transcript is None or not (transcript.has_focus and transcript.has_selection):
            return False
        transcript.clear_selection()
        return True

    def on_conversation_wanted(self, message: ConversationWanted) -> None:
        """Take the conversation to the editor, or to the terminal's scrollback."""
        self.outside.show_conversation(message.text, in_editor=message.in_editor)

    def on_travel_view_conversation_awaited(self) -> None:
        """Say why nothing happens yet."""
        self.outside.say("gathering the conversation …")

    def action_toggle_tool_output(self) -> None:
        """Open or close what tools have printed."""
        if self.transcript is not None:
            self.transcript.action_toggle_tool_output()

    def action_toggle_thinking(self) -> None:
        """Open or fold what the model has thought."""
        if self.transcript is not None:
            self.transcript.action_toggle_thinking()

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

    def action_previous_turn(self) -> None:
        """The prompt above comes to the top, whatever has the focus."""
        if self.transcript is not None:
            self.transcript.action_previous_turn()

    def action_next_turn(self) -> None:
        """The prompt below comes to the top, whatever has the focus."""
        if self.transcript is not None:
            self.transcript.action_next_turn()

    def open_conversation(self) -> None:
        """Open the conversation in the editor."""
        if self.transcript is not None:
            self.transcript.action_edit_conversation()

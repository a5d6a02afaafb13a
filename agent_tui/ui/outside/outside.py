"""`Outside`: what the screen can do beyond itself, behind one door."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from agent_tui.config.settings import ClipboardName
from agent_tui.protocol.desktop import Desktop, PastedContent
from agent_tui.ui.outside.clipboard import Clipboard
from agent_tui.ui.outside.conversation import Conversation
from agent_tui.ui.outside.conversation_saving import ConversationSaving
from agent_tui.ui.outside.draft_editing import Accept, DraftEditing
from agent_tui.ui.outside.dropped_files import DroppedFile, DroppedFiles
from agent_tui.ui.outside.opening import Opening
from agent_tui.ui.outside.outside_host import OutsideHost
from agent_tui.ui.outside.pasting import Pasting

_NOT_HERE = "nothing can be opened from here"


class Outside:
    """Call on the UI loop; nothing here waits or raises. desktop: None in an application that was
    given none; it copies through the terminal and opens nothing."""

    def __init__(
        self, host: OutsideHost, desktop: Desktop | None, clipboard_mode: ClipboardName
    ) -> None:
        self._host = host
        self._clipboard = Clipboard(host, desktop, clipboard_mode)
        self._opening = Opening(host, desktop, self._clipboard) if desktop else None
        self._conversation = Conversation(host, desktop) if desktop else None
        self._draft_editing = DraftEditing(host, desktop) if desktop else None
        self._saving = ConversationSaving(host, desktop) if desktop else None
        self._dropped_files = DroppedFiles(host, desktop) if desktop else None
        may_read = desktop if clipboard_mode == "auto" else None
        self._pasting = Pasting(host, may_read) if may_read else None

    def say(self, hint: str) -> None:
        """Answer a command in the status bar for a moment. hint: harmless, one line."""
        self._host.say(hint)

    def copy(self, text: str, what: str = "", *, to_primary_only: bool = False) -> None:
        """Copy a text and say so. what: in a word or two, "" says nothing. See `CopyWanted`."""
        self._clipboard.copy(text, what, to_primary_only=to_primary_only)

    def open(self, target: str) -> None:
        """Open a link. See `OpenWanted`."""
        if self._opening is None:
            self._host.say(_NOT_HERE)
        else:
            self._opening.open(target)

    def show_conversation(self, text: str, *, in_editor: bool) -> None:
        """Show a conversation. See `ConversationWanted`."""
        if self._conversation is None:
            self._host.say(_NOT_HERE)
        else:
            self._conversation.open(text, in_editor=in_editor)

    def edit_draft(self, text: str, accept: Accept) -> None:
        """Edit a text in the user's editor. accept: gets it back when it was changed."""
        if self._draft_editing is None:
            self._host.say(_NOT_HERE)
        else:
            self._draft_editing.open(text, accept)

    def save_conversation(
        self, text: str, name: str, *, may_replace: bool, saved: Callable[[], None]
    ) -> None:
        """Save a conversation and say so. name: as `Desktop.save_file` takes it. saved: called when
        it is done."""
        if self._saving is None:
            self._host.say(_NOT_HERE)
        else:
            self._saving.save(text, name, may_replace=may_replace, saved=saved)

    def name_dropped(
        self,
        readings: Sequence[Sequence[str]],
        accept: Callable[[Sequence[DroppedFile]], None],
    ) -> None:
        """See `DroppedFiles.name`."""
        if self._dropped_files is not None:
            self._dropped_files.name(readings, accept)

    def paste(self, accept: Callable[[PastedContent], None]) -> None:
        """Give `accept` what the clipboard holds. Where it may not be asked, that is nothing."""
        if self._pasting is None:
            accept(PastedContent(problem="nothing was copied here"))
        else:
            self._pasting.paste(accept)

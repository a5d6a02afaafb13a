"""`Outside`: what the screen can do beyond itself, behind one door."""

from __future__ import annotations

from agent_tui.config.settings import ClipboardName
from agent_tui.protocol.desktop import Desktop
from agent_tui.ui.outside.clipboard import Clipboard
from agent_tui.ui.outside.conversation import Conversation
from agent_tui.ui.outside.opening import Opening
from agent_tui.ui.outside.outside_host import OutsideHost

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

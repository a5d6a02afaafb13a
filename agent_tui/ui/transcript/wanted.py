"""What the transcript asks of the screen around it; it does no I/O itself."""

from __future__ import annotations

from textual.message import Message


class CopyWanted(Message):
    """The user wants a text on the clipboard. what: what it is, in a word or two ("answer").
    to_primary_only: it was selected with the mouse, which fills the primary selection and leaves
    the clipboard alone."""

    def __init__(self, text: str, what: str, *, to_primary_only: bool = False) -> None:
        super().__init__()
        self.text = text
        self.what = what
        self.to_primary_only = to_primary_only


class OpenWanted(Message):
    """The user acts on a link. target: a URL, or a place in a file, "path", "path:line" or
    "path:line:column", as the text has it."""

    def __init__(self, target: str) -> None:
        super().__init__()
        self.target = target


class PinWanted(Message):
    """The user pins a message, or lets it go. message_id: its id, or that of one of its parts."""

    def __init__(self, message_id: str, *, is_pinned: bool) -> None:
        super().__init__()
        self.message_id = message_id
        self.is_pinned = is_pinned


class UndoWanted(Message):
    """The user wants everything sent in full again."""


class ConversationWanted(Message):
    """The user wants the whole conversation. in_editor: open in the editor; else printed on the
    terminal's normal screen, where its own scrolling and search work. text: markdown."""

    def __init__(self, text: str, *, in_editor: bool) -> None:
        super().__init__()
        self.text = text
        self.in_editor = in_editor

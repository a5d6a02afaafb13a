"""Where the user is on the chat screen, for a help that begins there."""

from __future__ import annotations

from agent_tui.ui.help.sections import Place
from agent_tui.ui.screens.chat import ChatScreen
from agent_tui.ui.widgets.permission_panel import PermissionPanel


def place_of(chat: ChatScreen) -> Place:
    """What has the focus; a panel that waits counts before the composer."""
    if chat.picker is not None:
        return Place.PICKER
    if chat.code_picker is not None:
        return Place.CODE_PICKER
    if chat.is_search_focused:
        return Place.SEARCH
    if chat.focused is not None and chat.focused is chat.transcript:
        return Place.TRANSCRIPT
    if chat.focused is not None and chat.focused is chat.side_list:
        return Place.SIDEBAR
    panel = chat.dock.open_panel if chat.dock is not None else None
    if panel is None:
        return Place.COMPOSER
    return Place.PERMISSION if isinstance(panel, PermissionPanel) else Place.QUESTION

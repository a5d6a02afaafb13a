"""The chat as a widget inside somebody else's Textual application."""

from agent_tui.ui.chat_view.chat_view import ChatView

__all__ = ["ChatView"]

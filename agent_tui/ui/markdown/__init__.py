"""Incremental markdown to rows of cells. Pure: no widget, no application."""

from agent_tui.ui.markdown.parser import is_warm, warm_up

__all__ = ["is_warm", "warm_up"]

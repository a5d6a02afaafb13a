"""What the application knows of its terminal, as names and values."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from textual.app import App


def terminal_facts(app: App[int]) -> Sequence[tuple[str, str]]:
    """Size, colours, theme. Asks the terminal nothing."""
    colours = app.console.color_system or "none"
    depth = {"truecolor": "16 million", "256": "256", "standard": "16"}.get(colours, colours)
    return (
        ("window", f"{app.size.width}×{app.size.height}"),
        ("colours", depth),
        ("theme", app.theme),
        ("background", "dark" if app.current_theme.dark else "light"),
    )

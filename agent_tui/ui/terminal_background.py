"""Which theme goes with the terminal's background."""

from __future__ import annotations

from collections.abc import Mapping

from textual.message import Message

AUTO_THEME = "auto"
DARK_THEME, LIGHT_THEME = "agent-tui-dark", "agent-tui-light"

# The terminal's own numbers of colours: white, and the light ones that some programs call white.
_LIGHT_NUMBERS = ("7", "15")


class BackgroundTold(Message):
    """The terminal said what its background is, after the screen had opened. colour: "rrggbb"."""

    def __init__(self, colour: str) -> None:
        super().__init__()
        self.colour = colour


def fitting_theme(colour: str, environ: Mapping[str, str]) -> str:
    """Dark or light. colour: what the terminal said, "rrggbb", or "" for nothing; then it is the
    COLORFGBG of some terminals ("0;15"), and dark without that."""
    if colour:
        return LIGHT_THEME if _is_light(colour) else DARK_THEME
    number = environ.get("COLORFGBG", "").rpartition(";")[2]
    return LIGHT_THEME if number in _LIGHT_NUMBERS else DARK_THEME


def _is_light(colour: str) -> bool:
    red, green, blue = (int(colour[at : at + 2], 16) for at in (0, 2, 4))
    # The weights of ITU-R BT.601: how bright a colour looks, 0 to 255.
    return 0.299 * red + 0.587 * green + 0.114 * blue > 127

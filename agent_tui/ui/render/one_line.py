"""Foreign text as one harmless line."""

from __future__ import annotations

from agent_tui.ui.foreign_text import harmless
from agent_tui.ui.render.exact_text import revealed

_MOST_CHARACTERS = 400  # of one piece: more never fits into a row


def one_line(text: str) -> str:
    """The beginning of a foreign text, harmless, its blanks and line ends as single blanks."""
    return " ".join(harmless(text[:_MOST_CHARACTERS]).split())


def name_line(name: str) -> str:
    """The name of a file on one line, harmless; its blanks stay as they are."""
    return name if name.isprintable() else harmless(name).replace("\n", "␊").replace("\t", "␉")


def exact_line(text: str) -> str:
    """The whole of a foreign text on one line, with everything spelled out that the eye would miss:
    for what must be read exactly, such as a rule or a command."""
    return revealed(text).replace("\n", "↵").replace("\t", "→")

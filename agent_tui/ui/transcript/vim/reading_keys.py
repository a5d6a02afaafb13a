"""Which keys the transcript takes itself, instead of the engine. Pure."""

from __future__ import annotations

import re
from typing import NamedTuple

from agent_tui.ui.vim.ex.names import name_at

_IDLE = re.compile(r'(?:".)?(\d*)([gz\[\]]?)')
_YANK = re.compile(r'(?:"(.))?\d*y\d*(g?)')
_TO_MARK = re.compile(r"(?:\".)?\d*(['`])")

CONTROL_KEYS = frozenset(
    {"<Esc>", "<BS>", "<Tab>", "<Up>", "<Down>", "<Left>", "<Right>", "<Home>", "<End>", "<CR>"}
    | {"<PageUp>", "<PageDown>"}
    | {f"<C-{letter}>" for letter in "bdefhjnuvy"}
)
"""What vim takes in the transcript beside characters. The others are bound to actions: the palette,
thinking, tool output, the editor, selecting everything."""

WRITING_KEYS = {"i": "i", "a": "a", "I": "I", "A": "A", "o": "A", "O": "I", "gi": "i", "gI": "I"}
"""Keys that lead to the composer, and by which key its insert mode is begun there."""

_WITHOUT_LINES = frozenset(
    {"", "edit", "help", "marks", "nohlsearch", "quit", "registers", "set", "write", "wq", "xit"}
)


class Typed(NamedTuple):
    """A command of one or two keys. times: its count, 0 for none."""

    name: str
    times: int


def command_typed(pending: str, key: str) -> Typed | None:
    """The command that a key completes; None while it belongs to one that only the engine knows.
    pending: what was typed before it."""
    idle = _IDLE.fullmatch(pending)
    if idle is None:
        return None
    return Typed(idle[2] + key, int(idle[1][:9] or 0))


def yank_to_edge(pending: str, key: str) -> tuple[str, str] | None:
    """The register of a yank up to the start ("gg") or the end ("G") of everything, and which."""
    yank = _YANK.fullmatch(pending)
    if yank is None or yank[2] + key not in ("G", "gg"):
        return None
    return yank[1] or "", yank[2] + key


def leads_to_mark(pending: str) -> bool:
    """The next key names a mark to go to, not one up to which something is yanked."""
    return _TO_MARK.fullmatch(pending) is not None


def count_in(pending: str) -> int:
    """How often a command that is half typed will be done, 0 when nothing says it."""
    counts = [int(digits[:9]) for digits in re.findall(r"\d+", pending)]
    total = 1 if counts else 0
    for count in counts:
        total *= count
    return total


def works_on_lines(line: str) -> bool:
    """A `:` line, without its colon, that is about lines of the text, which has no numbers here."""
    line = line.strip()
    if not line or line.lstrip(":")[:1] in tuple("0123456789%.$'/?,;+-<>&~=#*"):
        return bool(line)
    name, length = name_at(line)
    return bool(length) and name not in _WITHOUT_LINES


def hides_matches(line: str) -> bool:
    """It is `:noh`, in any of its lengths."""
    return name_at(line.strip())[0] == "nohlsearch"

"""The terminal's own way to the clipboard: control sequences that ask it to take a text. Pure."""

from __future__ import annotations

import base64

LONG_BYTES = 100_000
"""Above so many bytes in base64 many terminals cut the text or drop it; hterm and older tmux are
the first."""

_TMUX_START, _TMUX_END = "\x1bPtmux;", "\x1b\\"


def sent_text(text: str) -> str:
    """`text` as it can be handed out: lone surrogates replaced, NULs dropped."""
    return text.replace("\0", "").encode("utf-8", "replace").decode()


def osc52(text: str, *, is_primary: bool, is_in_tmux: bool) -> str:
    """The sequence that asks the terminal. text: see `sent_text`.

    Inside tmux twice: as it is, for a tmux that takes it (set-clipboard on), and wrapped for one
    that hands it through (allow-passthrough on).
    """
    sequence = f"\x1b]52;{'p' if is_primary else 'c'};{_encoded(text)}\a"
    if not is_in_tmux:
        return sequence
    return sequence + _TMUX_START + sequence.replace("\x1b", "\x1b\x1b") + _TMUX_END


def is_long(text: str) -> bool:
    """A terminal may not take it whole."""
    return len(text.encode()) * 4 / 3 > LONG_BYTES


def _encoded(text: str) -> str:
    return base64.b64encode(text.encode()).decode()

"""Sequences of insert mode that stand for other keys, such as "jj" for <Esc>. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from agent_tui.ui.vim.keys import parsed

LONGEST_PAUSE_S = 1.0
"""Between two keys of a sequence; Vim's 'timeoutlen'."""


class VimRemaps:
    """Nothing is held back: the keys of a sequence act, and are taken back when it is complete. So
    what was typed is always seen and always sent."""

    def __init__(self, remaps: Mapping[str, str]) -> None:
        self._sequences = [(parsed(keys), parsed(others)) for keys, others in remaps.items()]
        self._typed: list[str] = []
        self._typed_at_s = 0.0

    def forget(self) -> None:
        """Something else than typing came between."""
        self._typed.clear()

    def after(self, key: str, now_s: float) -> list[str]:
        """The keys that act for this one, in insert or replace mode. now_s: of a steady clock."""
        if not self._sequences:
            return [key]
        if now_s - self._typed_at_s > LONGEST_PAUSE_S or len(key) > 1:
            self._typed.clear()
        self._typed_at_s = now_s
        self._typed.append(key)
        for sequence, others in self._sequences:
            if sequence and self._typed[-len(sequence) :] == sequence:
                self._typed.clear()
                return ["<BS>"] * (len(sequence) - 1) + others
        return [key]

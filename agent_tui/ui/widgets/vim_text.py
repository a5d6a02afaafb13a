"""The composer's text as vim sees it: a paste chip is one character, so that nothing cuts it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from agent_tui.ui.vim.text import Buffer
from agent_tui.ui.widgets.paste_chips import PasteChips

# The last plane for private use: nobody's text has it.
_FIRST_CHIP = 0x100000
_LAST_CHIP = 0x10FFFD


class FoldedChips:
    """Labels to single characters, and back."""

    def __init__(self, chips: PasteChips) -> None:
        self._chips = chips
        self._signs: dict[str, str] = {}
        self._labels: dict[str, str] = {}

    def folded(self, text: str) -> str:
        """A text with one character for each chip."""
        if not self._chips:
            return text
        parts, end = [], 0
        for start, stop in self._chips.spans(text):
            parts += [text[end:start], self._sign(text[start:stop])]
            end = stop
        return "".join([*parts, text[end:]]) if parts else text

    def unfolded(self, text: str) -> str:
        """A text with labels again."""
        if not self._labels or text.isascii():
            return text
        return "".join(self._labels.get(char, char) for char in text)

    def expanded(self, text: str) -> str:
        """A text with what was pasted."""
        return self._chips.expanded(self.unfolded(text))

    def folded_column(self, line: str, column: int) -> int:
        """Where `column` of an unfolded line is to vim."""
        return len(self.folded(line[:column])) if self._chips else column

    def unfolded_column(self, line: str, column: int) -> int:
        """Where vim's `column` is in an unfolded line."""
        if not self._chips:
            return column
        return len(self.unfolded(self.folded(line)[:column]))

    def _sign(self, label: str) -> str:
        if label not in self._signs:
            sign = chr(min(_FIRST_CHIP + len(self._signs), _LAST_CHIP))
            self._signs[label], self._labels[sign] = sign, label
        return self._signs[label]


class ComposerBuffer(Buffer):
    """vim's own text. wraps: where the rows of the screen begin that show a line, in its columns;
    they may be older than the text while a command runs."""

    def __init__(self, text: str, wraps: Callable[[int], Sequence[int]]) -> None:
        super().__init__(text)
        self._wraps = wraps

    def wraps(self, row: int) -> Sequence[int]:
        """See `VimText`."""
        return self._wraps(row)

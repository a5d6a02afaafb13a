"""Growing markdown to rows: only the last block is parsed again."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from agent_tui.ui.foreign_text import ForeignTextStream
from agent_tui.ui.markdown.block_renderer import Pen, render_blocks
from agent_tui.ui.markdown.cuts import cut_inside, finished_blocks, open_block
from agent_tui.ui.markdown.definitions import References, define
from agent_tui.ui.markdown.joint import DrawState, Joint
from agent_tui.ui.markdown.open_fence import OpenFence
from agent_tui.ui.markdown.palette import Palette
from agent_tui.ui.markdown.parser import parse
from agent_tui.ui.markdown.row_writer import Frame
from agent_tui.ui.markdown.source_row import SourceRow

if TYPE_CHECKING:
    from markdown_it.token import Token

# The most source that is parsed and drawn again with each delta; a longer block is cut inside, at
# the first size where that leaves no trace, at the second wherever it can be.
_WINDOW_CHARACTERS = 3_000
_EARLY_CHARACTERS = 1_000
# The header of a table must be seen as a whole; one of 300 columns has this size.
_WIDE_CHARACTERS = 12_000
_MAYBE_HEADER = re.compile(r" {0,3}\|[^\n]*(?:\n[ \t|:-]*)?")
_BLANK_LINES = re.compile(r"(?:[ \t]*\n)*")


class MarkdownRows:
    """The rows of one markdown text that may still grow.

    Any chunking of the same text ends in the same rows. What a delta costs does not grow with the
    text. Not thread-safe; the first use imports the parser.
    """

    def __init__(self, frame: Frame, palette: Palette) -> None:
        self._pen = Pen(frame, palette)
        self._stream = ForeignTextStream()
        self._tail = ""  # source of the block that may still change
        self._prefix_length = 0
        self._window = _EARLY_CHARACTERS
        self._references: References = {}  # defined in what is drawn for good
        self._fence: OpenFence | None = None  # instead of a tail
        self._state = DrawState()
        self._frozen: list[SourceRow] = []
        self._last: list[SourceRow] = []
        self._is_drawn = True

    def append(self, text: str) -> None:
        """Add the next delta; its rows are drawn when somebody asks for them."""
        rest = self._stream.feed(text)
        self._is_drawn = self._is_drawn and not rest
        while rest:
            if self._fence is not None:
                rest = self._feed_fence(self._fence, rest)
                continue
            room = self._window + 1 - len(self._tail)
            self._tail += rest[:room]
            rest = rest[room:]
            self._shorten_tail()

    def finish(self) -> list[SourceRow]:
        """All rows; no more text may come."""
        self._draw()
        if self._fence is not None:
            self._last, self._fence = self._fence.finish(), None
        self._frozen.extend(self._last)
        self._tail, self._last = "", []
        return self._frozen

    @property
    def row_count(self) -> int:
        """How many rows there are now."""
        self._draw()
        return self.frozen_count + len(self._last)

    @property
    def frozen_count(self) -> int:
        """How many rows, from the top, are drawn for good. (Code may still change its colours.)"""
        return len(self._frozen) + (len(self._fence.rows) if self._fence is not None else 0)

    def rows(self) -> list[SourceRow]:
        """All rows there are now."""
        self._draw()
        fence_rows = self._fence.rows if self._fence is not None else []
        return [*self._frozen, *fence_rows, *self._last]

    def _draw(self) -> None:
        """Draw the tail; what is over in it is drawn for good."""
        while not self._is_drawn:
            if self._fence is not None:
                self._last = self._fence.last_rows()
                self._is_drawn = True
                return
            self._shorten_tail()
            source = self._tail
            tokens = self._freeze_finished(source)
            if self._open_fence(tokens, source) or len(self._tail) < len(source):
                continue
            self._last, _ = render_blocks(tokens, source, self._pen, self._state)
            self._is_drawn = True

    def _shorten_tail(self) -> None:
        """Make the tail fit into the window. What happens depends on the window alone, never on the
        text behind it: else it would depend on the size of the deltas."""
        while len(self._tail) > self._window:
            window = self._tail[: self._window]
            length = len(self._tail)
            tokens = self._freeze_finished(window)
            if self._open_fence(tokens, window) or len(self._tail) < length:
                continue
            cut = cut_inside(tokens, window, self._prefix_length)
            most = self._prefix_length + _most_characters(window)
            if self._window < most and not cut.is_traceless(self._state.joint):
                self._window = most
                continue
            portion = window[: cut.end]
            self._freeze(self._parsed(portion), portion, cut.joint, cut.glue)
            self._set_tail(cut.prefix + self._tail[cut.end :], len(cut.prefix))

    def _set_tail(self, tail: str, prefix_length: int = 0) -> None:
        """prefix_length: so much of it was drawn before and only tells what the rest is part of."""
        self._tail = tail
        self._prefix_length = prefix_length
        self._window = prefix_length + _EARLY_CHARACTERS

    def _parsed(self, source: str) -> list[Token]:
        return parse(source, self._references)

    def _freeze_finished(self, source: str) -> list[Token]:
        """Parse the beginning of the tail and freeze its finished blocks. Tokens of the rest."""
        tokens = self._parsed(source)
        count, end = finished_blocks(tokens, source)
        if count:
            self._freeze(tokens[:count], source, Joint.BLOCK)
            self._set_tail(self._tail[end:])
        return tokens[count:]

    def _freeze(
        self, tokens: list[Token], source: str, next_joint: Joint, next_glue: str = "\n"
    ) -> None:
        rows, self._state = render_blocks(
            tokens, source, self._pen, self._state, next_joint=next_joint, next_glue=next_glue
        )
        self._frozen.extend(rows)
        define(tokens, self._references)

    def _open_fence(self, tokens: list[Token], source: str) -> bool:
        """Go over to line by line when the open block is code; False when it is not.

        tokens: of the tail, parsed from `source`, which may have had more in front.
        """
        block = open_block(tokens, source)
        if block is None or block.type != "fence" or block.map is None:
            return False
        if self._state.joint is Joint.RUN_ON:
            self._freeze([], "", Joint.BLOCK)
        # The block starts the tail, except for blank lines at the beginning of a text.
        start = _BLANK_LINES.match(self._tail)
        opening, _, code = self._tail[start.end() if start else 0 :].partition("\n")
        has_gap = self._state.has_rows and self._state.joint is Joint.BLOCK
        self._fence = OpenFence(block, opening, self._pen, has_gap=has_gap)
        self._set_tail("")
        self._tail = self._feed_fence(self._fence, code)
        return True

    def _feed_fence(self, fence: OpenFence, text: str) -> str:
        """Returns what stands behind the fence, "" while it is open."""
        rest = fence.feed(text)
        if rest is None:
            return ""
        rows = fence.finish()
        self._frozen.extend(rows)
        self._state = DrawState(has_rows=self._state.has_rows or bool(rows))
        self._fence = None
        return rest


def _most_characters(window: str) -> int:
    return _WIDE_CHARACTERS if _MAYBE_HEADER.fullmatch(window) else _WINDOW_CHARACTERS

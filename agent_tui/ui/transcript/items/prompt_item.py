"""What the user said: plain text on a quiet band."""

from __future__ import annotations

from collections.abc import Sequence

from rich.segment import Segment

from agent_tui.ui.foreign_text import harmless
from agent_tui.ui.markdown.palette import Palette
from agent_tui.ui.markdown.row_writer import Frame, RowWriter
from agent_tui.ui.markdown.source_row import SourceRow
from agent_tui.ui.markdown.wrap import expanded, wrapped
from agent_tui.ui.render.one_line import name_line
from agent_tui.ui.transcript.items.item import Item, estimated_rows

_MARKER = "❯ "
_MOST_CHARACTERS = 50_000  # wrapping a pasted megabyte would be felt
_MOST_ROWS = 20  # of a folded prompt
_FOLDED_ROWS = 12  # fewer, so that folding is worth it


class PromptItem(Item):
    """A prompt, never read as markdown. A long one shows its first rows until it is opened, an
    enormous one its beginning even then. attached: names of what the model got with it. is_unsent:
    a hook kept it from the model."""

    __slots__ = ("_attached", "_is_long", "_is_open", "_text", "is_unsent")

    opens_turn = True

    def __init__(self, text: str, attached: Sequence[str] = ()) -> None:
        super().__init__()
        self._text, self._attached = text, tuple(attached)
        self._is_long = self._is_open = self.is_unsent = False

    @property
    def head(self) -> str:
        """The first line with something in it, harmless, uncut; "" for an empty prompt."""
        text = self._text.lstrip()
        end = text.find("\n")
        line = text if end < 0 else text[:end]
        return harmless(line.replace("\t", " ")).partition("\n")[0].strip()

    def estimate_rows(self, width: int) -> int:
        """See `Item`."""
        rows = estimated_rows(self._text[:_MOST_CHARACTERS], width)
        return _FOLDED_ROWS + 1 if rows > _MOST_ROWS and not self._is_open else rows

    def source(self) -> str:
        """The whole prompt, as it was sent."""
        return self._text.strip("\n")

    def rewrite(self, text: str) -> None:
        """Another text was sent."""
        self._text = text

    def toggle(self) -> bool:
        """See `Item`. Whether it folds is known once it is drawn."""
        if self._is_long:
            self._is_open = not self._is_open
        return self._is_long

    def rows(self, width: int, palette: Palette) -> Sequence[SourceRow]:
        """See `Item`."""
        writer = RowWriter(Frame(width), palette.prompt)
        writer.push(Segment("  ", palette.prompt), Segment(_MARKER, palette.prompt_marker))
        text = expanded(harmless(self._text[:_MOST_CHARACTERS]).strip("\n"))
        rows = wrapped([Segment(text, palette.prompt)], writer.width)
        hidden = len(self._text) - _MOST_CHARACTERS
        note = f"… and {hidden:,} more characters, sent but not shown" if hidden > 0 else ""
        self._is_long = len(rows) > _MOST_ROWS
        if self._is_long and not self._is_open:
            note = f"… {len(rows) - _FOLDED_ROWS:,} more lines"
            rows = rows[:_FOLDED_ROWS]
        for row in rows:
            writer.row(row)
        if note:
            writer.wrap([Segment(note, palette.prompt + palette.emphasis)], source="")
        if self._attached:
            names = name_line(", ".join(self._attached))
            quiet = palette.prompt + palette.dim
            writer.wrap([Segment(f"attached: {names}", quiet)], source="")
        if self.is_unsent:
            writer.wrap([Segment("not sent", palette.prompt + palette.dim)], source="")
        return writer.rows


class SteeringItem(PromptItem):
    """A prompt that joined a turn which ran already."""

    __slots__ = ()

    opens_turn = False

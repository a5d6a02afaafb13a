"""The picture of a panel: the sheet of what is asked, fitted into half of the screen."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct
from msgspec.structs import replace
from rich.segment import Segment

from agent_tui.ui.markdown.palette import Palette
from agent_tui.ui.markdown.wrap import Row, row_cells
from agent_tui.ui.panels.ink import Ink, split_row
from agent_tui.ui.panels.sheet import Fitted, Line, Sheet, fitted, following

_FEWEST_ROWS = 3


def most_rows(screen_rows: int) -> int:
    """What a panel may take of a screen."""
    return max(screen_rows // 2, _FEWEST_ROWS)


class Frame(Struct, frozen=True, kw_only=True):
    """What surrounds the sheet. counter: "1 of 3" or "". notice: the answer to the last key, in
    place of the hint. unarmed_hint: where the keys go while the panel does not take them."""

    counter: str = ""
    notice: str = ""
    unarmed_hint: str = ""


class Picture:
    """Draws once for each change. offset: the first row shown of the part that scrolls; the
    picture keeps it in bounds. is_following: what is worked on stays in view, until the user
    scrolls. is_low: the choices had to move together."""

    def __init__(self, sheet: Callable[[Ink, int], Sheet], palette: Callable[[], Palette]) -> None:
        self.offset = 0
        self.is_following = True
        self.page_rows = 1
        self.is_low = False
        self._sheet = sheet
        self._theme_palette = palette
        self._palette: Palette | None = None
        self._key: tuple[int, int, int] | None = None
        self._fitted = Fitted(above=(), below=())

    def changed(self, *, has_other_colours: bool = False) -> None:
        """Draw anew at the next look."""
        self._key = None
        if has_other_colours:
            self._palette = None

    def fitted(
        self, width: int, screen_rows: int, field_rows: int, *, is_armed: bool, frame: Frame
    ) -> Fitted:
        """All rows but the text field's."""
        key = (width, screen_rows, field_rows)
        if key != self._key:
            self._key = key
            if self._palette is None:
                self._palette = self._theme_palette()
            ink = Ink(self._palette, is_armed=is_armed)
            self._fitted = self._drawn(ink, key, frame)
        return self._fitted

    def _drawn(self, ink: Ink, key: tuple[int, int, int], frame: Frame) -> Fitted:
        width, screen_rows, field_rows = key
        sheet = self._sheet(ink, width)
        sheet = replace(sheet, title=_titled(sheet, frame.counter, ink, width))
        rows = most_rows(screen_rows)
        drawn = fitted(sheet, rows=rows, field_rows=field_rows, offset=self.offset)
        if self.is_following and (drawn.hidden_above or drawn.hidden_below):
            shown = len(sheet.body) - drawn.hidden_above - drawn.hidden_below
            offset = following(drawn.offset, sheet.here, shown)
            drawn = fitted(sheet, rows=rows, field_rows=field_rows, offset=offset)
        self.offset, self.is_low = drawn.offset, drawn.is_low
        self.page_rows = max(len(sheet.body) - drawn.hidden_above - drawn.hidden_below, 1)
        hint = Line(_hint(sheet, drawn, frame, ink, width))
        return replace(drawn, below=[*drawn.below, hint])


def _titled(sheet: Sheet, counter: str, ink: Ink, width: int) -> list[Line]:
    right = [Segment(f"{counter} ", ink.dim)] if counter else []
    rule = Line([Segment("─" * width, ink.accent if ink.is_armed else ink.palette.faint)])
    return [rule, *(Line(split_row(line.runs, right, width, ink.text)) for line in sheet.title)]


def _hint(sheet: Sheet, drawn: Fitted, frame: Frame, ink: Ink, width: int) -> Row:
    more: Row = []
    if drawn.hidden_below:
        rows = "row" if drawn.hidden_below == 1 else "rows"
        more = [Segment(f"↓ {drawn.hidden_below:,} more {rows} · PgDn ", ink.warning)]
    elif drawn.hidden_above:
        more = [Segment("PgUp ↑ ", ink.dim)]
    if frame.notice:
        own = ink.line((frame.notice, ink.warning))
    elif not ink.is_armed:
        own = ink.line((frame.unarmed_hint, ink.dim))
    else:
        own = ink.keys(sheet.hint, width - row_cells(more))
    return split_row(own.runs, more, width, ink.text)

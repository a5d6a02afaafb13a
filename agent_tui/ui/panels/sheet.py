"""What a panel shows, as rows, and how they are fitted into the room there is. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from agent_tui.ui.markdown.wrap import Row

_FEWEST_BODY_ROWS = 4
_COMFORTABLE_ROWS = 9


class Line(Struct, frozen=True):
    """One row. target: the number of the choice that a click on it selects, -1 for none."""

    runs: Row
    target: int = -1


_GAP = (Line([]),)


class Sheet(Struct, frozen=True, kw_only=True):
    """The parts of a panel from top to bottom.

    title: stays in any case. head: why it is asked, what is warned of. body: scrolls; here: the
    rows of it (from, to) that are worked on. label: above the text field, if there is one. foot:
    the choices; low_foot: the same in fewer rows. hint: the last
    row, as keys and what they do, the most wanted first.
    """

    title: Sequence[Line]
    head: Sequence[Line] = ()
    body: Sequence[Line] = ()
    here: tuple[int, int] = (0, 0)
    label: Sequence[Line] = ()
    foot: Sequence[Line] = ()
    low_foot: Sequence[Line] = ()
    hint: Sequence[tuple[str, str]] = ()


class Fitted(Struct, frozen=True, kw_only=True):
    """The rows above and below the text field, the last row left out.

    offset: the first body row that is shown; hidden_above, hidden_below: how many are not. is_low:
    the choices stand in `low_foot`.
    """

    above: Sequence[Line]
    below: Sequence[Line]
    offset: int = 0
    hidden_above: int = 0
    hidden_below: int = 0
    is_low: bool = False


def fitted(sheet: Sheet, *, rows: int, field_rows: int = 0, offset: int = 0) -> Fitted:
    """The sheet in at most `rows` rows, field and hint included.

    Where there is room, blank rows part what does not belong together; where there is none, the
    body gives way first, then the choices move together, then head and title go.
    """
    wanted = min(len(sheet.body), _FEWEST_BODY_ROWS)
    title, head, foot = list(sheet.title), list(sheet.head), list(sheet.foot)
    fixed = field_rows + len(sheet.label) + 1  # the hint

    def room() -> int:
        return rows - fixed - len(title) - len(head) - len(foot)

    is_low = room() < wanted and len(sheet.low_foot) < len(foot)
    if is_low:
        foot = list(sheet.low_foot)
    while head and room() < min(wanted, 2):
        head.pop()
    while title and room() < min(wanted, 1):
        title.pop(0)
    shown = max(min(room(), len(sheet.body)), 0)
    if len(sheet.body) > shown >= _COMFORTABLE_ROWS:
        shown -= 2  # for the blank rows
    first = max(0, min(offset, len(sheet.body) - shown))
    spare = room() - shown
    before_body = _GAP if shown and head and spare > 1 else ()
    before_foot = _GAP if shown and spare > 0 else ()
    return Fitted(
        above=[
            *title,
            *head,
            *before_body,
            *sheet.body[first : first + shown],
            *before_foot,
            *sheet.label,
        ],
        below=[*foot, *(_GAP if foot and spare > 2 else ())],
        offset=first,
        hidden_above=first,
        hidden_below=len(sheet.body) - first - shown,
        is_low=is_low,
    )


def following(offset: int, here: tuple[int, int], shown: int) -> int:
    """The offset nearest to `offset` at which the rows that are worked on are in view."""
    start, end = here
    return min(max(offset, end - shown), start)

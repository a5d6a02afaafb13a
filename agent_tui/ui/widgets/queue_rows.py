"""The rows of the queue strip. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from agent_tui.protocol.sessions import Delivery, QueuedPrompt
from agent_tui.ui.foreign_text import harmless
from agent_tui.ui.render.cells import cells_of, cut_end

MOST_PROMPTS = 3
_QUEUED, _STEERING, _CHOSEN = "  ◦ ", "  » ", "❯ "
_MOST_CHARACTERS = 2_000  # of a first line; no window is wider
_LIST_KEYS = (
    ("Enter edits", "d removes", "u undoes", "J K move", "s steers"),
    ("Enter edits", "d removes", "J K move"),
    ("Enter edits",),
)


class QueueHints(Struct, frozen=True):
    """What the strip says about keys. open: the key that goes to the list. enter: what Enter does
    in the composer while a turn runs ("queues"). other: what the other key does ("Alt+S steers").
    "" leaves each out."""

    open: str = ""
    enter: str = ""
    other: str = ""


NO_HINTS = QueueHints()


def queue_rows(
    prompts: Sequence[QueuedPrompt],
    is_held: bool,
    width: int,
    *,
    most: int = MOST_PROMPTS,
    hints: QueueHints = NO_HINTS,
) -> list[str]:
    """The strip's rows while it is only looked at, at most `width` cells wide. most: prompts to
    show; the rest is counted."""
    if not prompts:
        return []
    rows = [_mark(prompt) + _first_line(prompt.text) for prompt in prompts[:most]]
    more = len(prompts) - len(rows)
    count = f"{more} more · " if more and rows else f"{more} " if more else ""
    what = "held: Enter sends, Up edits" if is_held else "queued: Up edits the last"
    keys = f", {hints.open} all" if hints.open else ""
    sends = ", ".join(said for said in (hints.enter, hints.other) if said and not is_held)
    said = [f"    {count}{what}", keys, f" · {sends}" if sends else ""]
    while len(said) > 1 and cells_of("".join(said)) > width:
        said.pop()
    return [cut_end(row, width) for row in (*rows, "".join(said))]


def list_rows(
    prompts: Sequence[QueuedPrompt], chosen: int, top: int, shown: int, width: int
) -> list[str]:
    """The strip's rows while it has the focus: `shown` prompts from `top` on, and the keys. chosen:
    the place of the one that the keys mean."""
    rows = []
    for place in range(top, min(top + shown, len(prompts))):
        mark = _mark(prompts[place])
        row = mark + _first_line(prompts[place].text)
        rows.append(_CHOSEN + row[len(_CHOSEN) :] if place == chosen else row)
    position = f"    {chosen + 1}/{len(prompts)} · "
    keys = next(
        (said for words in _LIST_KEYS if cells_of(said := position + " · ".join(words)) <= width),
        position,
    )
    return [cut_end(row, width) for row in (*rows, keys)]


def top_row(chosen: int, top: int, shown: int, count: int) -> int:
    """The first prompt in view, so that the chosen one is in view and no row is empty."""
    top = min(max(top, chosen - shown + 1), chosen)
    return max(min(top, count - shown), 0)


def _mark(prompt: QueuedPrompt) -> str:
    return _STEERING if prompt.delivery is Delivery.STEER else _QUEUED


def _first_line(text: str) -> str:
    first, _, rest = harmless(text[:_MOST_CHARACTERS].strip()).partition("\n")
    return f"{first} …" if rest else first

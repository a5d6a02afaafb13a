"""The status bar: one line that says where one is, what happens, and which key helps."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Size
from textual.strip import Strip
from textual.timer import Timer
from textual.widget import Widget

from agent_tui.ui.widgets.status_facts import StatusFacts
from agent_tui.ui.widgets.status_line import SEPARATOR, Hints, status_line

SPINNER_STEP_S = 0.2
_SIDE_CELLS = 1  # blank cells at each end


class StatusBar(Widget):
    """Shows `StatusFacts`. Call `show()` after changing them; a timer runs only while something
    moves.

    is_quiet: shown only when there is something that cannot wait (layouts without a status bar).
    """

    DEFAULT_CSS = """
    StatusBar { height: 1; color: $text-muted; background: $background; }
    StatusBar:ansi { text-style: dim; }
    StatusBar .status-bar--loud { color: $warning; background: $background; }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {"status-bar--loud"}

    def __init__(
        self,
        facts: StatusFacts,
        hints: Hints,
        *,
        is_quiet: bool = False,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__()
        self._facts = facts
        self._hints = hints
        self._is_quiet = is_quiet
        self._monotonic = monotonic
        self._frame = 0
        self._timer: Timer | None = None
        if is_quiet:
            self.display = False

    def on_mount(self) -> None:
        """Start the clock, asleep unless something moves."""
        self._timer = self.set_interval(SPINNER_STEP_S, self._step, pause=True)
        self.show()

    def show(self) -> None:
        """Paint the facts as they are now."""
        if self._is_quiet:
            self.display = self._has_urgent
        if self._timer is not None:
            if self._facts.is_moving and self.display:
                self._timer.resume()
            else:
                self._timer.pause()
        self.refresh()

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Always one line."""
        return 1

    def render_line(self, y: int) -> Strip:
        """The line itself; called by Textual."""
        width = self.size.width
        line = status_line(
            self._facts,
            max(0, width - 2 * _SIDE_CELLS),
            now=self._monotonic(),
            frame=self._frame,
            hints=self._hints,
        )
        calm = self.rich_style
        loud = self.get_component_rich_style("status-bar--loud")
        side = Segment(" " * _SIDE_CELLS, calm)
        left = Strip([side, *_segments(line.left, calm, loud)])
        right = Strip([*_segments(line.right, calm, loud), side])
        gap = Segment(" " * max(0, width - left.cell_length - right.cell_length), calm)
        return Strip([*left, gap, *right]).adjust_cell_length(width, calm)

    @property
    def _has_urgent(self) -> bool:
        facts = self._facts
        return facts.is_leaving or bool(facts.hint) or bool(facts.unseen_count)

    def _step(self) -> None:
        self._frame += 1
        self.refresh()


def _segments(said: tuple[tuple[str, bool], ...], calm: Style, loud: Style) -> list[Segment]:
    segments: list[Segment] = []
    for text, is_loud in said:
        if segments:
            segments.append(Segment(SEPARATOR, calm))
        segments.append(Segment(text, loud if is_loud else calm))
    return segments

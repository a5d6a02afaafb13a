"""The status bar: one line that says where one is, what happens, and which key helps."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Size
from textual.strip import Strip
from textual.timer import Timer
from textual.widget import Widget

from agent_tui.protocol.permissions import PermissionMode
from agent_tui.ui.widgets.status_facts import StatusFacts
from agent_tui.ui.widgets.status_line import SEPARATOR, Hints, Tone, status_line

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
    StatusBar .status-bar--accent { color: $primary; background: $background; }
    StatusBar .status-bar--loud { color: $warning; background: $background; }
    StatusBar .status-bar--alarm {
        color: $error; background: $background; text-style: bold reverse;
    }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "status-bar--accent",
        "status-bar--loud",
        "status-bar--alarm",
    }

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

    @property
    def is_quiet(self) -> bool:
        """Shown only when there is something that cannot wait."""
        return self._is_quiet

    def set_quiet(self, is_quiet: bool) -> None:
        """Show the line always, or only when there is something that cannot wait."""
        self._is_quiet = is_quiet
        self.display = True
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

    def use_hints(self, hints: Hints) -> None:
        """Name other keys from now on."""
        self._hints = hints
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
        tones = {Tone.CALM: calm} | {
            tone: self.get_component_rich_style(f"status-bar--{tone.value}") + Style(dim=False)
            for tone in (Tone.ACCENT, Tone.LOUD, Tone.ALARM)
        }
        side = Segment(" " * _SIDE_CELLS, calm)
        left = Strip([side, *_segments(line.left, tones)])
        right = Strip([*_segments(line.right, tones), side])
        gap = Segment(" " * max(0, width - left.cell_length - right.cell_length), calm)
        return Strip([*left, gap, *right]).adjust_cell_length(width, calm)

    @property
    def _has_urgent(self) -> bool:
        facts = self._facts
        info = facts.info
        if info is not None and info.permission_mode is PermissionMode.FULL:
            return True
        is_said = facts.is_leaving or facts.is_other_urgent or bool(facts.hint)
        return is_said or bool(facts.unseen_count)

    def _step(self) -> None:
        self._frame += 1
        self.refresh()


def _segments(said: tuple[tuple[str, Tone], ...], tones: Mapping[Tone, Style]) -> list[Segment]:
    segments: list[Segment] = []
    for text, tone in said:
        if segments:
            segments.append(Segment(SEPARATOR, tones[Tone.CALM]))
        segments.append(Segment(text, tones[tone]))
    return segments

"""What a host has put on the chat screen, and what becomes of it when it fails."""

from __future__ import annotations

import asyncio
import logging
import traceback
from collections.abc import Iterator, Sequence

from textual._context import active_message_pump
from textual.geometry import Size
from textual.message_pump import MessagePump
from textual.widget import Widget
from textual.worker import WorkerFailed, active_worker

from agent_tui.config.layout import SMALLEST_CHAT, Side
from agent_tui.config.ui_options import PANEL_SLOT, UiOptions
from agent_tui.protocol.status import NoticeLevel
from agent_tui.ui.foreign_text import harmless
from agent_tui.ui.widgets.host_area import HostArea

logger = logging.getLogger(__name__)

_MESSAGE_LOOP = MessagePump._process_messages_loop.__code__  # noqa: SLF001


class HostedParts:
    """Makes a host's widgets and keeps their mistakes away from the chat: a widget that raises is
    taken out, with a notice and a line in the log. Call on the UI loop.

    notices: titles and texts of what failed while the widgets were made.
    """

    def __init__(self, options: UiOptions) -> None:
        self._factories = options.widgets
        self._hosted: list[Widget] = []
        self.notices: list[tuple[NoticeLevel, str, str]] = []
        self.areas: Sequence[HostArea] = tuple(
            HostArea(area, self.widgets(area.slot)) for area in options.layout.areas
        )

    def at(self, side: Side) -> Sequence[HostArea]:
        """The area at a side: one, or none."""
        return [shown for shown in self.areas if shown.area.side == side]

    def panels(self) -> list[Widget]:
        """The widgets above the composer. However much they show, it stays in the window."""
        made = self.widgets(PANEL_SLOT)
        for widget in made:
            widget.add_class("-in-panel-slot")
        return made

    def widgets(self, slot: str) -> list[Widget]:
        """The widgets that are registered for a slot, made now; without those that cannot be."""
        made = []
        for factory in self._factories.get(slot, ()):
            try:
                widget = factory()
                if not isinstance(widget, Widget):
                    raise TypeError(f"{type(widget).__name__} is no widget")
            except Exception as error:  # the host's code: the chat goes on without it
                logger.exception("A widget for %r could not be made", slot)
                self.notices.append(_failure(f'A widget for "{slot}" could not be made', error))
            else:
                made.append(widget)
        self._hosted += made
        return made

    def fit(self, size: Size) -> None:
        """Fold away, last ones first, what would leave the chat too little of the window."""
        columns, rows = size.width, size.height
        for shown in self.areas:
            if shown.is_given_up:
                continue
            left = (columns if shown.area.is_column else rows) - shown.area.cells
            shown.display = left >= SMALLEST_CHAT[0 if shown.area.is_column else 1]
            if shown.display and shown.area.is_column:
                columns = left
            elif shown.display:
                rows = left

    def take_out(self, error: Exception) -> tuple[NoticeLevel, str, str] | None:
        """Take out the widget in whose task this runs, whose worker it was, or whose code the error
        comes through: pictures are made in the screen's task. Returns the notice; None when no
        widget of the host has raised the error."""
        pump = active_message_pump.get(None)
        if isinstance(error, WorkerFailed):
            worker = active_worker.get(None)
            pump = worker.node if worker is not None else None
            error = error.error if isinstance(error.error, Exception) else error
        suspects = (pump, *_objects_behind(error))
        failed = next(filter(None, map(self._widget_of, suspects)), None)
        if failed is None or self._ends_ours(error):
            return None
        if isinstance(pump, Widget) and not pump._is_mounted:  # noqa: SLF001
            pump._closed = True  # noqa: SLF001 - its loop never starts: nobody may wait for it
        name = type(failed).__name__
        logger.error("The host's widget %s failed and was taken out", name, exc_info=error)
        self._hosted.remove(failed)
        failed.display = False  # at once; its removal waits
        self._give_up_without(failed)
        failed.app.call_later(_bury, failed)
        return _failure(f"{name} failed and was taken out", error)

    def _give_up_without(self, failed: Widget) -> None:
        """Fold away the strip that has nothing else in it."""
        strip = failed.parent
        if isinstance(strip, HostArea) and not any(
            child in self._hosted for child in strip.children
        ):
            strip.is_given_up, strip.display = True, False

    def _ends_ours(self, error: Exception) -> bool:
        """Whether the loop of a part of ours, or of the application, ends with the error: Textual
        ends the loop of whatever handled the message. There is no going on without it."""
        trace = error.__traceback__
        if trace is None or trace.tb_frame.f_code is not _MESSAGE_LOOP:
            return False
        return self._widget_of(trace.tb_frame.f_locals["self"]) is None

    def _widget_of(self, pump: object) -> Widget | None:
        if not isinstance(pump, Widget):
            return None
        return next((node for node in pump.ancestors_with_self if node in self._hosted), None)


def _objects_behind(error: Exception) -> Iterator[object]:
    """Whose methods the error has come through, the innermost first."""
    frames = [frame for frame, _ in traceback.walk_tb(error.__traceback__)]
    for frame in reversed(frames):
        yield frame.f_locals.get("self")


async def _bury(failed: Widget) -> None:
    """Remove a widget. One that failed while it was mounted has no loop any more, and Textual 8.2
    lets a widget's own loop take it out of the tree."""
    if failed.is_running:
        await failed.remove()
        return
    if failed._task is not None:  # noqa: SLF001
        await asyncio.wait([failed._task])  # noqa: SLF001
    if failed.is_attached:
        await failed._message_loop_exit()  # noqa: SLF001


def _failure(title: str, error: Exception) -> tuple[NoticeLevel, str, str]:
    what = harmless(f"{type(error).__name__}: {error}")
    return NoticeLevel.WARNING, title, f"{what}. The log has the details."

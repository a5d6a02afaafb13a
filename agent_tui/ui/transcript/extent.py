"""The one place that goes around Textual's public interface: extent without a new layout."""

from __future__ import annotations

from math import ceil

from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.scrollbar import ScrollBar
from textual.widget import Widget

_EIGHTHS = 8  # the steps in which Textual draws the ends of the thumb


def set_extent(view: ScrollView, rows: int, top: int) -> None:
    """Tell a view how many rows it has and which one is at its top.

    `virtual_size` is a reactive that lays out the whole screen at each change, and then paints it a
    second time; streaming changes it twenty times a second. Only the scroll bar needs to know, and
    that one is painted when it looks different: in a long transcript hardly ever.
    Bound to Textual 8.2, a contract test watches it.
    """
    size = Size(view.scrollable_content_region.width, rows)
    if size != view.virtual_size:
        view.set_reactive(Widget.virtual_size, size)
        bar = view.vertical_scrollbar
        if _thumb(bar, rows, top) == _thumb(bar, bar.window_virtual_size, round(bar.position)):
            bar.set_reactive(ScrollBar.window_virtual_size, rows)
            bar.set_reactive(ScrollBar.position, float(top))
        else:
            view._scroll_update(size)  # noqa: SLF001 - see above
    if round(view.scroll_y) != top:
        view.scroll_to(y=top, animate=False, immediate=True, force=True)


def _thumb(bar: ScrollBar, rows: int, top: int) -> tuple[int, int]:
    """First and last step of the thumb, as Textual draws it; two zeros for none."""
    height, window = bar.size.height, bar.window_size
    if not height or not window or window >= rows:
        return (0, 0)
    length = max(1, window * height / rows)
    start = int((height - length) * top / (rows - window) * _EIGHTHS)
    return (start, start + ceil(length * _EIGHTHS))

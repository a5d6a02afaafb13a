"""The one place that goes around Textual's public interface: extent without a new layout."""

from __future__ import annotations

from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.widget import Widget


def set_extent(view: ScrollView, rows: int, top: int) -> None:
    """Tell a view how many rows it has and which one is at its top.

    `virtual_size` is a reactive that lays out the whole screen at each change, and then paints it a
    second time; streaming changes it twenty times a second. Only the scroll bar needs to know.
    Bound to Textual 8.2, a contract test watches it.
    """
    size = Size(view.scrollable_content_region.width, rows)
    if size != view.virtual_size:
        view.set_reactive(Widget.virtual_size, size)
        view._scroll_update(size)  # noqa: SLF001 - see above
    if round(view.scroll_y) != top:
        view.scroll_to(y=top, animate=False, immediate=True, force=True)

"""A screen that can let the user choose from a list above the composer."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from textual.widget import Widget

from agent_tui.ui.screens.submit_screen import SubmitScreen

if TYPE_CHECKING:
    from agent_tui.ui.commands.picking import Picking
    from agent_tui.ui.widgets.picker import Picker


class PickerScreen(SubmitScreen):
    """Shows one list at a time; a new one takes the place of the former."""

    picker: Picker | None = None
    """Open while the user chooses."""
    _remake: Callable[[], Picking] | None = None
    """Makes the list anew, while it is the palette."""

    async def pick(self, picking: Picking) -> None:
        """Let the user choose. The list has the focus when this returns."""
        # Deferred: no start should pay for what is shown on request.
        from agent_tui.ui.widgets.picker import Picker

        self.dismiss_picker()
        picker = self.picker = Picker(
            picking,
            chosen=self._choose,
            completed=self._complete_with,
            closed=self.dismiss_picker,
        )
        column = self.composer.parent
        assert isinstance(column, Widget)
        await column.mount(picker, before=self.composer)
        self.set_focus(picker)

    async def toggle_palette(self, make_picking: Callable[[], Picking]) -> None:
        """Open the palette; close it when it is open."""
        was_open = self._remake is not None
        self.dismiss_picker()
        if not was_open:
            await self.pick(make_picking())
            self._remake = make_picking

    def sessions_told(self) -> None:
        """The palette has more to list."""
        if self.picker is not None and self._remake is not None:
            self.picker.replace_picks(self._remake())

    def write_command(self, text: str) -> None:
        """Put a text into the composer; a draft is put aside."""
        self.composer.put_aside()
        self.composer.put_back(text)

    def dismiss_picker(self) -> None:
        """Close the list without a choice; nothing happens when none is open."""
        if (picker := self._closed_picker()) is not None and picker.picking.dismissed is not None:
            picker.picking.dismissed()

    def _choose(self, value: str) -> None:
        # Closed before: what was chosen may open another list.
        if (picker := self._closed_picker()) is not None:
            picker.picking.chosen(value)

    def _complete_with(self, value: str) -> None:
        picker = self._closed_picker()
        if picker is not None and picker.picking.completes is not None:
            picker.picking.completes(value)

    def _closed_picker(self) -> Picker | None:
        picker, self.picker, self._remake = self.picker, None, None
        if picker is not None:
            had_focus = picker.has_focus
            picker.remove()
            if had_focus:
                self.set_focus(self.composer)
        return picker

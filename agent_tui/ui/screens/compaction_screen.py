"""A screen that shows a proposed summary above the composer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import events
from textual.widget import Widget

from agent_tui.ui.returned_keys import return_key
from agent_tui.ui.screens.picker_screen import PickerScreen

if TYPE_CHECKING:
    from agent_tui.protocol.compaction_events import CompactionProposed
    from agent_tui.ui.compaction.preview import CompactionPreview


class CompactionScreen(PickerScreen):
    """Shows one proposal at a time. It takes the keys only when nothing is being written."""

    compaction_preview: CompactionPreview | None = None

    def show_proposal(self, proposed: CompactionProposed) -> None:
        """Show a proposal in place of a former one."""
        # Deferred: no start should pay for what is shown on request.
        from agent_tui.ui.compaction.preview import CompactionPreview

        self.remove_proposal()
        preview = self.compaction_preview = CompactionPreview(
            proposed,
            used=self._use_summary,
            edit_outside=self._host.outside.edit_draft,
            typed_through=self._type_through,
        )
        column = self.composer.parent
        assert isinstance(column, Widget)
        column.mount(preview, before=self.composer)
        if self.composer.is_blank and self.focused in (self.composer, None):
            self.call_after_refresh(self.enter_proposal)

    def enter_proposal(self) -> bool:
        """Let the proposal take the keys. False when there is none."""
        preview = self.compaction_preview
        if preview is not None:
            self.set_focus(preview.field if preview.is_editing else preview)
        return preview is not None

    def remove_proposal(self) -> None:
        """It is settled; nothing happens when none is shown."""
        preview, self.compaction_preview = self.compaction_preview, None
        if preview is not None:
            had_focus = preview.has_focus or preview.field.has_focus
            preview.remove()
            if had_focus:
                self.set_focus(self.composer)

    def close_proposal(self) -> None:
        """Esc: end the editing, else dismiss."""
        preview = self.compaction_preview
        if preview is None:
            return
        if preview.is_editing:
            preview.end_editing()
        else:
            self._host.link.compaction.dismiss_compaction(preview.proposed.compaction_id)

    def _use_summary(self, text: str) -> None:
        if self.compaction_preview is not None:
            compaction_id = self.compaction_preview.proposed.compaction_id
            self._host.link.compaction.apply_compaction(compaction_id, text)

    def _type_through(self, event: events.Key) -> None:
        self.set_focus(self.composer)
        return_key(self.composer, event)

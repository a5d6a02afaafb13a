"""A screen that remembers prompts, over all sessions, and takes care of drafts."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from textual.widget import Widget

from agent_tui.protocol.sessions import SessionInfo
from agent_tui.ui.keymap import first_key
from agent_tui.ui.screens.compaction_screen import CompactionScreen
from agent_tui.ui.widgets.composer import Composer
from agent_tui.ui.widgets.paste_chips import without_labels

if TYPE_CHECKING:
    from agent_tui.ui.widgets.history_picker import HistoryPicker

MOST_PROJECT_PROMPTS = 200
"""So many of a project can be called up with Up; the search finds all."""

_MOST_BATCHES = 10  # read for them


class HistoryScreen(CompactionScreen):
    """Joins the composer with the prompts of other sessions, with the editor and with files that
    are dropped on the terminal."""

    history_picker: HistoryPicker | None = None
    """Open while the user looks for a past prompt."""

    def submit(self, text: str, shown: str) -> None:
        """Run a command or send a prompt, which is remembered."""
        if self._host.commands.call(text) is None:
            self._host.past_prompts.remember(
                without_labels(text.strip()),
                workspace=self._host.workspace,
                session_id=self._host.link.session_id,
            )
        super().submit(text, shown)

    def load_project_history(self, session: SessionInfo) -> None:
        """Let Up call up what was sent in other sessions of the same folder."""
        self.run_worker(self._load_project_history(session), group="history", exclusive=True)

    async def action_search_history(self) -> None:
        """The history key: a list of all past prompts above the composer."""
        # Deferred: no start should pay for what is shown on request.
        from agent_tui.protocol.past_prompts import PastPrompt
        from agent_tui.ui.widgets.history_picker import HistoryPicker

        self.close_history()
        self.dismiss_picker()
        workspace = self._host.workspace
        picker = self.history_picker = HistoryPicker(workspace, taken=self._take_prompt)
        picker.add(
            PastPrompt(text=without_labels(text), workspace=workspace)
            for text in self.composer.sent_prompts()
        )
        column = self.composer.parent
        assert isinstance(column, Widget)
        await column.mount(picker, before=self.composer)
        self.set_focus(picker)
        picker.run_worker(self._fill(picker))

    def close_history(self) -> None:
        """Close the list; the draft is as it was. Nothing happens when it is not open."""
        picker, self.history_picker = self.history_picker, None
        if picker is not None:
            had_focus = picker.has_focus
            picker.remove()
            if had_focus:
                self.set_focus(self.composer)

    def on_composer_editor_wanted(self, message: Composer.EditorWanted) -> None:
        """Edit the draft in the user's editor."""
        shown = message.shown
        self.outside.edit_draft(
            message.text, lambda edited: self.composer.take_edited(edited, shown)
        )

    def on_composer_paths_dropped(self, message: Composer.PathsDropped) -> None:
        """Write dropped files as one mentions them."""
        pasted = message.pasted
        self.outside.name_dropped(
            message.readings, lambda files: self.composer.take_dropped(pasted, files)
        )

    def on_composer_paste_wanted(self) -> None:
        """Paste an image or a text."""
        self.outside.paste(self.composer.take_pasted)

    def on_composer_hinted(self, message: Composer.Hinted) -> None:
        """Say why a key in the composer did nothing."""
        key = first_key(self._host.key_bindings, message.instead) if message.instead else ""
        self.outside.say(f"{message.text}: {key} does it" if key else message.text)

    def action_toggle_tool_output(self) -> None:
        """Open or close the paste at the composer's cursor, else what tools have printed."""
        if not (self.focused is self.composer and self.composer.toggle_chip()):
            super().action_toggle_tool_output()

    def _take_prompt(self, text: str) -> None:
        self.close_history()
        self.composer.recall(text)

    async def _fill(self, picker: HistoryPicker) -> None:
        async for prompts in self._host.past_prompts.newest_first():
            picker.add(prompts)
        picker.finish()

    async def _load_project_history(self, session: SessionInfo) -> None:
        found: list[str] = []
        batch_count = 0
        async for prompts in self._host.past_prompts.newest_first():
            batch_count += 1
            found += [
                prompt.text
                for prompt in prompts
                if prompt.workspace == session.cwd and prompt.session_id != session.id
            ]
            if len(found) >= MOST_PROJECT_PROMPTS or batch_count == _MOST_BATCHES:
                break
        newest = [*islice(dict.fromkeys(found), MOST_PROJECT_PROMPTS)]
        self.composer.set_project_history(reversed(newest))

"""A text area for drafts: what was written can be put aside, and what was sent be called up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from textual.actions import SkipAction
from textual.message import Message

from agent_tui.protocol.drafts import DraftExtras, StashedDraft
from agent_tui.protocol.images import MOST_IMAGES, PromptImage
from agent_tui.ui.widgets.chip_text_area import ChipTextArea
from agent_tui.ui.widgets.clean_paste import clean_paste
from agent_tui.ui.widgets.draft_stash import DraftStash
from agent_tui.ui.widgets.paste_chips import is_chip_worthy
from agent_tui.ui.widgets.prompt_history import PromptHistory

if TYPE_CHECKING:
    from agent_tui.protocol.desktop import PastedContent
    from agent_tui.protocol.messages import ChatMessage
    from agent_tui.ui.outside.dropped_files import DroppedFile
    from agent_tui.ui.widgets.completing import Completing
    from agent_tui.ui.widgets.editing import Editing


class DraftTextArea(ChipTextArea):
    """Loses nothing: whatever takes the place of a text can be undone. `editing` is told when
    something else than its own keys changes the text."""

    class StashChanged(Message, namespace="composer"):
        """A draft was put aside or brought back. count: how many are put aside."""

        def __init__(self, count: int) -> None:
            super().__init__()
            self.count = count

    class EditorWanted(Message, namespace="composer"):
        """The draft is to be edited by another program. text: expanded. shown: with chips."""

        def __init__(self, text: str, shown: str) -> None:
            super().__init__()
            self.text, self.shown = text, shown

    class PasteWanted(Message, namespace="composer"):
        """What the clipboard holds is wanted here."""

    class PathsDropped(Message, namespace="composer"):
        """A paste looks like files that were dropped on the terminal. pasted: as it was inserted.
        readings: the paths that may be meant, the likeliest first."""

        def __init__(self, pasted: str, readings: Sequence[Sequence[str]]) -> None:
            super().__init__()
            self.pasted, self.readings = pasted, readings

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self._prompts = PromptHistory(self.shown)
        self._stash = DraftStash()
        self._returned = ""  # the draft that has just come back by itself
        self.editing: Editing | None = None
        self.completing: Completing | None = None
        self._is_editing_told = False

    @property
    def draft(self) -> str:
        """The text, expanded."""
        return self.chips.expanded(self.text)

    @property
    def kept_draft(self) -> tuple[str, DraftExtras]:
        """All that is unsent, as it is kept on disk."""
        chips = self.chips
        text, pastes = chips.detached(self.text)
        stash = (
            StashedDraft(*chips.detached(draft), chips.images_in(draft)) for draft in self._stash
        )
        images = chips.images_in(self.text)
        return text, DraftExtras(pastes=pastes, stash=tuple(stash), images=images)

    @property
    def is_blank(self) -> bool:
        """Nothing but blanks."""
        return not self.text.strip()

    def restore(self, text: str, extras: DraftExtras) -> None:
        """Take what was kept on disk, before what was written since."""
        attached = self.chips.attached
        if extras.stash:
            self._stash.add_older(
                self.shown(attached(draft.text, draft.pastes), draft.images)
                for draft in extras.stash
            )
            self._tell_stash()
        if text:
            self.put_back(attached(text, extras.pastes), extras.images)
            if self.chips.has_lost_images(self.text):
                lost = "an image of this draft is gone: its name is mere text now"
                self.post_message(self.Hinted(lost))

    def set_history(self, prompts: Iterable[str]) -> None:
        """The prompts of a session, for Up and Down, oldest first."""
        self._prompts.replace(prompts)

    def with_images(self, message: ChatMessage) -> str:
        """The text of a prompt of the session; its images can be sent again."""
        return self.chips.with_images(message.text, message.images)

    def add_earlier_history(self, prompts: Iterable[str]) -> None:
        """More prompts of the session, older than the others, oldest first."""
        self._prompts.prepend(prompts)

    def set_project_history(self, prompts: Iterable[str]) -> None:
        """What Up calls up behind the prompts of the session, oldest first."""
        self._prompts.set_project(prompts)

    def sent_prompts(self) -> Iterator[str]:
        """The prompts of the session, expanded, the newest first."""
        return map(self.chips.expanded, self._prompts.sent)

    def put_back(self, text: str, images: Iterable[PromptImage] = ()) -> None:
        """Give a text back to the user, before what was written since; nothing is overwritten.
        images: those whose labels stand in it."""
        newer = self.text
        if self._returned and newer == self._returned:
            self._stash.push(newer, returns=True)
            self._tell_stash()
            newer = ""
        shown = self.shown(text, images)
        self.show_text(f"{shown}\n\n{newer}" if newer.strip() else shown)

    def recall(self, prompt: str, images: Iterable[PromptImage] = ()) -> None:
        """Show an older prompt in place of the text."""
        self.show_text(self.shown(prompt, images))

    def take_image(self, image: PromptImage) -> None:
        """Attach an image: its chip is inserted at the cursor."""
        if self._may_attach(1):
            self.paste(self.chips.add_image(image))

    def take_pasted(self, content: PastedContent) -> None:
        """Insert what the clipboard holds; when nothing else, what was last copied here."""
        if content.image is not None:
            self.take_image(content.image)
        elif text := content.text or self.app.clipboard:
            self.paste(text)
        else:
            self.post_message(self.Hinted(content.problem))

    def put_aside(self, *, returns: bool = False) -> None:
        """Stash the text, if there is any; the stash key brings it back. returns: so does the next
        send."""
        if not self.is_blank:
            self._stash.push(self.text, returns=returns)
            self.show_text("")
            self._tell_stash()

    def end_recall(self) -> None:
        """Go back to the draft, when an older prompt stands in its place."""
        if (draft := self._prompts.unsent(self.text)) is not None:
            self.show_text(draft)

    def begin_anew(self) -> None:
        """Another session comes. Nothing of this one's can be brought back here: its draft was
        kept."""
        self._prompts.replace(())
        self._stash, self._returned = DraftStash(), ""
        self.clear()
        self.history.clear()
        self.tell_editing(is_given_away=True)
        self._tell_stash()

    def bring_back_after_send(self) -> None:
        """Show the draft that was put aside to send something else first."""
        if not self.text and (draft := self._stash.pop_returning()):
            self.show_text(draft)
            self._returned = draft
            self._tell_stash()

    def take_edited(self, edited: str, shown: str) -> bool:
        """Take the draft back from an editor. shown: what stood here when it was given away.

        False when something else was written meanwhile, which is put aside then.
        """
        is_same = self.text == shown
        if not is_same:
            self.put_aside()
        self.show_text(self.shown(self.chips.collapsed(edited, shown)))
        return is_same

    def take_dropped(self, pasted: str, files: Sequence[DroppedFile]) -> None:
        """Put chips of images and the words of other files in the place of dropped paths, if they
        still stand here once."""
        if self.text.count(pasted) == 1:
            may_attach = self._may_attach(sum(file.image is not None for file in files))
            wanted = " ".join(
                self.chips.add_image(file.image) if file.image and may_attach else file.words
                for file in files
            )
            location = self.plain_document.get_location_from_index
            at = self.text.index(pasted)
            self.history.checkpoint()
            # The cursor stays in what was written behind the paths.
            self.replace(wanted, location(at), location(at + len(pasted)))
            self.history.checkpoint()
            if self.completing is not None:  # Enter sends what was dropped
                self.completing.text_was_shown(self.text)
            self.tell_editing()

    def paste(self, text: str) -> None:
        """Insert foreign text as one edit; a large one as a chip."""
        is_command = self.text.startswith("!")  # a shell wants its quotes
        super().paste(text)
        self.tell_editing()
        if not is_command and not is_chip_worthy(text):
            # Deferred: nobody drops files on a program that has not started.
            from agent_tui.ui.widgets.dropped_paths import path_readings

            pasted = clean_paste(text).strip()
            if readings := path_readings(pasted):
                self.post_message(self.PathsDropped(pasted, readings))

    def show_text(self, shown: str) -> None:
        """Replace the whole text, as one step that can be undone."""
        # An edit, not a load: undo brings back what stood here.
        self.replace_as_one_step(shown, (0, 0), self.document.end)
        self._returned = ""
        if self.completing is not None:
            self.completing.text_was_shown(shown)
        self.tell_editing()

    def tell_editing(self, *, is_given_away: bool = False) -> None:
        """The text was changed by something else than the keys that `editing` took."""
        self._is_editing_told = True
        if self.editing is None:
            return
        if is_given_away:
            self.editing.text_was_given_away()
        else:
            self.editing.text_was_replaced()

    def action_stash(self) -> None:
        """Put the text aside, or bring back what was put aside last."""
        if not self.is_blank:
            self.put_aside(returns=True)
        elif len(self._stash):
            self.show_text(self._stash.pop())
            self._tell_stash()

    def action_next(self) -> None:
        """On the last row: a newer prompt, at the end the draft."""
        if not self.navigator.is_last_wrapped_line(self.cursor_location):
            raise SkipAction
        newer = self._prompts.newer(self.text)
        if newer is None:
            raise SkipAction
        self.show_text(newer)

    def action_edit_draft(self) -> None:
        """Edit the draft in the user's editor."""
        self.post_message(self.EditorWanted(self.draft, self.text))

    def action_toggle_chip(self) -> None:
        """Open the paste at the cursor, or close it again."""
        if not self.toggle_chip():
            raise SkipAction

    def action_undo(self) -> None:
        """Undo the last step."""
        super().action_undo()
        self.tell_editing()

    def action_redo(self) -> None:
        """Do it again."""
        super().action_redo()
        self.tell_editing()

    def action_paste_image(self) -> None:
        """Paste what the clipboard holds, also an image."""
        self.post_message(self.PasteWanted())

    def _may_attach(self, count: int) -> bool:
        may_attach = len(self.chips.images_in(self.text)) + count <= MOST_IMAGES
        if not may_attach:
            self.post_message(self.Hinted(f"a prompt takes at most {MOST_IMAGES} images"))
        return may_attach

    def _tell_stash(self) -> None:
        self.post_message(self.StashChanged(len(self._stash)))

"""A screen from which answers, and the code in them, are copied."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING

from textual.widget import Widget

from agent_tui.ui.screens.transcript_screen import TranscriptScreen

if TYPE_CHECKING:
    from agent_tui.ui.markdown.code_blocks import CodeBlock
    from agent_tui.ui.widgets.code_picker import CodePicker

_ANSWERS_WITH_CODE = 10  # so far back one remembers that there was some
_MOST_BLOCKS = 50


class CopyScreen(TranscriptScreen):
    """Finds what is to be copied; where there is a choice, the user makes it in a list above the
    composer."""

    code_picker: CodePicker | None = None
    """Open while the user chooses a code block."""

    def copy_answer(self, number: int) -> None:
        """Copy an answer as markdown. number: from 1, the last one."""
        found = next(islice(self._answers(), number - 1, None), "")
        if found:
            self.outside.copy(found, "answer" if number == 1 else f"answer {number} from below")
        else:
            self.outside.say("there is no such answer")

    def copy_code(self) -> None:
        """Copy the code block of the last answers, or let the user choose one."""
        # Deferred: nobody needs it before there is an answer.
        from agent_tui.ui.markdown.code_blocks import code_blocks

        blocks: list[CodeBlock] = []
        for answer in islice(self._answers(), _ANSWERS_WITH_CODE):
            blocks += reversed(code_blocks(answer))
        if not blocks:
            self.outside.say("the last answers hold no code block")
        elif len(blocks) == 1:
            self._copy_block(blocks[0])
        else:
            self._pick(blocks[:_MOST_BLOCKS])

    def on_code_picker_chosen(self, message: CodePicker.Chosen) -> None:
        """Copy the block and close the list."""
        self.close_code_picker()
        self._copy_block(message.block)

    def close_code_picker(self) -> None:
        """Back to the composer; nothing happens when it is not open."""
        picker, self.code_picker = self.code_picker, None
        if picker is not None:
            picker.remove()
            self.composer.focus()

    def _pick(self, blocks: list[CodeBlock]) -> None:
        from agent_tui.ui.widgets.code_picker import CodePicker

        self.close_code_picker()
        column = self.composer.parent
        assert isinstance(column, Widget)
        self.code_picker = CodePicker(blocks)
        column.mount(self.code_picker, before=self.composer)
        self.code_picker.focus()

    def _copy_block(self, block: CodeBlock) -> None:
        self.outside.copy(block.code, "code block")

    def _answers(self) -> Iterator[str]:
        # Deferred: items are no part of the first picture.
        from agent_tui.ui.transcript.answers import answers

        return answers(self.transcript.content) if self.transcript is not None else iter(())

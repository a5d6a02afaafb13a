"""A list of code blocks above the composer: the chosen one is copied."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.segment import Segment
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from agent_tui.ui.foreign_text import harmless
from agent_tui.ui.key_actions import CODE_PICKER_ACTIONS
from agent_tui.ui.keymap import rebind_in_app, view_bindings
from agent_tui.ui.markdown.code_blocks import CodeBlock
from agent_tui.ui.render.cells import cells_of, cut_end
from agent_tui.ui.render.counted import counted

MOST_ROWS = 9
_TITLE = "Copy which code block?"
_KEYS = "1-9 or Enter copies · Esc closes"
_LANGUAGE_CELLS = 12


class CodePicker(Widget, can_focus=True):
    """Shows blocks, the newest first. Removed by whoever mounted it, when it says that it is done.

    | key | does |
    |---|---|
    | j, k, up, down | go to another block |
    | Enter, y | copy it |
    | 1 to 9 | copy the block of this number |
    """

    KEY_CONTEXT = "code_picker"
    BINDINGS: ClassVar[list[BindingType]] = [
        *view_bindings("code_picker", CODE_PICKER_ACTIONS),
        *(
            Binding(str(digit), f"copy({digit - 1})", f"Copy block {digit}", show=False)
            for digit in range(1, 10)
        ),
    ]
    DEFAULT_CSS = """
    CodePicker { height: auto; max-height: 40vh; background: $surface; color: $foreground; }
    CodePicker .code-picker--dim { color: $text-muted; background: $surface; }
    CodePicker .code-picker--cursor { color: $primary; background: $surface; text-style: bold; }
    CodePicker:ansi .code-picker--dim { text-style: dim; }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {"code-picker--dim", "code-picker--cursor"}
    ALLOW_SELECT = False

    class Chosen(Message):
        """This block is wanted."""

        def __init__(self, block: CodeBlock) -> None:
            super().__init__()
            self.block = block

    def __init__(self, blocks: Sequence[CodeBlock]) -> None:
        """blocks: the newest first, not empty."""
        super().__init__()
        self._blocks = blocks
        self._rows = [_row(number, block) for number, block in enumerate(blocks, start=1)]
        self._cursor = 0
        self._top = 0  # the first block in view

    def on_mount(self) -> None:
        """Take the keys of the application."""
        rebind_in_app(self, self.KEY_CONTEXT)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """The title and the blocks; called by Textual."""
        return 1 + min(len(self._blocks), MOST_ROWS)

    def render_line(self, y: int) -> Strip:
        """The title, or one block; called by Textual."""
        width = self.size.width
        dim = self.get_component_rich_style("code-picker--dim")
        if y == 0:
            keys = _KEYS if cells_of(_TITLE) + cells_of(_KEYS) + 4 <= width else ""
            title = Segment(f"  {_TITLE}  ", self.rich_style)
            return Strip([title, Segment(keys, dim)]).adjust_cell_length(width, self.rich_style)
        at = self._top + y - 1
        if at >= len(self._rows):
            return Strip.blank(width, self.rich_style)
        is_current = at == self._cursor
        ink = self.get_component_rich_style("code-picker--cursor") if is_current else None
        facts, code = self._rows[at]
        marker = "❯ " if is_current else "  "
        room = max(width - cells_of(facts) - 2, 0)
        row = [Segment(marker + facts, ink or dim), Segment(cut_end(code, room), ink)]
        return Strip(row).adjust_cell_length(width, self.rich_style).apply_style(self.rich_style)

    def on_resize(self) -> None:
        """Keep the current block in view."""
        self.action_move(0)

    def action_move(self, by: int) -> None:
        """Another block; the list does not turn around at its ends."""
        self._cursor = min(max(self._cursor + by, 0), len(self._blocks) - 1)
        rows = max(self.size.height - 1, 1)
        self._top = min(max(self._top, self._cursor - rows + 1), self._cursor)
        self.refresh()

    def action_copy(self, at: int = -1) -> None:
        """Copy a block. at: from 0 for the newest; -1 for the current one."""
        at = self._cursor if at < 0 else at
        if at < len(self._blocks):
            self.post_message(self.Chosen(self._blocks[at]))

    def on_click(self, event: events.Click) -> None:
        """Copy what was clicked."""
        at = self._top + event.y - 1
        if event.y > 0 and at < len(self._blocks):
            self.action_copy(at)


def _row(number: int, block: CodeBlock) -> tuple[str, str]:
    """Number, language and size; and the first line that is not blank."""
    lines = block.code.rstrip("\n").split("\n")
    language = cut_end(harmless(block.language).replace("\n", " ") or "text", _LANGUAGE_CELLS)
    size = counted(len(lines), "line")
    first = next((line for line in lines if line.strip()), "").strip()
    facts = f"{number:>2}  {_padded(language)}  {size:>9}  "
    return facts, harmless(first[:400]).replace("\n", " ").replace("\t", " ")


def _padded(language: str) -> str:
    return language + " " * (_LANGUAGE_CELLS - cells_of(language))

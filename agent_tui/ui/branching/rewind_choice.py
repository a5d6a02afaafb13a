"""What goes back to before a prompt: the conversation, files, or both; and which files."""

from __future__ import annotations

from collections.abc import Sequence

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Size
from textual.message import Message

from agent_tui.protocol.branches import RewindScope, TreeTurn
from agent_tui.protocol.checkpoints import FileRewindPreview, FileRewindRow, RewindAction
from agent_tui.ui.branching.plain_title import plain_title
from agent_tui.ui.branching.rewind_words import conversation_words, file_note, files_words
from agent_tui.ui.render.cells import cells_of, cut_end, cut_start
from agent_tui.ui.render.one_line import name_line, one_line
from agent_tui.ui.widgets.filtered_list import FilteredList

_SCOPES = (RewindScope.CONVERSATION, RewindScope.FILES, RewindScope.BOTH)
_NAMES = {
    RewindScope.CONVERSATION: "Conversation",
    RewindScope.FILES: "Files",
    RewindScope.BOTH: "Both",
}
_NAME_CELLS = 14


class RewindChoice(FilteredList):
    """Three rows for what goes back, below them the files that would. Space leaves a file out, or
    takes it in again; those with a conflict are left as they are, but for those that may be chosen
    all the same."""

    class Chosen(Message):
        """Do it. paths: of the files that go back; None for all that can."""

        def __init__(self, what: RewindScope, paths: tuple[str, ...] | None) -> None:
            super().__init__()
            self.what, self.paths = what, paths

    def __init__(self, turn: TreeTurn) -> None:
        super().__init__()
        self._turn = turn
        self._preview: FileRewindPreview | None = None
        self._files: Sequence[FileRewindRow] = ()
        self._name_cells = 0
        self._left_out: set[str] = set()

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """All of it; called by Textual."""
        return container.height

    def show_preview(self, preview: FileRewindPreview) -> None:
        """What would happen to files is known."""
        self._preview = preview
        self._files = [row for row in preview.rows if row.action is not RewindAction.NOTHING]
        self._left_out = {row.path for row in self._files if row.conflict and row.can_choose}
        self._name_cells = max((cells_of(name_line(row.name)) for row in self._files), default=0)
        self.refresh()

    @property
    def _count(self) -> int:
        return len(_SCOPES) + len(self._files)

    @property
    def _filter_text(self) -> str:
        return ""

    @property
    def _titles(self) -> Sequence[str]:
        return ("What goes back?",)

    @property
    def _helps(self) -> Sequence[str]:
        return ("Enter does it · Space: this file or not · Esc goes back", "Enter · Space · Esc")

    def _title_row(self, width: int) -> list[Segment]:
        return plain_title(self._titles[-1], self._helps, width, self._ink("dim"))

    def _set_filter(self, text: str) -> None:
        """Nothing is filtered here."""

    def _write(self, text: str) -> None:
        """What is pasted means nothing here."""

    def _take(self, at: int) -> None:
        if at >= len(_SCOPES):
            self._toggle(at)
        elif self._may(_SCOPES[at]):
            what = _SCOPES[at]
            self.post_message(self.Chosen(what, self._paths() if what.has_files else None))

    def _take_key(self, key: str) -> bool:
        match key:
            case "enter":
                self._take(self._cursor)
            case "space":
                self._toggle(self._cursor)
            case "j":
                self._move_to(self._cursor + 1)
            case "k":
                self._move_to(self._cursor - 1)
            case _:
                return key not in ("up", "down", "pageup", "pagedown")
        return True

    def _may(self, what: RewindScope) -> bool:
        return not what.has_files or bool(self._paths())

    def _paths(self) -> tuple[str, ...]:
        able = (row.path for row in self._files if _is_able(row))
        return tuple(path for path in able if path not in self._left_out)

    def _toggle(self, at: int) -> None:
        if at >= len(_SCOPES) and _is_able(row := self._files[at - len(_SCOPES)]):
            self._left_out ^= {row.path}
            self.refresh()

    def _row(self, at: int, width: int) -> list[Segment]:
        is_chosen = at == self._cursor
        ink = self._ink("cursor") if is_chosen else Style.null()
        marker = Segment("❯ " if is_chosen else "  ", ink)
        if at >= len(_SCOPES):
            return [marker, *self._file_row(self._files[at - len(_SCOPES)], width - 2, ink)]
        what = _SCOPES[at]
        name = _NAMES[what].ljust(_NAME_CELLS)
        room = max(width - 2 - _NAME_CELLS, 0)
        words = cut_end(self._words(what, room), room)
        return [
            marker,
            Segment(name, ink if self._may(what) else self._ink("dim")),
            Segment(words, self._ink("dim")),
        ]

    def _words(self, what: RewindScope, room: int) -> str:
        if what is RewindScope.CONVERSATION:
            return conversation_words(one_line(self._turn.head), room)
        if self._preview is None:
            return "looking at the files …"
        return files_words(self._preview, len(self._paths()), room)

    def _file_row(self, row: FileRewindRow, width: int, ink: Style) -> list[Segment]:
        is_taken = row.path not in self._left_out
        box = ("[x] " if is_taken else "[ ] ") if _is_able(row) else "  ! "
        column = min(self._name_cells, width // 2)
        name = cut_start(name_line(row.name), column)
        blank = " " * (column - cells_of(name) + 2)
        room = max(width - len(box) - column - 2, 0)
        return [
            Segment(box, self._ink("match") if row.conflict else ink),
            Segment(name + blank, ink),
            Segment(cut_end(file_note(row), room), self._ink("dim")),
        ]


def _is_able(row: FileRewindRow) -> bool:
    return row.can_choose or not row.conflict

"""What insert and replace mode know while they last, and how they change the text."""

from __future__ import annotations

from agent_tui.ui.vim.char_classes import char_class, indent_length, is_white, is_word_char
from agent_tui.ui.vim.editor import Editor
from agent_tui.ui.vim.effects import Edit, Position
from agent_tui.ui.vim.indent import indent_text, same_indent
from agent_tui.ui.vim.keyboard import keys_of
from agent_tui.ui.vim.widths import next_column, previous_column, room_for


class InsertSession:
    """start: where the insertion began, or went on after the cursor was moved.

    keys: what "." and a count repeat. has_indent_only: autoindent has put blanks behind which
    nothing was typed. is_moved: the cursor was moved, so that the next change
    begins a new insertion. replaced: in replace mode, what each new character stands for ("" when
    it was appended). counts_cells: a character replaces as many cells as it takes.
    """

    def __init__(self, editor: Editor, *, count: int = 1, replaces: bool = False) -> None:
        self.editor = editor
        self.count = count
        self.replaces = replaces
        self.counts_cells = False
        self.opens_line = False
        self.start = self.floor = editor.cursor
        self.keys: list[str] = []
        self.is_moved = False
        self.needs_save = True
        self.keeps_floor = False
        self.replaced: list[str] = []
        self.has_indent_only = False
        self.last_key = ""
        self.next_indent = 0  # display columns for the next line, if its indent is automatic

    def begin_change(self) -> None:
        """Every change is preceded by this: it is an undo step and a "." of its own after moves."""
        editor = self.editor
        if self.is_moved:
            is_right = editor.column > self.floor[1] and not self.needs_save
            self.keeps_floor = self.keeps_floor or is_right
            self.start = editor.cursor
            self.is_moved = self.needs_save = False
            self.keys = []
            self.count = 1
            editor.save(editor.row)
            editor.last_change.begin("", 1, ["i"])
        elif self.needs_save:
            editor.save(editor.row)
            self.needs_save = False

    def next_key(self) -> None:
        """A key comes: what may be deleted to at once is where the insertion went on last."""
        if not self.keeps_floor:
            self.floor = self.start

    def move(self, place: Position) -> None:
        """The cursor was moved by a key from `place`: the insertion so far is complete."""
        editor = self.editor
        if self.is_moved:
            return
        editor.last_change.append("<Esc>")
        editor.insertion.keys = list(self.keys)
        editor.changed_between(self.start, place)
        self.replaced.clear()
        self._leave_no_indent(place)
        self.is_moved = True

    def _leave_no_indent(self, place: Position) -> None:
        """The cursor left a line: what was put there by itself, and nothing else, goes."""
        row, column = place
        line = self.editor.text.line(row)
        if self.has_indent_only and row != self.editor.row and column >= len(line):
            self.editor.replace(row, len(line.rstrip(" \t")), len(line), "")
        self.has_indent_only = False

    def record(self, *keys: str) -> None:
        """For "." and the count."""
        if not self.editor.last_change.is_blocked:
            self.keys.extend(keys)
            self.editor.last_change.append(*keys)

    def type(self, char: str) -> None:
        """A character, as typed."""
        self.begin_change()
        self.has_indent_only = False
        self.record(char)
        if char == "\t" and self.editor.options.expandtab:
            tab = self.editor.options.tabstop
            char = " " * (tab - self.editor.display_column() % tab)
        for one in char:
            self._put(one)

    def type_literally(self, text: str) -> None:
        """A character behind Ctrl+V, or the name of a key that is none."""
        self.begin_change()
        self.has_indent_only = False
        self.record(*(["<C-v>", text] if len(text) == 1 else keys_of(text)))
        if name := text[:-1]:  # also in replace mode only its last character replaces one
            row, column = self.editor.cursor
            self.editor.replace(row, column, column, name)
            self.editor.column += len(name)
        self._put(text[-1])

    def _put(self, char: str) -> None:
        editor = self.editor
        row, column = editor.cursor
        end = column
        if self.counts_cells:
            end, blanks = room_for(char, editor.line, column, editor.options.tabstop)
            editor.replace(row, column, end, char + blanks)
            editor.column = column + len(char)
            return
        if self.replaces:
            line = editor.line
            end = next_column(line, column) if column < len(line) else column
            self.replaced.append(line[column:end])
        editor.replace(row, column, end, char)
        editor.column = column + len(char)

    def insert(self, text: str) -> None:
        """Text, line breaks included, all at once."""
        self.begin_change()
        self.has_indent_only = False
        editor = self.editor
        lines = text.split("\n")
        row, column = editor.cursor
        if len(lines) == 1:
            editor.replace(row, column, column, text)
            editor.column += len(text)
            editor.changed(row, max(0, editor.column - 1))
            return
        editor.apply(Edit((row, column), (row, column), text))
        editor.marks.lines_inserted(row + 1, len(lines) - 1)
        editor.cursor = (row + len(lines) - 1, len(lines[-1]))
        editor.history.line = None
        if lines[-1]:
            editor.changed(editor.row, editor.column - 1)
        else:
            editor.changed(editor.row - 1, len(editor.text.line(editor.row - 1)))

    def break_line(self) -> None:
        """A new line begins at the cursor."""
        self.begin_change()
        editor = self.editor
        row, column = editor.cursor
        if self.replaces:
            self.replaced.append("")
        indent = ""
        if editor.options.autoindent:
            indent = same_indent(editor.line[:column], editor.options)
            if self.next_indent:
                indent = indent_text(self.next_indent, editor.options)
        self.next_indent = 0
        if self.has_indent_only:
            self.drop_indent()
            column = editor.column
        # Blanks that would stand behind the new indent go.
        behind = len(editor.line) - len(editor.line[column:].lstrip(" \t"))
        end = behind if editor.options.autoindent else column
        editor.apply(Edit((row, column), (row, end), "\n" + indent))
        self.has_indent_only = bool(indent)
        editor.marks.lines_inserted(row + 1, 1)
        editor.cursor = (row + 1, len(indent))
        editor.changed(row, column)
        editor.history.line = None

    def drop_indent(self) -> None:
        """Blanks before the cursor that nobody typed."""
        editor = self.editor
        row, column = editor.cursor
        kept = len(editor.line[:column].rstrip(" \t"))
        editor.replace(row, kept, column, "")
        editor.column = kept

    def may_delete_back(self) -> bool:
        """What 'backspace' allows at the cursor."""
        editor, allowed = self.editor, self.editor.options.backspace
        if editor.cursor == (0, 0):
            return False
        if "start" not in allowed:
            if self.is_moved:
                return False
            if editor.row == self.floor[0] and editor.column <= self.floor[1]:
                return False
        return "eol" in allowed or editor.column > 0

    def delete_back(self, key: str) -> None:
        """Backspace, Ctrl+W, Ctrl+U."""
        if not self.may_delete_back():
            self.editor.bell()
            return
        self.begin_change()
        self.has_indent_only = False
        if self.editor.column == 0:
            self._join_above()
        else:
            self._delete_chars(key)
        self.record(key)
        row, column = self.editor.cursor
        if row == self.floor[0] and column < self.floor[1]:
            self.floor = (row, column)

    def _join_above(self) -> None:
        editor = self.editor
        row = editor.row
        started_at = self.start[0]
        if row == started_at:
            editor.save(row - 1, 2)
            self.start = (row - 1, len(editor.text.line(row - 1)))
        if self.replaces:
            if self.replaced:
                self.replaced.pop()
            if row <= started_at:
                editor.cursor = (row - 1, len(editor.text.line(row - 1)))
                return
        above = len(editor.text.line(row - 1))
        editor.apply(Edit((row - 1, above), (row, 0), ""))
        editor.marks.line_joined(row, (row - 1, above), 0)
        editor.marks.lines_deleted(row, 1)
        editor.cursor = (row - 1, above)
        editor.changed(row, 0)  # where the line was that is gone

    def _delete_chars(self, key: str) -> None:
        editor = self.editor
        if key in ("<BS>", "<C-h>"):
            self.delete_one()
            return
        least = self._least_column(key)
        in_word: bool | None = None
        former = char_class(editor.char)
        while True:
            column = previous_column(editor.line, editor.column)
            char = editor.line[column]
            kind, former = former, char_class(char)
            if key == "<C-w>":
                if in_word is None:
                    in_word = None if is_white(char) else is_word_char(char)
                elif is_white(char) or is_word_char(char) != in_word or kind != former:
                    return
            self.delete_one()
            row, column = editor.cursor
            if column <= least or (row, column) == self.floor:
                return

    def _least_column(self, key: str) -> int:
        if key == "<C-u>" and self.editor.options.autoindent:
            indent = indent_length(self.editor.line)
            return indent if indent < self.editor.column else 0
        return 0

    def delete_one(self) -> None:
        """The character before the cursor; in replace mode what it stands for comes back."""
        editor = self.editor
        row, column = editor.cursor
        start = previous_column(editor.line, column)
        if not self.replaces:
            editor.replace(row, start, column, "")
        elif self.replaced:
            editor.replace(row, start, column, self.replaced.pop())
        editor.column = start

    def delete_here(self) -> None:
        """Delete."""
        editor = self.editor
        self.begin_change()
        row, column = editor.cursor
        line = editor.line
        if column < len(line):
            editor.replace(row, column, next_column(line, column), "")
        elif "eol" in editor.options.backspace and row + 1 < editor.line_count:
            editor.save(row, 2)
            editor.apply(Edit((row, column), (row + 1, 0), ""))
            editor.marks.line_joined(row + 1, (row, column), 0)
            editor.marks.lines_deleted(row + 1, 1)
            editor.changed(row + 1, 0)
        else:
            editor.bell()
        self.record("<Del>")

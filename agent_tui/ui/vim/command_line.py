"""The line that is typed behind ":", "/" or "?"."""

from __future__ import annotations

from collections.abc import Callable

from agent_tui.ui.vim.char_classes import char_class
from agent_tui.ui.vim.command import Command
from agent_tui.ui.vim.digraphs import digraph_char
from agent_tui.ui.vim.editor import Editor, Keys
from agent_tui.ui.vim.effects import Position
from agent_tui.ui.vim.failure import CommandFailed
from agent_tui.ui.vim.keyboard import keys_of
from agent_tui.ui.vim.literals import literal_char
from agent_tui.ui.vim.mode import Mode
from agent_tui.ui.vim.motions.searches import search_line, word_at
from agent_tui.ui.vim.operators.bounds import leave_at_start
from agent_tui.ui.vim.registers import is_readable

MOST_HISTORY = 200


class _Line:
    """What is being typed. cursor: a column in the text."""

    def __init__(self, editor: Editor, prefix: str, text: str) -> None:
        self.editor = editor
        self.prefix = prefix
        self.text, self.cursor = text, len(text)
        self.history = editor.histories[":" if prefix == ":" else "/"]
        self.at = len(self.history)
        self.typed = text
        self.show()

    def show(self) -> None:
        self.editor.command_line = self.prefix + self.text

    def insert(self, text: str) -> None:
        self.text = self.text[: self.cursor] + text + self.text[self.cursor :]
        self.cursor += len(text)

    def delete_to(self, start: int) -> None:
        self.text = self.text[:start] + self.text[self.cursor :]
        self.cursor = start

    def word_start(self) -> int:
        at = self.cursor
        while at > 0 and char_class(self.text[at - 1]) == 0:
            at -= 1
        kind = char_class(self.text[at - 1]) if at else 0
        while at > 0 and char_class(self.text[at - 1]) == kind:
            at -= 1
        return at

    def recall(self, step: int, *, matches: bool) -> None:
        at = self.at + step
        while 0 <= at < len(self.history):
            if not matches or self.history[at].startswith(self.typed):
                self.at, self.text = at, self.history[at]
                self.cursor = len(self.text)
                return
            at += step
        if at >= len(self.history):
            self.at, self.text = len(self.history), self.typed
            self.cursor = len(self.text)


def command_line(editor: Editor, command: Command) -> Keys[None]:
    """Collect the line, then search or run it."""
    prefix = command.key
    mode = editor.mode
    editor.mode = Mode.COMMAND
    text = ""
    if prefix == ":":
        text = _range(editor, command)
        if editor.visual is not None:
            mode = Mode.NORMAL
            leave_at_start(editor)
    try:
        line = yield from _typed(_Line(editor, prefix, text))
    finally:
        editor.command_line = ""
        editor.mode = mode
        editor.shown_keys.clear()
    if line is None:
        raise CommandFailed
    if prefix == ":":
        _run(editor, command, line)
        return
    _remember(editor.histories["/"], line)
    command.uses_first_register = True
    editor.forget_wanted()
    editor.search.is_shown = True
    search_line(editor, command, line, is_forward=prefix == "/")
    command.pattern = line


def _range(editor: Editor, command: Command) -> str:
    if editor.visual is not None:
        return "'<,'>"
    if command.operator is not None:
        return ""
    if command.count == 1:
        return "."
    return f".,.+{command.count - 1}" if command.count else ""


def _run(editor: Editor, command: Command, line: str) -> None:
    _remember(editor.histories[":"], line)
    if line.strip(": \t"):
        editor.last_command = line
    command.pattern = line
    if line != "'<,'>":  # the range of a selection alone moves nothing
        editor.run_line(line)
    if command.operator is not None and not _is_in_text(editor, command.operator.start):
        raise CommandFailed


def _remember(history: list[str], line: str) -> None:
    if not line:
        return
    if line in history:
        history.remove(line)
    history.append(line)
    del history[:-MOST_HISTORY]


def _is_in_text(editor: Editor, place: Position) -> bool:
    row, column = place
    return row < editor.line_count and column <= len(editor.text.line(row))


def _typed(line: _Line) -> Keys[str | None]:
    """The finished line, None when it was left."""
    while True:
        key = yield
        if key in ("<CR>", "<C-j>"):
            return line.text
        if key in ("<Esc>", "<C-c>"):
            _remember(line.history, line.text)
            return None
        if key in ("<BS>", "<C-h>") and not line.cursor:
            if not line.text:
                return None
        elif key == "<C-r>":
            yield from _register(line)
        elif key in ("<C-v>", "<C-q>", "<C-k>"):
            yield from _special_char(line, key)
        else:
            _edit(line, key)
        if key not in ("<Up>", "<Down>", "<C-p>", "<C-n>"):
            line.typed, line.at = line.text, len(line.history)
        line.show()


def _special_char(line: _Line, key: str) -> Keys[None]:
    if key == "<C-k>":
        char = yield from digraph_char()
        line.insert("\0" if char == "\n" else char)
        return
    char, unused = yield from literal_char()
    line.insert(char)
    if unused:
        line.editor.keyboard.repeat_first([unused])


def _edit(line: _Line, key: str) -> None:
    if len(key) == 1 or key in _INSERTED:
        line.insert(_INSERTED.get(key, key))
    elif key in ("<BS>", "<C-h>"):
        line.delete_to(line.cursor - 1)
    elif key == "<C-w>":
        line.delete_to(line.word_start())
    elif key == "<C-u>":
        line.delete_to(0)
    elif key == "<Del>":
        _delete_here(line)
    elif key in _MOVES:
        line.cursor = max(0, min(len(line.text), _MOVES[key](line)))
    elif key in _RECALLS:
        line.recall(*_RECALLS[key][:1], matches=_RECALLS[key][1])


def _delete_here(line: _Line) -> None:
    if line.cursor < len(line.text):
        line.text = line.text[: line.cursor] + line.text[line.cursor + 1 :]
    elif line.cursor:
        line.delete_to(line.cursor - 1)


_MOVES: dict[str, Callable[[_Line], int]] = {
    "<Left>": lambda line: line.cursor - 1,
    "<Right>": lambda line: line.cursor + 1,
    "<Home>": lambda line: 0,
    "<C-b>": lambda line: 0,
    "<End>": lambda line: len(line.text),
    "<C-e>": lambda line: len(line.text),
}
_INSERTED = {"<C-o>": "\x0f", "<C-x>": "\x18", "<C-z>": "\x1a"}
_RECALLS = {"<Up>": (-1, True), "<Down>": (1, True), "<C-p>": (-1, False), "<C-n>": (1, False)}


def _register(line: _Line) -> Keys[None]:
    name = yield
    if name in ("<C-r>", "<C-o>", "<C-p>"):
        name = yield
    if name == "<C-w>":
        line.insert(_word(line.editor))
        return
    content = line.editor.registers.get(name) if is_readable(name) else None
    if content is None:
        line.editor.beep()
        return
    text = content.text.removesuffix("\n") if len(content.lines) == 1 else content.text
    line.insert("".join(key if len(key) == 1 else "\r" for key in keys_of(text)))


def _word(editor: Editor) -> str:
    return word_at(editor)[1]

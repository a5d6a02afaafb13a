"""The keys of insert and replace mode that are no characters."""

from __future__ import annotations

from collections.abc import Callable

from agent_tui.ui.vim.digraphs import digraph_char
from agent_tui.ui.vim.editor import Keys
from agent_tui.ui.vim.insert_session import InsertSession
from agent_tui.ui.vim.insert_shift import shift_indent
from agent_tui.ui.vim.keyboard import keys_of
from agent_tui.ui.vim.literals import literal_char
from agent_tui.ui.vim.putting import begin_put
from agent_tui.ui.vim.registers import LAST_INSERTED, SMALL_DELETE, is_readable
from agent_tui.ui.vim.widths import MAX_COLUMN, at_display, column_of, next_column, previous_column

Handler = Callable[[InsertSession, str], "Keys[None] | None"]


def _break_line(session: InsertSession, key: str) -> None:
    session.begin_change()
    session.record("<CR>")
    session.break_line()


def _delete_back(session: InsertSession, key: str) -> None:
    session.delete_back(key)


def _delete_here(session: InsertSession, key: str) -> None:
    session.delete_here()


def _special(session: InsertSession, key: str) -> Keys[None]:
    """Ctrl+G: with u an undo step of its own begins, with j and k the cursor moves to the column
    at which the insertion began."""
    editor = session.editor
    second = yield
    if second == "u":
        editor.history.close(editor.line_count)
        session.needs_save = True
        session.start = session.floor = editor.cursor
    elif second in ("j", "<C-j>", "<Down>"):
        _to_start_column(session, "<Down>")
    elif second in ("k", "<C-k>", "<Up>"):
        _to_start_column(session, "<Up>")
    else:
        editor.bell()


def _left(session: InsertSession, key: str) -> None:
    editor = session.editor
    if editor.column == 0:
        editor.bell()
        return
    place = editor.cursor
    editor.column = previous_column(editor.line, editor.column)
    editor.forget_wanted()
    session.move(place)


def _right(session: InsertSession, key: str) -> None:
    editor = session.editor
    if not editor.char:
        editor.bell()
        return
    session.move(editor.cursor)
    editor.column = next_column(editor.line, editor.column)
    editor.forget_wanted()


def _vertical(session: InsertSession, key: str) -> None:
    editor = session.editor
    row = editor.row + (1 if key == "<Down>" else -1)
    if not 0 <= row < editor.line_count:
        editor.bell()
        return
    place = editor.cursor
    editor.to_wanted(row)
    session.move(place)


def _to_start_column(session: InsertSession, key: str) -> None:
    editor = session.editor
    before = editor.row
    row, column = session.start
    line = editor.text.line(row) if row < editor.line_count and not session.opens_line else ""
    wanted = column_of(line, min(column, len(line)), editor.options.tabstop)
    _vertical(session, key)
    if editor.row != before:
        editor.to_display(wanted)


def _home(session: InsertSession, key: str) -> None:
    place = session.editor.cursor
    session.editor.column = 0
    session.editor.wanted = 0
    session.move(place)


def _end(session: InsertSession, key: str) -> None:
    place = session.editor.cursor
    session.editor.wanted = MAX_COLUMN
    session.editor.to_display(MAX_COLUMN)
    session.move(place)


def _register(session: InsertSession, key: str) -> Keys[None]:
    """Ctrl+R and the name of a register, Ctrl+R twice to take its text literally."""
    editor = session.editor
    name = yield
    is_literal = name in ("<C-r>", "<C-o>", "<C-p>")
    if is_literal:
        name = yield
    content = editor.registers.get(name) if len(name) == 1 and is_readable(name) else None
    if content is None:
        editor.bell()
        return
    if name == SMALL_DELETE:  # the only one that Vim puts, as p does
        begin_put(editor)
    keys = keys_of(content.text)
    if name == LAST_INSERTED:
        keys = list(editor.insertion.keys)
    if all(len(one) == 1 or one == "<C-j>" for one in keys) and not session.replaces:
        _insert_at_once(session, keys)
    else:
        editor.keyboard.repeat_first(_literal(keys) if is_literal else keys)


def _insert_at_once(session: InsertSession, keys: list[str]) -> None:
    if not keys:
        return
    if ("\t" in keys and session.editor.options.expandtab) or session.editor.options.autoindent:
        session.editor.keyboard.repeat_first(keys)
        return
    session.begin_change()
    session.record(*("<CR>" if key == "<C-j>" else key for key in keys))
    session.insert("".join("\n" if key == "<C-j>" else key for key in keys))


def _literal(keys: list[str]) -> list[str]:
    found: list[str] = []
    for key in keys:
        found += ["<C-v>", key] if len(key) > 1 and key != "<C-j>" else [key]
    return found


def _literally(session: InsertSession, key: str) -> Keys[None]:
    """Ctrl+V: the next key as a character, or a character by its number."""
    session.begin_change()
    char, unused = yield from literal_char()
    session.type_literally(char)
    if unused:
        session.editor.keyboard.repeat_first([unused])


def _digraph(session: InsertSession, key: str) -> Keys[None]:
    """Ctrl+K: the next two keys stand for a character."""
    char = yield from digraph_char()
    if char:
        session.type_literally("\0" if char == "\n" else char)


def _last_inserted(session: InsertSession, key: str) -> None:
    """Ctrl+A: what was inserted last, once more."""
    session.editor.keyboard.repeat_first(list(session.editor.insertion.keys))


def _beside(session: InsertSession, key: str) -> None:
    """Ctrl+Y and Ctrl+E: the character above and below."""
    editor = session.editor
    row = editor.row + (-1 if key == "<C-y>" else 1)
    if not 0 <= row < editor.line_count:
        editor.bell()
        return
    line = editor.text.line(row)
    column, _ = at_display(line, editor.display_column(), editor.options.tabstop)
    if column >= len(line):
        editor.bell()
        return
    char = line[column]
    if char.isalnum():
        session.type(char)
    else:
        session.type_literally(char)


HANDLERS: dict[str, Handler] = {
    "<CR>": _break_line,
    "<C-j>": _break_line,
    "<BS>": _delete_back,
    "<C-h>": _delete_back,
    "<C-w>": _delete_back,
    "<C-u>": _delete_back,
    "<Del>": _delete_here,
    "<Left>": _left,
    "<Right>": _right,
    "<Up>": _vertical,
    "<Down>": _vertical,
    "<Home>": _home,
    "<End>": _end,
    "<C-r>": _register,
    "<C-g>": _special,
    "<C-v>": _literally,
    "<C-q>": _literally,
    "<C-k>": _digraph,
    "<C-a>": _last_inserted,
    "<C-y>": _beside,
    "<C-e>": _beside,
    "<C-t>": shift_indent,
    "<C-d>": shift_indent,
}

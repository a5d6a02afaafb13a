"""Insert and replace mode: one stay in it, from the command that begins it to Esc."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

from agent_tui.ui.vim.editor import MOST_CHARACTERS, Editor, Keys
from agent_tui.ui.vim.insert_keys import HANDLERS
from agent_tui.ui.vim.insert_session import InsertSession
from agent_tui.ui.vim.marks import LAST_INSERT
from agent_tui.ui.vim.mode import Mode
from agent_tui.ui.vim.widths import next_column, previous_column

MOST_REPEATED_KEYS = 50_000


def insert(
    editor: Editor,
    *,
    starter: list[str] | None = None,
    count: int = 1,
    replaces: bool = False,
    has_indent_only: bool = False,
    then: Callable[[], None] | None = None,
) -> Keys[None]:
    """Keys go into the text until Esc.

    starter: the keys of the command, when it is a change of its own; None when it goes on with one
    (as "c" does). count: how often the text comes. then: called when Esc or Ctrl+O ends the typing.
    """
    editor.require_modifiable()
    if starter is not None:
        editor.last_change.begin("", count if count > 1 else 0, starter)
    session = InsertSession(editor, count=count, replaces=replaces)
    session.opens_line = starter in (["o"], ["O"])
    session.counts_cells = starter == ["g", "r"]
    session.has_indent_only = has_indent_only
    if session.opens_line and "indent" in editor.options.backspace:
        session.start = session.floor = (editor.row, 0)  # its indent is of the insertion, too
    editor.mode = Mode.REPLACE if replaces else Mode.INSERT
    editor.draw_anew()
    goes_back = editor.is_inserting_once and editor.keyboard.is_repeated
    editor.is_inserting_once = False
    editor.insert_session = session
    editor.shown_keys.clear()
    while not (yield from _typed(session)):
        row = editor.row
        _suspend(session)
        if then is not None:
            then()
            then = None
        yield from _one_command(editor)
        if not editor.is_inserting_once:
            return  # the command was an insertion itself
        _resume(session, row)
    editor.insert_session = None
    editor.mode = Mode.NORMAL
    editor.is_inserting_once = goes_back  # "." between Ctrl+O and the insertion around it
    if then is not None:
        then()


def _one_command(editor: Editor) -> Keys[None]:
    yield from editor.run_command()
    while editor.is_inserting_once and (editor.visual or editor.keyboard.has_repeated):
        yield from editor.run_command()


def _typed(session: InsertSession) -> Keys[bool]:
    """Until insert mode is left. False: by Ctrl+O, for one command."""
    editor = session.editor
    while True:
        session.next_key()
        if not session.is_moved:
            editor.forget_wanted()
        key = yield
        if key in ("<Esc>", "<C-c>"):
            _escape(session)
            return True
        if key == "<C-o>":
            return False
        waiting = feed_key(session, key)
        if waiting is not None:
            yield from waiting


def feed_key(session: InsertSession, key: str) -> Keys[None] | None:
    """One key of insert mode."""
    handler = HANDLERS.get(key)
    waiting: Keys[None] | None = None
    if handler is not None:
        waiting = handler(session, key)
    elif len(key) == 1:
        session.type(key)
    session.last_key = key
    return waiting


def _escape(session: InsertSession) -> None:
    """Repeat the text as often as the count says, then leave."""
    editor = session.editor
    if not session.is_moved:
        _repeat(session)
        editor.last_change.append("<Esc>")
    had_indent = _leave_no_indent(session)
    finish(session)
    editor.mode = Mode.NORMAL
    if editor.column > 0:
        editor.column = previous_column(editor.line, editor.column)
    if not had_indent:
        editor.forget_wanted()


def _leave_no_indent(session: InsertSession) -> bool:
    """What autoindent gave a line that stays empty is taken back; moves up and down still keep its
    column. Returns whether there was any."""
    if not session.has_indent_only or session.is_moved or session.editor.char:
        return False
    session.editor.keep_wanted()
    session.drop_indent()
    session.has_indent_only = False
    return True


def _repeat(session: InsertSession) -> None:
    """The text once more for each further count."""
    times = session.count - 1
    keys = session.keys
    if times < 1 or not (keys or session.opens_line):
        return
    editor = session.editor
    size = len(keys) + int(session.opens_line)
    if size * times > MOST_CHARACTERS:
        editor.beep("The text would grow by more than 1000000 characters")
        return
    editor.last_change.is_blocked = True
    try:
        is_text = all(len(key) == 1 or key == "<CR>" for key in keys)
        if is_text and not session.replaces and not editor.options.autoindent:
            _repeat_text(session, times)
        else:
            for _ in range(min(times, MOST_REPEATED_KEYS // max(1, size))):
                _repeat_keys(session)
    finally:
        editor.last_change.is_blocked = False


def _repeat_text(session: InsertSession, times: int) -> None:
    text = "".join("\n" if key == "<CR>" else key for key in session.keys)
    if session.opens_line:
        text = "\n" + text
    session.insert(text * times)


def _repeat_keys(session: InsertSession) -> None:
    if session.opens_line:
        session.break_line()
    keys = iter(list(session.keys))
    for key in keys:
        session.next_key()
        waiting = feed_key(session, key)
        if waiting is None:
            continue
        next(waiting)
        with suppress(StopIteration):
            while True:
                waiting.send(next(keys))


def finish(session: InsertSession) -> None:
    """The insertion is over: remember it and the changed area."""
    editor = session.editor
    if not session.is_moved:
        editor.insertion.keys = list(session.keys)
        editor.changed_between(session.start, editor.cursor)
    editor.insertion.start = session.start
    editor.marks.set(LAST_INSERT, editor.cursor)


def _suspend(session: InsertSession) -> None:
    """Ctrl+O begins: insert mode is left for one command."""
    editor = session.editor
    if not session.is_moved:
        editor.last_change.append("<Esc>")
    _leave_no_indent(session)
    finish(session)
    editor.mode = Mode.NORMAL
    editor.is_inserting_once = True
    editor.insertion.is_moved = session.is_moved
    editor.insert_session = None
    editor.insertion.was_behind = not editor.char
    if not editor.char and editor.column > 0:
        editor.keep_wanted()
        editor.column = previous_column(editor.line, editor.column)
    editor.marks.command_ended(editor.cursor)


def _resume(session: InsertSession, row: int) -> None:
    """The command is done: insert mode goes on, behind the line if it was there."""
    editor = session.editor
    session.start = session.floor = editor.cursor
    editor.is_inserting_once = False
    editor.mode = Mode.REPLACE if session.replaces else Mode.INSERT
    wants_more = editor.is_short_of_wanted
    editor.keep_wanted()
    was_behind = editor.insertion.was_behind
    if ((was_behind and editor.row == row) or wants_more) and editor.char:
        following = next_column(editor.line, editor.column)
        if following == len(editor.line):
            editor.column = following
    editor.insert_session = session
    session.is_moved = True
    session.needs_save = True
    session.keeps_floor = False
    session.replaced.clear()

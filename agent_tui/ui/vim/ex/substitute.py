"""`:s` and its repetitions: change what matches, line by line, as Vim goes about it."""

from __future__ import annotations

from agent_tui.ui.vim import patterns
from agent_tui.ui.vim.ex.command import ExCommand
from agent_tui.ui.vim.ex.editor import ExEditor
from agent_tui.ui.vim.ex.errors import INVALID_RANGE, READ_ONLY, ExError
from agent_tui.ui.vim.ex.line_changes import LineChange, LineChanges
from agent_tui.ui.vim.ex.line_commands import to_first_word
from agent_tui.ui.vim.ex.substitution import Substitution, parsed_substitution

_MOST_SILENT = 2


def substitute(command: ExCommand, editor: ExEditor) -> str:
    """Run the command; returns what to say. Raises `ExError`."""
    tilde = editor.memory.tilde  # to the pattern it is still the replacement before
    meant = parsed_substitution(command.name, command.argument, editor)
    is_counting = "n" in meant.flags
    if editor.is_read_only and not is_counting:
        raise ExError(READ_ONLY)
    finder = LineChanges(meant, editor, tilde)
    try:
        with patterns.time_limited():
            rows = _rows(command, meant, editor)
            changes = finder.between(*rows)
    except patterns.PatternError as error:
        raise ExError(str(error)) from error
    if changes and is_counting:
        return _counted(changes, editor)
    if changes:
        below = editor.line_count - rows[1]
        said = _changed(meant, changes, editor)
        editor.set_mark("[", (rows[0], 0))
        editor.set_mark("]", (max(rows[0], editor.line_count - below), 0))
        return said
    if editor.memory.tally is not None or "e" in meant.flags:
        return ""
    raise ExError(f"E486: Pattern not found: {meant.pattern}")


def _counted(changes: list[tuple[int, LineChange]], editor: ExEditor) -> str:
    """The flag n: nothing is changed."""
    if editor.memory.tally is None:
        to_first_word(editor.cursor[0], editor)
    return _told(_hits(changes), len(changes), "match", "matches")


def _changed(meant: Substitution, changes: list[tuple[int, LineChange]], editor: ExEditor) -> str:
    tally = editor.memory.tally
    if tally is None:
        editor.place_cursor(editor.cursor, is_jump=True)
    behind = _last_joined(changes[-1], editor)
    row = _applied(changes, editor)
    editor.set_mark(".", (changes[0][0], 0))
    shown = editor.line(row)
    to_first_word(row, editor)
    if meant.pattern == "\\n" and not meant.replacement:  # to Vim this is :j! by another name
        editor.place_cursor((row, len(shown) - behind))
    if set(meant.flags) & set("p#l"):
        return _printed(shown, row, meant.flags)
    hits = _hits(changes)
    if tally is None:
        return told_substitutions(hits, len(changes))
    tally.hits, tally.lines = tally.hits + hits, tally.lines + len(changes)
    return ""


def _hits(changes: list[tuple[int, LineChange]]) -> int:
    return sum(change.count for _, change in changes)


def told_substitutions(hits: int, lines: int) -> str:
    """What to say of so many; "" of few."""
    return _told(hits, lines, "substitution", "substitutions") if hits > _MOST_SILENT else ""


def _rows(command: ExCommand, meant: Substitution, editor: ExEditor) -> tuple[int, int]:
    if not meant.count:
        return max(0, command.first), max(0, command.last)
    if command.last >= editor.line_count:
        raise ExError(INVALID_RANGE)
    first = max(0, command.last)
    return first, min(first + meant.count - 1, editor.line_count - 1)


def _applied(changes: list[tuple[int, LineChange]], editor: ExEditor) -> int:
    """Make the changes; returns the row of the last one."""
    moved = 0
    last_row = 0
    for row, change in changes:
        first = row + moved
        below = min(first + change.joined, editor.line_count - 1)
        editor.replace((first, 0), (below, len(editor.line(below))), change.text)
        added = change.text.count("\n")
        moved += added - (below - first)
        last_row = first + added
    return last_row


def _last_joined(last: tuple[int, LineChange], editor: ExEditor) -> int:
    """How long the last line is that a change draws into the one above."""
    row, change = last
    return len(editor.line(min(row + change.joined, editor.line_count - 1)))


def _told(hits: int, lines: int, one: str, many: str) -> str:
    on_lines = f"{lines} line{'' if lines == 1 else 's'}"
    return f"{hits} {one if hits == 1 else many} on {on_lines}"


def _printed(line: str, row: int, flags: str) -> str:
    number = f"{row + 1:3} " if "#" in flags else ""
    return f"{number}{line}{'$' if 'l' in flags else ''}"

"""Normal, visual and operator-pending mode: one command is read, then carried out."""

from __future__ import annotations

from agent_tui.ui.vim import changing
from agent_tui.ui.vim.command import MOST_COUNT, Command, Operator
from agent_tui.ui.vim.command_line import command_line
from agent_tui.ui.vim.digraphs import digraph_char
from agent_tui.ui.vim.editor import Editor, Keys
from agent_tui.ui.vim.failure import CommandFailed
from agent_tui.ui.vim.keyboard import canonical, text_of
from agent_tui.ui.vim.literals import literal_char
from agent_tui.ui.vim.mode import Mode
from agent_tui.ui.vim.motions.lines import lines_from_here
from agent_tui.ui.vim.motions.table import MOTIONS
from agent_tui.ui.vim.normal_commands import COMMANDS
from agent_tui.ui.vim.objects.table import OBJECTS
from agent_tui.ui.vim.operators.run import DOUBLED, run_on_motion, run_on_selection
from agent_tui.ui.vim.registers import is_readable
from agent_tui.ui.vim.visual_commands import VISUAL_COMMANDS, VISUAL_OPERATORS
from agent_tui.ui.vim.widths import last_column

_PREFIXES = ("g", "z", "Z", "[", "]", "<C-w>")
_FORCES = ("v", "V", "<C-v>")
_WITH_CHAR = frozenset("fFtT'`") | {"g'", "g`"}
_WITH_DIGRAPH = frozenset("fFtTr") | {"gr"}
_WITH_CHAR_ALONE = frozenset("rm@q")
_NOT_IN_VISUAL = frozenset({"gi", "gI", "R", ".", "&", "g&", "<C-o>", "\t", "g;", "g,", "<C-r>"})
_SHORT = {
    "x": "dl", "<Del>": "dl", "X": "dh", "D": "d$", "C": "c$", "s": "cl", "S": "cc", "Y": "yy",
}  # fmt: skip


def normal_command(editor: Editor) -> Keys[None]:
    """Wait for one command and carry it out. A failure beeps."""
    editor.shown_keys.clear()
    was_repeating = editor.extent_again is not None
    try:
        yield from _command(editor)
    except CommandFailed as failed:
        editor.beep(str(failed))
    finally:
        editor.shown_keys.clear()
        if not editor.may_stand_behind:
            editor.clamp_column()
        editor.marks.command_ended(editor.cursor)
        if was_repeating:
            editor.extent_again = None
        if editor.mode is Mode.OPERATOR_PENDING:
            editor.mode = Mode.NORMAL


def _key(editor: Editor) -> Keys[str]:
    key = yield
    editor.shown_keys.append(key)
    return key


def _command(editor: Editor) -> Keys[None]:
    follows_failed_jump = editor.has_failed_jump
    editor.has_failed_jump = False
    command = yield from _read(editor, None)
    if command.key == ".":
        editor.has_failed_jump = follows_failed_jump
    editor.settle_wanted()
    if command.key != "<Esc>" and _is_given_up(command):
        return
    if editor.visual is not None or editor.extent_again is not None:
        yield from _in_visual(editor, command)
        return
    if command.key == "~" and editor.options.tildeop:
        command.key = "g~"
    short = _SHORT.get(command.key)
    if short is not None:
        if command.key == "<Del>":
            command.register, follows_failed_jump = "", False
        operator = Operator(
            short[0], command.register, editor.cursor, command.count, origin=editor.cursor
        )
        operator.uses_first_register = follows_failed_jump
        second = Command(short[1], "", command.count, command.register, operator)
        yield from _operate(editor, second)
        return
    if command.key in DOUBLED:
        yield from _with_operator(editor, command, follows_failed_jump=follows_failed_jump)
        return
    motion = MOTIONS.get(command.key)
    if motion is not None:
        motion(editor, command)
        return
    yield from _perform(editor, command)


def _is_given_up(command: Command) -> bool:
    """Esc ended it half typed, which is no failure: macros go on."""
    is_mark_of_lines = command.key in ("g'", "g`")
    return command.key.endswith("<Esc>") or (command.extra == "<Esc>" and not is_mark_of_lines)


def _perform(editor: Editor, command: Command) -> Keys[None]:
    if command.key in ("/", "?", ":"):
        yield from command_line(editor, command)
        return
    handler = COMMANDS.get(command.key)
    if handler is None:
        raise CommandFailed
    waiting = handler(editor, command)
    if waiting is not None:
        yield from waiting


def _with_operator(editor: Editor, first: Command, *, follows_failed_jump: bool) -> Keys[None]:
    editor.mode = Mode.OPERATOR_PENDING
    operator = Operator(first.key, first.register, editor.cursor, first.count, origin=editor.cursor)
    operator.uses_first_register = follows_failed_jump
    command = yield from _read(editor, operator)
    yield from _operate(editor, command)


def _operate(editor: Editor, command: Command) -> Keys[None]:
    operator = command.operator
    assert operator is not None
    if _is_given_up(command):
        return
    if command.key in DOUBLED[operator.key]:
        lines_from_here(editor, command)
    elif command.key in ("i", "a"):
        _select(editor, command)
    elif command.key in ("/", "?", ":"):
        yield from command_line(editor, command)
    else:
        motion = MOTIONS.get(command.key)
        if motion is None:
            _to_insertion(editor, command)
            raise CommandFailed
        try:
            motion(editor, command)
        except CommandFailed:
            editor.clamp()
            raise
    if editor.mode is Mode.OPERATOR_PENDING:
        editor.mode = Mode.NORMAL
    command.uses_first_register = command.uses_first_register or operator.uses_first_register
    yield from run_on_motion(editor, command)


def _select(editor: Editor, command: Command) -> None:
    select = OBJECTS.get(command.extra)
    if select is None:
        raise CommandFailed
    try:
        select(editor, command)
    except CommandFailed:
        editor.clamp()
        editor.forget_wanted()
        raise
    if editor.visual is None and editor.column and not editor.char:
        editor.column = last_column(editor.line)


def _in_visual(editor: Editor, command: Command) -> Keys[None]:
    key = command.key
    if key in ("i", "a") and command.extra:
        _select(editor, command)
    elif key in ("r", "gr"):
        yield from _replace_selection(editor, command)
    elif key in VISUAL_OPERATORS:
        yield from run_on_selection(editor, VISUAL_OPERATORS[key](editor, key), command)
    elif key in VISUAL_COMMANDS:
        waiting = VISUAL_COMMANDS[key](editor, command)
        if waiting is not None:
            yield from waiting
    elif key in MOTIONS:
        MOTIONS[key](editor, command)
    elif key not in _NOT_IN_VISUAL:
        yield from _perform(editor, command)
    else:
        _to_insertion(editor, command)
        raise CommandFailed


def _replace_selection(editor: Editor, command: Command) -> Keys[None]:
    if command.extra in ("<Esc>", "<C-c>"):
        return
    if len(text_of([command.extra])) > 1:
        raise CommandFailed
    unused = ""
    if command.extra in ("<C-v>", "<C-q>"):
        command.extra, unused = yield from literal_char()
    yield from run_on_selection(editor, "r", command)
    if unused:
        editor.keyboard.repeat_first([unused])


def _to_insertion(editor: Editor, command: Command) -> None:
    """gi and gI go to their place even where they then cannot insert."""
    if command.key == "gI":
        editor.column = 0
    elif command.key == "gi":
        changing.to_last_insertion(editor)
    else:
        return
    editor.clamp()
    editor.forget_wanted()


def _read(editor: Editor, operator: Operator | None) -> Keys[Command]:
    """Registers, counts and the command's own keys."""
    register = operator.register if operator else ""
    count = operator.count if operator else 0
    while True:
        digits, key = yield from _count(editor)
        count = min(MOST_COUNT, count * digits if count and digits else count or digits)
        if key == '"' and operator is None:
            register = yield from _key(editor)
            if register == "<Esc>":
                return Command(key + register)
            if not is_readable(register):
                raise CommandFailed
        elif operator is not None and key in _FORCES:
            operator.forced = key
        else:
            break
    if key in _PREFIXES:
        key += yield from _key(editor)
    command = Command(key, "", count, register, operator)
    if _takes_char(editor, command):
        command.extra = yield from _key(editor)
        if command.extra == "<C-k>" and key in _WITH_DIGRAPH:
            char = yield from digraph_char()
            if len(char) == 1:
                command.extra = char if char == "\x03" else canonical(char)  # it gives up nothing
    return command


def _count(editor: Editor) -> Keys[tuple[int, str]]:
    count = 0
    while True:
        key = yield from _key(editor)
        if count and key == "<Del>":
            count //= 10
            continue
        if not ("1" <= key <= "9" or (count and key == "0")) or len(key) > 1:
            return count, key
        count = min(MOST_COUNT, count * 10 + int(key))


def _takes_char(editor: Editor, command: Command) -> bool:
    key = command.key
    if key in _WITH_CHAR:
        return True
    is_alone = command.operator is None
    if key in ("i", "a"):
        return not is_alone or editor.visual is not None
    if key == "q":
        return is_alone and not editor.keyboard.recording and not editor.keyboard.is_in_macro
    return (is_alone and key in _WITH_CHAR_ALONE) or key == "gr"

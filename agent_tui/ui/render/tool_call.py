"""A tool call in one line: verb, target and result."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from agent_tui.protocol.messages import ShellCommand
from agent_tui.ui.foreign_text import harmless
from agent_tui.ui.render.call_arguments import known_arguments, number_argument, text_argument
from agent_tui.ui.render.diff_counts import diff_counts, new_names
from agent_tui.ui.render.durations import duration_text
from agent_tui.ui.render.one_line import one_line
from agent_tui.ui.render.shell_result import counted_lines, shell_ending
from agent_tui.ui.render.todo_entries import TodoEntry, TodoState, todo_entries

_SHORTEST_S = 0.1  # a shorter call took no time, to people
_MOST_ARGUMENTS = 2_000  # characters
_MOST_PATHS = 20

CHANGING_TOOLS = frozenset({"write_file", "edit_file", "multi_edit", "apply_patch"})
"""Tools whose calls have the kind CHANGE."""

USER_SHELL = "!"
"""In place of a tool's name: a command that the user ran. No tool can be called so."""

Arguments = Mapping[str, object]


class CallKind(StrEnum):
    """What a call does, as far as it matters for its picture."""

    OTHER = "other"
    READ = "read"  # the result is a file's lines with their numbers
    CHANGE = "change"  # it writes `paths`
    FIND = "find"  # the result is a list of paths
    SHELL = "shell"  # the result is the output of a command, followed by how it ended


class CallTitle(Struct, frozen=True, gc=False):
    """What is called on what, harmless.

    doing: the verb for something that goes on ("reading"). keeps_end: the end of the target tells
    most, as of a path. command: the exact shell command, as received. todos: the checklist. paths:
    the files that it reads or changes, as the model names them, or the address that it fetches.
    line: the first that it reads, 0 when it begins at the start. arguments: of a tool that is not
    known here, the beginning of them, as received.
    """

    verb: str
    target: str = ""
    doing: str = ""
    keeps_end: bool = False
    kind: CallKind = CallKind.OTHER
    command: str = ""
    todos: tuple[TodoEntry, ...] = ()
    paths: tuple[str, ...] = ()
    line: int = 0
    arguments: str = ""

    @property
    def is_shell(self) -> bool:
        """The result is the output of a command."""
        return self.kind is CallKind.SHELL

    @property
    def places(self) -> tuple[str, ...]:
        """Where links to what it reads or changes lead."""
        return (f"{self.paths[0]}:{self.line}",) if self.line and self.paths else self.paths


def call_title(name: str, arguments: str) -> CallTitle:
    """The title of a call. arguments: JSON text, perhaps unfinished or invalid."""
    values = known_arguments(arguments)
    title_of = _TITLES.get(name)
    if values is None or title_of is None:
        verb = one_line(name) or "tool"
        known = arguments[:_MOST_ARGUMENTS] if values else ""
        return CallTitle(verb, call_target(arguments), f"running {verb}", arguments=known)
    return title_of(values)


def shell_arguments(command: ShellCommand) -> str:
    """A command that the user ran, as the arguments of a call of `USER_SHELL`."""
    arguments = {"command": command.command, "is_private": command.is_private}
    return msgspec.json.encode(arguments).decode()


def call_target(arguments: str) -> str:
    """The argument that tells most: the first text, else all arguments as they came."""
    values = known_arguments(arguments)
    if not values:
        return "" if values is not None or arguments in ("", "null") else one_line(arguments)
    texts = (value for value in values.values() if isinstance(value, str) and value.strip())
    return one_line(next(texts, arguments))


def call_activity(name: str, arguments: str) -> str:
    """What a running call does, for the status bar: `running git status`."""
    title = call_title(name, arguments)
    known = name in _TITLES
    return f"{title.doing} {title.target}".strip() if known else title.doing


def call_result(title: CallTitle, text: str, *, is_error: bool, diff: str = "") -> str:
    """`42 lines`; of a change `+3 −1`; of a question the answer; of an error its first line.

    "" when the title says it all.
    """
    text = text.strip()
    if title.is_shell:
        return shell_ending(text, is_error=is_error)
    if is_error:
        return one_line(text.split("\n", 1)[0]) or "failed"
    if diff:
        return diff_counts(diff).text
    if title.todos:
        return ""
    if title.verb == "Ask" and (answers := _answers(text)):
        return answers
    if title.kind is CallKind.READ:
        text = _without_note(text)
    return counted_lines(text)


def call_time(elapsed_s: float) -> str:
    """`0.3 s`, "" when it is not worth saying."""
    return duration_text(elapsed_s) if elapsed_s >= _SHORTEST_S else ""


def _without_note(text: str) -> str:
    """The lines of a file, without the remark in brackets below them."""
    lines, _, note = text.rpartition("\n\n(")
    return lines if lines and note.endswith(")") else text


def _answers(text: str) -> str:
    lines = (line.partition(": ") for line in text.split("\n"))
    return one_line(", ".join(said for name, _, said in lines if name in ("Answer", "Also")))


def _read(values: Arguments) -> CallTitle:
    target = _path(values)
    paths = _paths(values, target)
    first, limit = number_argument(values, "offset"), number_argument(values, "limit")
    if limit is not None:
        target += f" (lines {first or 1}-{(first or 1) + limit - 1})"
    elif first is not None and first > 1:
        target += f" (from line {first})"
    return CallTitle(
        verb="Read",
        target=target,
        doing="reading",
        keeps_end=True,
        kind=CallKind.READ,
        paths=paths,
        line=first if first is not None and first > 1 else 0,
    )


def _write(values: Arguments) -> CallTitle:
    return _change("Write", values, "writing")


def _edit(values: Arguments) -> CallTitle:
    return _change("Edit", values, "editing")


def _patch(values: Arguments) -> CallTitle:
    names = new_names(text_argument(values, "patch"))
    target = f"{len(names):,} files" if names else ""
    if len(names) == 1:
        target = one_line(names[0])
    return CallTitle(
        verb="Patch",
        target=target,
        doing="patching",
        keeps_end=len(names) == 1,
        paths=tuple(harmless(name) for name in names[:_MOST_PATHS] if name != "/dev/null"),
        kind=CallKind.CHANGE,
    )


def _list(values: Arguments) -> CallTitle:
    return CallTitle("List", _path(values) or ".", "listing", keeps_end=True)


def _find(values: Arguments) -> CallTitle:
    pattern = one_line(text_argument(values, "pattern"))
    return CallTitle("Find", pattern + _place(values), "finding", kind=CallKind.FIND)


def _search(values: Arguments) -> CallTitle:
    pattern, names = (one_line(text_argument(values, name)) for name in ("pattern", "glob"))
    among = f", {names}" if names else ""
    return CallTitle("Search", f'"{pattern}"{_place(values)}{among}', "searching")


def _run(values: Arguments) -> CallTitle:
    command = text_argument(values, "command")
    verb, doing = ("Start", "starting") if values.get("background") else ("Run", "running")
    line = one_line(" ⏎ ".join(part.strip() for part in command.strip().split("\n")))
    return CallTitle(verb, line, doing, kind=CallKind.SHELL, command=command)


def _user_shell(values: Arguments) -> CallTitle:
    verb = "shell, private" if values.get("is_private") else "shell"
    return replace(_run(values), verb=verb)


def _look(values: Arguments) -> CallTitle:
    return CallTitle("Look at", _background_command(values), "looking at", kind=CallKind.SHELL)


def _kill(values: Arguments) -> CallTitle:
    return CallTitle("End", _background_command(values), "ending", kind=CallKind.SHELL)


def _ask(values: Arguments) -> CallTitle:
    return CallTitle("Ask", one_line(_question(values)), "asking")


def _todo(values: Arguments) -> CallTitle:
    todos = todo_entries(values)
    done = sum(entry.state is TodoState.DONE for entry in todos)
    return CallTitle("Todo", f"{done}/{len(todos)}" if todos else "", "planning", todos=todos)


def _fetch(values: Arguments) -> CallTitle:
    address = text_argument(values, "url")
    shown = one_line(address.split("://", 1)[-1])
    is_link = address.startswith(("http://", "https://"))
    return CallTitle("Fetch", shown, "fetching", paths=(harmless(address),) if is_link else ())


def _change(verb: str, values: Arguments, doing: str) -> CallTitle:
    target = _path(values)
    return CallTitle(
        verb=verb,
        target=target,
        doing=doing,
        keeps_end=True,
        paths=_paths(values, target),
        kind=CallKind.CHANGE,
    )


def _paths(values: Arguments, shown: str) -> tuple[str, ...]:
    """The path as it is, but harmless. shown: the same in one line, one object with it if equal."""
    path = harmless(text_argument(values, "path")).replace("\n", " ")
    return (shown if path == shown else path,) if path else ()


def _path(values: Arguments) -> str:
    return one_line(text_argument(values, "path"))


def _place(values: Arguments) -> str:
    path = _path(values)
    return f" in {path}" if path not in ("", ".") else ""


def _background_command(values: Arguments) -> str:
    number = number_argument(values, "id")
    return "a command" if number is None else f"command {number}"


def _question(values: Arguments) -> str:
    if text := text_argument(values, "title", "question"):
        return text
    questions = values.get("questions")
    first = questions[0] if isinstance(questions, list) and questions else None
    return text_argument(first, "text") if isinstance(first, dict) else ""


_TITLES: Mapping[str, Callable[[Arguments], CallTitle]] = {
    "read_file": _read,
    "write_file": _write,
    "edit_file": _edit,
    "multi_edit": _edit,
    "apply_patch": _patch,
    "list_dir": _list,
    "glob": _find,
    "grep": _search,
    "run_command": _run,
    USER_SHELL: _user_shell,
    "command_output": _look,
    "kill_command": _kill,
    "ask_user": _ask,
    "todo": _todo,
    "web_fetch": _fetch,
}

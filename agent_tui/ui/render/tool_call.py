"""A tool call in one line: verb, target and result."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from msgspec import Struct

from agent_tui.ui.render.call_arguments import known_arguments, number_argument, text_argument
from agent_tui.ui.render.diff_counts import diff_counts
from agent_tui.ui.render.durations import duration_text
from agent_tui.ui.render.one_line import one_line
from agent_tui.ui.render.shell_result import counted_lines, shell_ending
from agent_tui.ui.render.todo_entries import TodoEntry, TodoState, todo_entries

_SHORTEST_S = 0.1  # a shorter call took no time, to people
_PATCHED = re.compile(r"^\+\+\+ (?:b/)?([^\t\n]+)", re.MULTILINE)

Arguments = Mapping[str, object]


class CallTitle(Struct, frozen=True):
    """What is called on what, harmless.

    doing: the verb for something that goes on ("reading"). keeps_end: the end of the target tells
    most, as of a path. command: the exact shell command, as received. is_shell: the result is the
    output of a command, followed by how it ended. todos: the checklist.
    """

    verb: str
    target: str = ""
    doing: str = ""
    keeps_end: bool = False
    command: str = ""
    is_shell: bool = False
    todos: tuple[TodoEntry, ...] = ()


def call_title(name: str, arguments: str) -> CallTitle:
    """The title of a call. arguments: JSON text, perhaps unfinished or invalid."""
    values = known_arguments(arguments)
    title_of = _TITLES.get(name)
    if values is None or title_of is None:
        verb = one_line(name) or "tool"
        return CallTitle(verb, call_target(arguments), f"running {verb}")
    return title_of(values)


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
    return counted_lines(text)


def call_time(elapsed_s: float) -> str:
    """`0.3 s`, "" when it is not worth saying."""
    return duration_text(elapsed_s) if elapsed_s >= _SHORTEST_S else ""


def _answers(text: str) -> str:
    lines = (line.partition(": ") for line in text.split("\n"))
    return one_line(", ".join(said for name, _, said in lines if name in ("Answer", "Also")))


def _read(values: Arguments) -> CallTitle:
    path = _path(values)
    first, limit = number_argument(values, "offset"), number_argument(values, "limit")
    if limit is not None:
        path += f" (lines {first or 1}-{(first or 1) + limit - 1})"
    elif first is not None and first > 1:
        path += f" (from line {first})"
    return CallTitle("Read", path, "reading", keeps_end=True)


def _write(values: Arguments) -> CallTitle:
    return CallTitle("Write", _path(values), "writing", keeps_end=True)


def _edit(values: Arguments) -> CallTitle:
    return CallTitle("Edit", _path(values), "editing", keeps_end=True)


def _patch(values: Arguments) -> CallTitle:
    names = _PATCHED.findall(text_argument(values, "patch"))
    if len(names) == 1:
        return CallTitle("Patch", one_line(names[0]), "patching", keeps_end=True)
    return CallTitle("Patch", f"{len(names):,} files" if names else "", "patching")


def _list(values: Arguments) -> CallTitle:
    return CallTitle("List", _path(values) or ".", "listing", keeps_end=True)


def _find(values: Arguments) -> CallTitle:
    return CallTitle("Find", one_line(text_argument(values, "pattern")) + _place(values), "finding")


def _search(values: Arguments) -> CallTitle:
    pattern, names = (one_line(text_argument(values, name)) for name in ("pattern", "glob"))
    among = f", {names}" if names else ""
    return CallTitle("Search", f'"{pattern}"{_place(values)}{among}', "searching")


def _run(values: Arguments) -> CallTitle:
    command = text_argument(values, "command")
    verb, doing = ("Start", "starting") if values.get("background") else ("Run", "running")
    line = one_line(" ⏎ ".join(part.strip() for part in command.strip().split("\n")))
    return CallTitle(verb, line, doing, command=command, is_shell=True)


def _look(values: Arguments) -> CallTitle:
    return CallTitle("Look at", _background_command(values), "looking at", is_shell=True)


def _kill(values: Arguments) -> CallTitle:
    return CallTitle("End", _background_command(values), "ending", is_shell=True)


def _ask(values: Arguments) -> CallTitle:
    return CallTitle("Ask", one_line(_question(values)), "asking")


def _todo(values: Arguments) -> CallTitle:
    todos = todo_entries(values)
    done = sum(entry.state is TodoState.DONE for entry in todos)
    return CallTitle("Todo", f"{done}/{len(todos)}" if todos else "", "planning", todos=todos)


def _fetch(values: Arguments) -> CallTitle:
    address = text_argument(values, "url")
    return CallTitle("Fetch", one_line(address.split("://", 1)[-1]), "fetching")


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
    "command_output": _look,
    "kill_command": _kill,
    "ask_user": _ask,
    "todo": _todo,
    "web_fetch": _fetch,
}

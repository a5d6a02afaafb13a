"""What a tool call is called, from its arguments, and its result in few words."""

from __future__ import annotations

import pytest

from agent_tui.ui.render.diff_counts import DiffCounts, diff_counts
from agent_tui.ui.render.todo_entries import TodoEntry, TodoState
from agent_tui.ui.render.tool_call import call_activity, call_result, call_time, call_title

PATCH = "--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n--- a/y\n+++ b/y\n@@ -1 +1 @@\n-a\n+b\n"


def said(name: str, arguments: str) -> str:
    title = call_title(name, arguments)
    return f"{title.verb} {title.target}".strip()


@pytest.mark.parametrize(
    ("name", "arguments", "title"),
    [
        ("read_file", '{"path": "notes.txt"}', "Read notes.txt"),
        ("read_file", '{"path": "a", "offset": 1, "limit": 40}', "Read a (lines 1-40)"),
        ("read_file", '{"path": "a", "offset": 10}', "Read a (from line 10)"),
        ("read_file", '{"path": "a", "offset": 1}', "Read a"),
        ("read_file", '{"path": "a", "limit": 5}', "Read a (lines 1-5)"),
        ("write_file", '{"path": "a.py", "content": "x"}', "Write a.py"),
        ("edit_file", '{"path": "a.py", "old_text": "x", "new_text": "y"}', "Edit a.py"),
        ("multi_edit", '{"path": "a.py", "edits": []}', "Edit a.py"),
        ("list_dir", "{}", "List ."),
        ("list_dir", '{"path": "src"}', "List src"),
        ("glob", '{"pattern": "**/*.py"}', "Find **/*.py"),
        ("glob", '{"pattern": "*.py", "path": "src"}', "Find *.py in src"),
        ("grep", '{"pattern": "TODO", "path": "src"}', 'Search "TODO" in src'),
        ("grep", '{"pattern": "TODO", "path": "."}', 'Search "TODO"'),
        ("grep", '{"pattern": "TODO", "glob": "*.py"}', 'Search "TODO", *.py'),
        ("run_command", '{"command": "git status"}', "Run git status"),
        ("run_command", '{"command": "cd x\\n  make\\n"}', "Run cd x ⏎ make"),
        ("run_command", '{"command": "npm start", "background": true}', "Start npm start"),
        ("command_output", '{"id": 3}', "Look at command 3"),
        ("kill_command", '{"id": 3}', "End command 3"),
        ("ask_user", '{"question": "Which one?"}', "Ask Which one?"),
        ("ask_user", '{"questions": [{"text": "Which one?"}]}', "Ask Which one?"),
        ("ask_user", '{"questions": [3]}', "Ask"),
        ("web_fetch", '{"url": "https://example.com/a?b=1"}', "Fetch example.com/a?b=1"),
        ("todo", "{}", "Todo"),
        ("todo", '{"items": [{"text": "a", "status": "done"}, {"text": "b"}]}', "Todo 1/2"),
        ("weather", '{"days": 3, "city": "Oslo"}', "weather Oslo"),
        ("weather", '{"days": 3}', 'weather {"days": 3}'),
        ("weather", "", "weather"),
        ("weather", "[1]", "weather [1]"),
        ("", "{}", "tool"),
        ("read_file", '"\\ud800"', 'read_file "\\ud800"'),
    ],
)
def test_a_call_is_a_verb_and_its_target(name: str, arguments: str, title: str) -> None:
    assert said(name, arguments) == title


@pytest.mark.parametrize("files", [1, 2])
def test_a_patch_says_how_many_files_it_changes(files: int) -> None:
    half = PATCH[: len(PATCH) // 2]
    arguments = '{"patch": "' + (half if files == 1 else PATCH).replace("\n", "\\n") + '"}'

    assert said("apply_patch", arguments) == ("Patch x" if files == 1 else "Patch 2 files")


@pytest.mark.parametrize(
    ("arguments", "title"),
    [
        ('{"path"', "Write"),
        ('{"path": "src/no', "Write src/no"),
        ('{"path": "notes.txt", "content": "# No', "Write notes.txt"),
        ('{"content": "a \\"path\\": \\"x\\" b", "path": "y', "Write y"),
        ('{"path": "a\\', "Write a"),
        ('{"path": "a\\u00', "Write"),
        ("not json", "write_file not json"),
    ],
)
def test_the_target_is_known_as_soon_as_the_model_has_written_it(
    arguments: str, title: str
) -> None:
    assert said("write_file", arguments) == title


@pytest.mark.parametrize("name", ["run_command", "read_file", "todo", "weather", "evil\x1b[2J"])
@pytest.mark.parametrize(
    "evil", ["\x1b[2Jx", "a\rb", "\u202egnp.exe", "[red]x[/red]", "\x9b31m", "a\u2028b", "\x07"]
)
def test_no_argument_reaches_the_terminal_as_it_is(name: str, evil: str) -> None:
    text = evil.encode("unicode_escape").decode().replace("\\x", "\\u00").replace("\\r", "\\u000d")
    arguments = f'{{"command": "{text}", "path": "{text}", "items": [{{"text": "{text}"}}]}}'
    title = call_title(name, arguments)
    shown = title.verb + title.target + "".join(entry.text for entry in title.todos)

    assert not any(character < " " or "\x7f" <= character < "\xa0" for character in shown)
    assert "\u202e" not in shown
    assert "\u2028" not in shown


@pytest.mark.parametrize(
    ("name", "arguments", "doing"),
    [
        ("run_command", '{"command": "git status"}', "running git status"),
        ("read_file", '{"path": "a.py"}', "reading a.py"),
        ("weather", '{"city": "Oslo"}', "running weather"),
    ],
)
def test_the_status_bar_says_what_goes_on(name: str, arguments: str, doing: str) -> None:
    assert call_activity(name, arguments) == doing


@pytest.mark.parametrize(
    ("text", "is_error", "shown"),
    [
        ("a\nb\n", False, "2 lines"),
        ("a\n" * 1_234, False, "1,234 lines"),
        ("done", False, "done"),
        ("x" * 101, False, "1 line"),
        ("", False, "no output"),
        ("no such file\ndetails", True, "no such file"),
        ("", True, "failed"),
    ],
)
def test_a_result_is_told_by_its_size_and_an_error_by_its_first_line(
    text: str, is_error: bool, shown: str
) -> None:
    assert call_result(call_title("read_file", "{}"), text, is_error=is_error) == shown


@pytest.mark.parametrize(
    ("text", "is_error", "shown"),
    [
        ("a\nb\n[3.2 s]", False, "2 lines"),
        ("(no output)\n[3.2 s]", False, "no output"),
        ("a\n[working directory is now /x · 1 min 3 s]", False, "working directory is now /x · a"),
        (
            "(no output)\n[runs in the background as 3 · kill_command(3) ends it]",
            False,
            "runs in the background as 3",
        ),
        ("a\nb\nfrom a host's own tool", False, "3 lines"),
        ("a\n[exit code 2 · 0.1 s]", True, "exit code 2"),
        ("a\n[ended by SIGKILL · 0.1 s]", True, "ended by SIGKILL"),
        ("a\nStopped by the user after 3.2 s.", True, "Stopped by the user after 3.2 s."),
        ("The user refused this call.", True, "The user refused this call."),
        ("", True, "failed"),
    ],
)
def test_a_command_is_told_by_how_it_ended(text: str, is_error: bool, shown: str) -> None:
    assert call_result(call_title("run_command", "{}"), text, is_error=is_error) == shown


def test_a_change_is_told_by_its_lines() -> None:
    title = call_title("edit_file", "{}")

    assert call_result(title, "Edited.", is_error=False, diff=PATCH) == "+2 −2"


def test_a_question_is_told_by_its_answer() -> None:
    text = "The user answered.\n\nWhich one?\nAnswer: Red, Blue\nAlso: a bit of green"

    said = call_result(call_title("ask_user", "{}"), text, is_error=False)

    assert said == "Red, Blue, a bit of green"


def test_times_that_nobody_feels_are_not_told() -> None:
    assert [call_time(seconds) for seconds in (0.0, 0.04, 0.31, 75.0)] == [
        *("", "", "0.3 s", "1 min 15 s")
    ]


@pytest.mark.parametrize(
    ("diff", "counts", "text"),
    [
        ("", DiffCounts(), "no change"),
        (PATCH, DiffCounts(2, 2, 2), "+2 −2"),
        ("+++ b/x\n@@ -0,0 +1,2 @@\n+a\n+b\n", DiffCounts(1, 2, 0), "+2"),
        ("+++ b/x\n@@ -1,2 +0,0 @@\n-a\n-b\n", DiffCounts(1, 0, 2), "−2"),
        ("+++ b/x\n@@ -1 +1 @@\n--- old\n+++ new\n", DiffCounts(1, 1, 1), "+1 −1"),
        ("+++ b/x\n@@ -1,2 +1,2 @@\n-a\n+b\n\\ No newline\n c\n", DiffCounts(1, 1, 1), "+1 −1"),
    ],
)
def test_the_lines_of_a_diff_are_counted_by_its_hunks(
    diff: str, counts: DiffCounts, text: str
) -> None:
    assert diff_counts(diff) == counts
    assert counts.text == text


def test_a_checklist_comes_from_the_arguments() -> None:
    arguments = (
        '{"items": [{"text": "a\\u001b", "status": "done"}, {"text": "b", "status": "in_progress"},'
        ' {"text": "c"}, {"status": "done"}, 3, "d"]}'
    )

    assert call_title("todo", arguments).todos == (
        TodoEntry(TodoState.DONE, "a␛"),
        TodoEntry(TodoState.ACTIVE, "b"),
        TodoEntry(TodoState.OPEN, "c"),
        TodoEntry(TodoState.OPEN, "d"),
    )

from __future__ import annotations

import pytest

from agent_tui.ui.vim.ex.execute import execute
from tests.ui.vim_ex.plain_editor import PlainEditor

FIVE = "one two three four five"


def ran(lines: str, *commands: str, row: int = 2) -> tuple[str, int, str]:
    """Words as lines, commands, the cursor's line from 1; the words, the line, what was said."""
    editor = PlainEditor(lines.replace(" ", "\n"), row - 1)
    said = ""
    for command in commands:
        said = execute(command, editor).message
    return editor.text.replace("\n", " "), editor.cursor[0] + 1, said


# Made by hand and compared with Vim 9.0: (command, the lines, the cursor's line).
TABLE = [
    ("d", "one three four five", 2),
    ("0d", "two three four five", 1),
    ("d 2", "one four five", 2),
    ("d x 2", "one four five", 2),
    ("$d", "one two three four", 4),
    (".,$d", "one", 1),
    ("%d", "", 1),
    (",3d", "one four five", 2),
    ("2;+1d", "one four five", 2),
    ("2+1d", "one two four five", 3),
    ("2 1d", "one two four five", 3),
    ("++d", "one two three five", 4),
    ("-d", "two three four five", 1),
    ("/three/d", "one two four five", 3),
    ("?one?d", "two three four five", 1),
    ("/t/;/f/d", "one two five", 3),
    ("d|d", "one four five", 2),
    ('d "a comment', "one three four five", 2),
    ("4", FIVE, 4),
    ("99", FIVE, 5),
    ("/t/+1", FIVE, 4),
    ("//", FIVE, 2),
    ("m3", "one three two four five", 3),
    ("2,3m0", "two three one four five", 2),
    ("2,4m4", FIVE, 4),
    ("m-2", "two one three four five", 1),
    ("m+", "one three two four five", 3),
    ("1m$", "two three four five one", 5),
    ("t$", "one two three four five two", 6),
    ("2,3t0", "two three one two three four five", 2),
    ("co.", "one two two three four five", 3),
    ("t-", "one two two three four five", 2),
    ("y|pu", "one two two three four five", 3),
    ("y 2|$pu", "one two three four five two three", 7),
    ("y|1pu!", "two one two three four five", 1),
    ("1,3j!", "onetwothree four five", 1),
    ("2,2j", FIVE, 2),
    ("2j!3", "one twothreefour five", 2),
    ("v/o/d", "one two four", 3),
    ("g!/o/d", "one two four", 3),
    ("g/e/m0", "five three one two four", 1),
    ("g/e/t.", "one one two three three four five five", 8),
    ("g/o/s/o/O/", "One twO three fOur five", 4),
    ("g/o/d|s/e/x/", "thrxe fivx", 2),
    ("g/one/g/two/d", FIVE, 1),
    ("g/e/norm x", "ne two hree four ive", 5),
    ("g/e/norm Ax", "onex two threex four fivex", 5),
    ("1,3norm x", "ne wo hree four five", 3),
    ("%norm dd", "", 1),
]


@pytest.mark.parametrize(("command", "lines", "row"), TABLE)
def test_commands_change_lines_and_move_the_cursor_as_vim_does(
    command: str, lines: str, row: int
) -> None:
    editor = PlainEditor(FIVE.replace(" ", "\n"), 1)
    editor.last_search = "two"

    outcome = execute(command, editor)

    assert not outcome.is_error
    assert (editor.text.replace("\n", " "), editor.cursor[0] + 1) == (lines, row)


@pytest.mark.parametrize(
    ("command", "message"),
    [
        ("9d", "E16: Invalid range"),
        ("-5", "E16: Invalid range"),
        ("3,1d", "E493: Backwards range given"),
        ("2,4m3", "E134: Cannot move a range of lines into itself"),
        ("m", "E16: Invalid range"),
        ("t9", "E16: Invalid range"),
        ("d0", "E939: Positive count required"),
        ("d x x", "E488: Trailing characters: x"),
        ("put z", "E353: Nothing in register z"),
        ("'ad", "E20: Mark not set"),
        ("'<,'>d", "E20: Mark not set"),
        ("/nope/d", "E486: Pattern not found: nope"),
        ("\\/d", "E35: No previous regular expression"),
        ("\\x", "E10: \\ should be followed by /, ? or &"),
        ("k", "E471: Argument required"),
        ("k ab", "E488: Trailing characters: ab"),
        ("1u", "E481: No range allowed"),
        ("k 1", "E191: Argument must be a letter or forward/backward quote"),
        ("norm", "E471: Argument required"),
        ("g", "E148: Regular expression missing from :global"),
        ("gxtxd", ""),
        ("2g/two/1,2g/two/d", "E147: Cannot do :global recursive with a range"),
        ("g/\\(/d", "E54: Unmatched \\("),
        ("5foo", "E492: Not an editor command: 5foo"),
        ("delte!", "E492: Not an editor command: delte!. Did you mean :delete?"),
        ("marks q", 'E283: No marks matching "q"'),
        ("red 1", "E488: Trailing characters: 1"),
        ("u", "Already at oldest change"),
    ],
)
def test_a_line_that_cannot_run_says_why_in_vims_words_and_changes_nothing(
    command: str, message: str
) -> None:
    assert ran(FIVE, command) == (FIVE, 2, message)


def test_what_stands_behind_a_failed_command_is_not_run() -> None:
    assert ran(FIVE, "/nope/d|d") == (FIVE, 2, "E486: Pattern not found: nope")


def test_a_global_command_that_finds_nothing_says_so() -> None:
    assert ran(FIVE, "g/zzz/d")[2] == "Pattern not found: zzz"
    assert ran(FIVE, "v/./d")[2] == "Pattern found in every line: ."


def test_substitutions_of_a_global_command_are_counted_together() -> None:
    assert ran(FIVE, "g/o/s/o/O/")[2] == "3 substitutions on 3 lines"


def test_joined_lines_get_one_blank_two_after_a_full_stop_none_before_a_bracket() -> None:
    editor = PlainEditor("  a.\n  b\n)\n\nc")

    execute("%j", editor)

    assert editor.text == "  a.  b) c"


def test_shifting_says_how_many_lines_when_they_are_many() -> None:
    editor = PlainEditor("a\n\n  b")

    said = [execute(line, editor).message for line in ("%>>", "2<", "1<<< 3")]

    assert editor.shifted == [(0, 2, 2), (1, 1, -1), (0, 2, -3)]
    assert said == ["3 lines >ed 2 times", "", "3 lines <ed 3 times"]


def test_a_read_only_text_can_be_searched_and_copied_and_not_changed() -> None:
    editor = PlainEditor("one\ntwo", is_read_only=True)
    refused = "E21: Cannot make changes, this text is read-only"

    assert [execute(line, editor).message for line in ("d", "s/o/0/", "m0", "2", "y")] == [
        refused,
        refused,
        refused,
        "",
        "",
    ]
    assert (editor.text, editor.registers['"'], editor.cursor) == ("one\ntwo", "two\n", (1, 0))


def test_marks_are_set_by_k_and_mark_and_lead_ranges() -> None:
    assert ran(FIVE, "ka", "4mark b", "'a,'bd")[0] == "one five"


def test_marks_and_registers_are_listed() -> None:
    assert ran("one  two", "2k x", "1y a", "marks")[2] == "mark line  col text\n x      2    0 "
    assert ran("one two", "1y a", "reg a")[2] == 'Type Name Content\n  l  "a   one\n'


def test_lines_and_their_numbers_are_printed() -> None:
    assert [ran(FIVE, line)[2] for line in ("p", "#", "3nu", "=", "2=", "$|d")] == [
        "two",
        "  2 two",
        "  3 three",
        "5",
        "2",
        "",
    ]

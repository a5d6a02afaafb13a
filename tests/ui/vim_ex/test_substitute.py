from __future__ import annotations

import pytest

from agent_tui.ui.vim.ex.execute import execute
from tests.ui.vim_ex.plain_editor import PlainEditor

FIVE = "one\ntwo\nthree\nfour\nfive"


# Compared with Vim 9.0: (commands, the text, the cursor's line), from line 2 of FIVE.
@pytest.mark.parametrize(
    ("commands", "text", "row"),
    [
        (("s/o/0",), "one\ntw0\nthree\nfour\nfive", 2),
        (("s/two/",), "one\n\nthree\nfour\nfive", 2),
        (("%s/o/0/g",), "0ne\ntw0\nthree\nf0ur\nfive", 4),
        (("s/o/0/ 3",), "one\ntw0\nthree\nf0ur\nfive", 4),
        (("s/o/0/g3",), "one\ntw0\nthree\nf0ur\nfive", 4),
        (("s#t#T#",), "one\nTwo\nthree\nfour\nfive", 2),
        (("s&o&x&",), "one\ntwx\nthree\nfour\nfive", 2),
        (("s/t/a|b/",), "one\na|bwo\nthree\nfour\nfive", 2),
        (('s/t/x/ "said',), "one\nxwo\nthree\nfour\nfive", 2),
        (("s/t/x/|s/x/y/|3d",), "one\nywo\nfour\nfive", 3),
        (("s/\\(t\\)\\(w\\)/\\2\\1/",), "one\nwto\nthree\nfour\nfive", 2),
        (("s/t\\zsw/X/",), "one\ntXo\nthree\nfour\nfive", 2),
        (("%s/^/> /",), "> one\n> two\n> three\n> four\n> five", 5),
        (("%s/$/;/",), "one;\ntwo;\nthree;\nfour;\nfive;", 5),
        (("%s/e*/-/g",), "-o-n-\n-t-w-o\n-t-h-r-\n-f-o-u-r\n-f-i-v-", 5),
        (("%s/\\v(e)+/[\\1]/g",), "on[e]\ntwo\nthr[e]\nfour\nfiv[e]", 5),
        (("s/w/a\\rb/",), "one\nta\nbo\nthree\nfour\nfive", 3),
        (("s/w/\\u&\\U&x\\Ey\\lZ/",), "one\ntWWXyzo\nthree\nfour\nfive", 2),
        (("s/o/\\t/",), "one\ntw\t\nthree\nfour\nfive", 2),
        (("s/o/[\\&&\\0]/",), "one\ntw[&oo]\nthree\nfour\nfive", 2),
        (("%s/o\\n/0/",), "one\ntw0three\nfour\nfive", 2),
        (("%s/\\n/,/",), "one,two,three,four,five,", 1),
        (("%s/e\\n//g",), "ontwo\nthrefour\nfiv", 3),
        (("1,3s/\\n//",), "onetwothreefour\nfive", 1),
        (("s/o/0/", "4s"), "one\ntw0\nthree\nf0ur\nfive", 4),
        (("1s/e/E/", "3&", "3&"), "onE\ntwo\nthrEE\nfour\nfive", 3),
        (("1s/e/E/g", "3&&"), "onE\ntwo\nthrEE\nfour\nfive", 3),
        (("1s/e/E/", "3&g"), "onE\ntwo\nthrEE\nfour\nfive", 3),
        (("1s/e/E/", "/w/", "~"), "onE\ntEo\nthree\nfour\nfive", 2),
        (("1s/e/x/", "2s/o/~~/"), "onx\ntwxx\nthree\nfour\nfive", 2),
        (("1s/e/x/", "2s/o/\\~/"), "onx\ntw~\nthree\nfour\nfive", 2),
        (("1s/e/o/", "2s/~/0/"), "ono\ntw0\nthree\nfour\nfive", 2),
        (("2,3s/T/q/i",), "one\nqwo\nqhree\nfour\nfive", 3),
        (("%s/zz/b/e",), FIVE, 2),
        (("set gd", "3s/e/x/"), "one\ntwo\nthrxx\nfour\nfive", 3),
        (("set gd", "3s/e/x/g"), "one\ntwo\nthrxe\nfour\nfive", 3),
        (("g/w/s//W/",), "one\ntWo\nthree\nfour\nfive", 2),
    ],
)
def test_substitutions_change_what_vim_changes(
    commands: tuple[str, ...], text: str, row: int
) -> None:
    editor = PlainEditor(FIVE, 1)

    for command in commands:
        execute(command, editor)

    assert (editor.text, editor.cursor[0] + 1) == (text, row)


@pytest.mark.parametrize(
    ("command", "message"),
    [
        ("s/o/0/", ""),
        ("%s/o/0/g", "3 substitutions on 3 lines"),
        ("%s/e/0/gn", "4 matches on 3 lines"),
        ("2s/o/0/n", "1 match on 1 line"),
        ("s/o/0/p", "tw0"),
        ("s/o/0/#", "  2 tw0"),
        ("s/o/0/l", "tw0$"),
        ("s/x/y/", "E486: Pattern not found: x"),
        ("s/[/", "E486: Pattern not found: [/"),
        ("s/\\(/x/", "E54: Unmatched \\("),
        ("s/o/0/q", "E488: Trailing characters: q"),
        ("s/o/0/0", "E939: Positive count required"),
        ("s xay", "E146: Regular expressions can't be delimited by letters"),
        ("s//x/", "E35: No previous regular expression"),
        ("&", "E35: No previous regular expression"),
    ],
)
def test_substitutions_say_what_they_did_in_vims_words(command: str, message: str) -> None:
    assert execute(command, PlainEditor(FIVE, 1)).message == message


@pytest.mark.parametrize("command", ["s/o/0/c", "s/o/\\=1+1/"])
def test_what_is_not_supported_is_refused_with_a_reason_and_changes_nothing(command: str) -> None:
    editor = PlainEditor(FIVE, 1)

    outcome = execute(command, editor)

    assert outcome.is_error
    assert "not supported here" in outcome.message
    assert editor.text == FIVE


def test_counting_changes_nothing_and_leaves_the_cursor() -> None:
    editor = PlainEditor(FIVE, 1)

    execute("%s/e/0/gn", editor)

    assert (editor.text, editor.cursor) == (FIVE, (1, 0))


def test_the_pattern_of_a_substitution_is_the_last_search_afterwards() -> None:
    editor = PlainEditor(FIVE, 1)

    execute("s/w/W/", editor)

    assert editor.last_search == "w"


def test_a_huge_count_ends_with_the_text() -> None:
    editor = PlainEditor(FIVE, 1)

    execute("s/e/E/g 999999999", editor)

    assert editor.text == "one\ntwo\nthrEE\nfour\nfivE"

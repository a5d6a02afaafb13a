from __future__ import annotations

import re
import signal
import sys

import pytest

from agent_tui.ui.vim import patterns

LINES = "foo bar baz\nFoo2 a.b(c) [x]\naab abab AB\n\n  a\tb c\nä b~1 =<>\na+b{2}|&@/\\"


def found(pattern: str, text: str = LINES, **options: bool) -> str | None:
    """What the first match of a pattern is to Vim, None without one."""
    chosen = {"ignore_case": False, "smart_case": False, **options}
    match = patterns.compiled(pattern, tilde="2 a", **chosen).search(text)
    if match is None:
        return None
    start, end = patterns.span(match)
    return text[start:end]


# Compared with Vim 9.0.
@pytest.mark.parametrize(
    ("pattern", "match"),
    [
        ("ba.", "bar"),
        ("a\\+", "a"),
        ("aa*b", "aab"),
        ("o\\{2}", "oo"),
        ("o\\{5,1}", "oo"),
        ("o\\{-1,}", "o"),
        ("o\\{1,\\}", "oo"),
        ("fo\\=o", "foo"),
        ("Foo\\?2", "Foo2"),
        ("\\(ab\\)\\1", "abab"),
        ("\\(x\\)\\=a\\1a", "aa"),
        ("\\%(ab\\)\\{2}", "abab"),
        ("bax\\|baz", "baz"),
        ("b.*\\&.*z", "bar baz"),
        ("\\<b\\w\\+z\\>", "baz"),
        ("foo \\zsba\\zer", "ba"),
        ("ba\\(z\\)\\@=", "ba"),
        ("ba\\(r\\)\\@!", "ba"),
        ("\\(ba\\)\\@<=z", "z"),
        ("\\(ba\\)\\@2<!b", "b"),
        ("\\(a*\\)\\@>b", "b"),
        ("[[:upper:]]\\l", "Fo"),
        ("[^a-z ]", "F"),
        ("[]x]", "x"),
        ("[x\\]]", "x"),
        ("[-~]", "~"),
        ("[\\d48-\\d57]", "2"),
        ("[unclosed", None),
        ("\\[x]", "[x]"),
        ("a.b", "a.b"),
        ("r\\s\\S", "r b"),
        ("\\d", "2"),
        ("\\u\\u", "AB"),
        ("\\%[fool]", "foo"),
        ("z\\nF", "z\nF"),
        ("z\\_sF", "z\nF"),
        ("z\\_.F", "z\nF"),
        ("z\\_[a\\n]F", "z\nF"),
        ("^a", "a"),
        ("z$", "z"),
        ("a^b", None),
        ("\\(^F\\)", "F"),
        ("\\%^f", "f"),
        ("\\\\\\%$", "\\"),
        ("*", None),
        ("^*", None),
        ("\\%d122", "z"),
        ("\\%u00e4", "ä"),
        ("\\%x41B", "AB"),
        ("~", "2 a"),
        ("\\~1", "~1"),
        ("\\v(ab)+", "ab"),
        ("\\v<ba(z|r)>", "bar"),
        ("\\vb\\{", "b{"),
        ("\\vba%(z)@=", "ba"),
        ("\\v^a$|2", "2"),
        ("\\Va.b(", "a.b("),
        ("\\V[x]", "[x]"),
        ("\\V\\.o", "fo"),
        ("\\Ma.b", "a.b"),
        ("\\M\\[xa\\]", None),
        ("\\cFOO", "foo"),
        ("\\CFOO", None),
        ("a\tb", "a\tb"),
        ("a\\tb", "a\tb"),
        ("", ""),
    ],
)
def test_patterns_match_what_they_match_in_vim(pattern: str, match: str | None) -> None:
    assert found(pattern) == match


@pytest.mark.parametrize(
    ("pattern", "ignores", "smart", "match"),
    [
        ("FOO", False, True, None),
        ("FOO", True, False, "foo"),
        ("FOO", True, True, None),
        ("foo2", True, True, "Foo2"),
        ("f\\S\\S2", True, True, "Foo2"),
        ("\\Cfoo2", True, True, None),
        ("\\cFOO2", False, True, "Foo2"),
        ("\\u\\u", True, False, "AB"),
    ],
)
def test_the_case_counts_as_the_options_and_the_pattern_say(
    pattern: str, ignores: bool, smart: bool, match: str | None
) -> None:
    assert found(pattern, ignore_case=ignores, smart_case=smart) == match


@pytest.mark.parametrize(
    ("pattern", "message"),
    [
        ("\\(foo", "E54: Unmatched \\("),
        ("\\v(foo", "E54: Unmatched ("),
        ("foo\\)", "E55: Unmatched \\)"),
        ("\\v)", "E55: Unmatched )"),
        ("\\%(foo", "E53: Unmatched \\%("),
        ("\\(a\\)" * 10, "E51: Too many \\("),
        ("a**", "E871: (NFA regexp) Can't have a multi follow a multi"),
        ("\\+a", "E866: (NFA regexp) Misplaced +"),
        ("\\v{2}", "E866: (NFA regexp) Misplaced {"),
        ("\\@=", "E866: (NFA regexp) Misplaced @"),
        ("a\\@x", "E869: (NFA) Unknown operator '\\@x'"),
        ("a\\{x}", "E554: Syntax error in \\{...}"),
        ("\\va{2", "E554: Syntax error in {...}"),
        ("\\%[", "E69: Missing ] after \\%["),
        ("\\%[]", "E70: Empty \\%[]"),
        ("\\zs*", "E888: (NFA regexp) cannot repeat \\zs"),
        ("\\9", "E65: Illegal back reference"),
        ("\\(a\\1\\)", "E65: Illegal back reference"),
        ("\\_", "E865: (NFA) Regexp end encountered prematurely"),
        ("\\_[a", "E769: Missing ] after \\_["),
        ("\\z1", "E67: \\z1 - \\z9 not allowed here"),
        ("\\z(", "E66: \\z( not allowed here"),
        ("\\zx", "E68: Invalid character after \\z"),
        ("[z-a]", "E944: Reverse range in character class"),
        ("\\%z", "E867: (NFA regexp) Unknown operator '\\%z'"),
        ("\\%V", "\\%V is not supported here: it needs a file's window"),
        ("\\%23l", "\\%2 is not supported here: it needs a file's window"),
        ("\\(a*\\)\\@<=b", "\\@<= and \\@<! are supported for a fixed length only"),
        ("\\%(" * 60, "E363: Pattern is nested too deeply"),
    ],
)
def test_a_broken_pattern_is_refused_in_vims_words(pattern: str, message: str) -> None:
    with pytest.raises(patterns.PatternError, match=f"^{re.escape(message)}$"):
        patterns.compiled(pattern, ignore_case=False, smart_case=False)


def test_a_tilde_needs_a_substitution_before_it() -> None:
    with pytest.raises(patterns.PatternError, match="E33"):
        patterns.compiled("~", ignore_case=False, smart_case=False)


def test_a_count_beyond_all_measure_is_only_large() -> None:
    assert found("fo\\{,99999999999999999999}") == "foo"


def test_groups_are_told_by_number_and_empty_when_they_took_no_part() -> None:
    match = patterns.compiled("\\zsf\\(o\\)\\(x\\)\\=", ignore_case=False, smart_case=False).search(
        "foo"
    )

    assert match is not None
    assert [patterns.group(match, number) for number in (0, 1, 2, 3)] == ["fo", "o", "", ""]


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="there is no alarm clock here")
def test_a_search_that_would_take_for_ever_is_ended() -> None:
    expression = patterns.compiled("\\(a*\\)*b", ignore_case=False, smart_case=False)
    ours = signal.setitimer(signal.ITIMER_REAL, 0)  # the test runner's own limit is an alarm, too
    try:
        with pytest.raises(patterns.PatternError, match="E363"), patterns.time_limited(0.01):
            expression.search("a" * 60)
    finally:
        signal.setitimer(signal.ITIMER_REAL, *ours)


def test_an_alarm_that_somebody_else_has_set_is_left_alone() -> None:
    if not hasattr(signal, "setitimer") or sys.platform == "win32":
        pytest.skip("there is no alarm clock here")
    ours = signal.setitimer(signal.ITIMER_REAL, 60)
    former = signal.getsignal(signal.SIGALRM)
    try:
        with patterns.time_limited(0.01):
            assert signal.getsignal(signal.SIGALRM) is former
    finally:
        signal.setitimer(signal.ITIMER_REAL, *ours)


@pytest.mark.parametrize(
    "pattern", ["\\<b", "o\\>", "o", ".*", "\\v<\\w+>", "[a-z]\\+\\Z", "\\w\\@<!b"]
)
def test_a_text_without_marks_is_searched_by_a_smaller_pattern_that_finds_the_same(
    pattern: str,
) -> None:
    expression = patterns.compiled(pattern, ignore_case=False, smart_case=False)
    with_marks = LINES + "\n语e\u0301"

    plain = [(match.start(), match.end()) for match in expression.finditer(LINES)]
    among_marks = [(match.start(), match.end()) for match in expression.finditer(with_marks)]

    assert plain
    assert [place for place in among_marks if place[1] < len(LINES)] == [
        place for place in plain if place[1] < len(LINES)
    ]

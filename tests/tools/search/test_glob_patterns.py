from __future__ import annotations

import time

import pytest

from agent_tui.errors import ToolError
from agent_tui.protocol.sensitive_paths import is_sensitive, sensitive_globs
from agent_tui.tools.search.glob_pattern import GlobPattern

FITS = [
    ("*.py", ["a.py", "src/a.py", ".py", ".hidden.py"], ["a.pyc", "a.PY", "a.py/b"]),
    ("./*.py", ["a.py"], ["src/a.py"]),
    ("src/*.py", ["src/a.py"], ["a.py", "src/b/a.py", "x/src/a.py"]),
    ("src/**/*.py", ["src/a.py", "src/b/c/a.py"], ["a.py", "lib/src/a.py", "srcs/a.py"]),
    ("**/test/*.py", ["test/a.py", "a/b/test/a.py"], ["test/b/a.py", "atest/a.py"]),
    ("src/**", ["src/a", "src/a/b"], ["src", "srcs/a"]),
    ("**", ["a", "a/b"], []),
    ("**/**/a", ["a", "b/c/a"], ["b/ab"]),
    ("a/**/b/**/c", ["a/b/c", "a/x/b/y/z/c"], ["a/c", "a/x/c"]),
    ("a**c", ["ac", "abc"], ["a/c"]),
    ("a?c", ["abc", "aéc"], ["ac", "a/c"]),
    ("[a-c]x", ["ax", "cx"], ["dx"]),
    ("[!a]x", ["bx"], ["ax", "/x"]),
    ("[^a]x", ["bx"], ["ax"]),
    ("[]]x", ["]x"], ["x"]),
    ("[[]x", ["[x"], ["x"]),
    ("[a&&b~~|-]", ["&", "~", "|", "-"], ["c"]),
    ("[+--]", ["+", ",", "-"], ["*", "."]),
    ("*.{py,txt}", ["a.py", "b/a.txt"], ["a.rs"]),
    ("{src,lib}/**/*.{c,h}", ["src/a.c", "lib/x/a.h"], ["bin/a.c"]),
    ("a{,b,c{d,e}}", ["a", "ab", "acd", "ace"], ["ac"]),
    ("\\*.py", ["*.py"], ["a.py"]),
    ("\\{a\\}", ["{a}"], ["a"]),
    ("a.b", ["a.b"], ["axb"]),
    ("a+(b)|$", ["a+(b)|$"], ["aa"]),
    ("*\n*", ["a\nb"], ["ab"]),
    ("-*", ["-a"], ["a"]),
]


@pytest.mark.parametrize(("pattern", "fitting", "others"), FITS, ids=[row[0] for row in FITS])
def test_a_pattern_fits_these_paths_and_no_others(
    pattern: str, fitting: list[str], others: list[str]
) -> None:
    compiled = GlobPattern(pattern)

    assert [path for path in fitting if not compiled.fits(path)] == []
    assert [path for path in others if compiled.fits(path)] == []


@pytest.mark.parametrize(
    ("pattern", "told"),
    [
        ("", "empty"),
        ("/", "empty"),
        ("a\0", "NUL"),
        ("/etc/*.conf", r'path="/etc", pattern="\*.conf"'),
        ("~/x/**", r'path="~/x", pattern="\*\*"'),
        ("../*.py", r'contains "\.\."'),
        ("a/../b", r'contains "\.\."'),
        ("a{b", 'a "{" without "}"'),
        ("a}b", 'a "}" without "{"'),
        ("a[b", r'a "\[" without "\]"'),
        ("[z-a]", "a set that cannot be"),
        ("{a,b}" * 12, "too many alternatives"),
    ],
)
def test_what_is_no_pattern_is_told_with_advice(pattern: str, told: str) -> None:
    with pytest.raises(ToolError, match=told):
        GlobPattern(pattern)


@pytest.mark.parametrize(
    ("pattern", "path"),
    [("*a" * 40 + "b", "a" * 250), ("**/a/" * 30 + "b", "a/" * 400 + "c"), ("*?" * 40, "/" * 200)],
)
def test_no_name_makes_a_pattern_slow(pattern: str, path: str) -> None:
    compiled, started_s = GlobPattern(pattern), time.process_time()

    assert not compiled.fits(path)
    assert time.process_time() - started_s < 0.5


@pytest.mark.parametrize(
    ("pattern", "entered", "left_out"),
    [
        ("src/app/*.py", ["src", "src/app"], ["lib", "src/other", "srcs"]),
        ("src/**/*.py", ["src", "src/x/y"], ["lib"]),
        ("*.py", ["anything"], []),
        ("{a,b}/x", ["a", "c"], []),
    ],
)
def test_folders_that_cannot_hold_anything_are_not_entered(
    pattern: str, entered: list[str], left_out: list[str]
) -> None:
    compiled = GlobPattern(pattern)

    assert all(compiled.may_be_below(folder) for folder in entered)
    assert not any(compiled.may_be_below(folder) for folder in left_out)


@pytest.mark.parametrize(
    ("pattern", "name"),
    [
        ("*.py", "*.py"),
        ("src/**/*.{ts,tsx}", "*.{ts,tsx}"),
        ("src/**", ""),
        ("{a/b,c}", ""),
        ("[ab].py", ""),
        ("a{b,{c,d}}", ""),
        ("a{}b", ""),
        ("x y", ""),
    ],
)
def test_only_plain_patterns_for_names_are_given_to_other_programs(pattern: str, name: str) -> None:
    assert GlobPattern(pattern).name_glob == name


@pytest.mark.parametrize(
    "path",
    [
        ".env", ".env.local", "a/.ENV", "a/key.pem", "id_rsa", "id_rsa.pub", ".env.example",
        "x/.ssh/config", "x/.SSH/a/b", "readme.md", ".environment", "a.env/b", "server.KEY",
    ],
)  # fmt: skip
def test_the_patterns_for_other_programs_say_what_is_sensitive_too(path: str) -> None:
    verdict = False
    for glob in sensitive_globs():
        if GlobPattern(glob.removeprefix("!")).fits(path):
            verdict = not glob.startswith("!")

    assert verdict is is_sensitive(path)

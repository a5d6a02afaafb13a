"""Whether ripgrep or our own search does it, a call of grep gives the same text."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

import pytest

from agent_tui.errors import PermissionDenied, ToolError
from agent_tui.protocol.permissions import PathAccess, PathLevel
from agent_tui.tools.grep import Grep
from tests.tools.fake_context import FakeContext
from tests.tools.search.conftest import Search
from tests.tools.search.plain_processes import PlainProcesses, plain_processes
from tests.tools.search.trees import make_deep_tree, make_repository, make_tree

TREE: dict[str, str | bytes] = {
    "a.py": "one\ntwo foo\nthree\nfour\nfive foo foo\n",
    "src/b.py": "def foo():\r\n    return 'Bar'\r\n",
    "src/c.txt": "foo.bar\nfooXbar\n(foo)\n",
    "src/deep/d.py": "end of foo",
    "empty.py": "",
    "Ümlaut/ß.py": "straße foo\nSTRASSE\n",
    "-dash.py": "foo in a dash\n",
    "with space.py": "a foo\n",
    "tabs.py": "\tfoo\tbar\n",
}

EXPECTED: list[tuple[str, dict[str, object], list[str]]] = [
    ("two", {}, ["a.py:2: two foo"]),
    ("^f", {"path": "a.py"}, ["a.py:4: four", "a.py:5: five foo foo"]),
    ("Bar'$", {}, ["src/b.py:2:     return 'Bar'"]),
    ("BAR'", {"ignore_case": True}, ["src/b.py:2:     return 'Bar'"]),
    ("foo.bar", {"path": "src"}, ["src/c.txt:1: foo.bar", "src/c.txt:2: fooXbar"]),
    ("foo.bar", {"literal": True}, ["src/c.txt:1: foo.bar"]),
    ("(foo)", {"literal": True}, ["src/c.txt:3: (foo)"]),
    ("FOO.BAR", {"literal": True, "ignore_case": True}, ["src/c.txt:1: foo.bar"]),
    ("foo", {"glob": "-*"}, ["-dash.py:1: foo in a dash"]),
    ("foo", {"path": "-dash.py"}, ["-dash.py:1: foo in a dash"]),
    ("foo", {"path": "with space.py"}, ["with space.py:1: a foo"]),
    ("-dash|^end", {}, ["src/deep/d.py:1: end of foo"]),
    ("stra.e", {}, ["Ümlaut/ß.py:1: straße foo"]),
    ("foo", {"glob": "*.txt", "output": "files"}, ["src/c.txt"]),
    ("foo", {"glob": "src/*.py", "output": "files"}, ["src/b.py"]),
    ("foo", {"glob": "src/**/*.{py,txt}", "output": "files"},
     ["src/b.py", "src/c.txt", "src/deep/d.py"]),
    ("foo", {"glob": "deep/*.py", "path": "src", "output": "files"}, ["src/deep/d.py"]),
    ("foo", {"glob": "[ab].py", "output": "files"}, ["a.py", "src/b.py"]),
    ("foo", {"glob": "*.py", "path": "src/c.txt", "output": "files"}, ["src/c.txt"]),
    ("foo", {"path": "a.py", "output": "count"}, ["a.py: 2", "", "2 matches in 1 file."]),
    ("foo", {"path": "src", "output": "count"},
     ["src/b.py: 1", "src/c.txt: 3", "src/deep/d.py: 1", "", "5 matches in 3 files."]),
    ("three", {"context_lines": 1}, ["a.py:2- two foo", "a.py:3: three", "a.py:4- four"]),
    ("one|five", {"path": "a.py", "context_lines": 1},
     ["a.py:1: one", "a.py:2- two foo", "--", "a.py:4- four", "a.py:5: five foo foo"]),
    ("one|four", {"path": "a.py", "context_lines": 1},
     ["a.py:1: one", "a.py:2- two foo", "a.py:3- three", "a.py:4: four", "a.py:5- five foo foo"]),
    ("two.*three", {"multiline": True}, ["a.py:2: two foo", "a.py:3: three"]),
    ("foo\\nthree", {}, ["a.py:2: two foo", "a.py:3: three"]),
    ("foo\nthree", {"literal": True}, ["a.py:2: two foo", "a.py:3: three"]),
    ("two\\s+\\w+\\nthree", {"output": "count"}, ["a.py: 1", "", "1 match in 1 file."]),
    ("foo\\s+three", {"path": "a.py"}, []),
    ("\\tfoo", {}, ["tabs.py:1: \tfoo\tbar"]),
    ("foo(?=X)", {}, ["src/c.txt:2: fooXbar"]),
    (r"(o)\1\b.*\1\1$", {}, ["a.py:5: five foo foo"]),
    ("--files", {}, []),
    ("nothing like it", {"include_ignored": True}, []),
]  # fmt: skip


@pytest.mark.parametrize(
    ("pattern", "arguments", "expected"), EXPECTED, ids=[repr(row[:2]) for row in EXPECTED]
)
async def test_both_ways_of_searching_give_the_same_lines(
    pattern: str, arguments: dict[str, object], expected: list[str], tmp_path: Path, search: Search
) -> None:
    make_tree(tmp_path, TREE)

    text = await search(pattern, **arguments)

    if expected:
        assert text.splitlines() == expected
    else:
        assert text.startswith("No matches in ")


async def test_results_come_in_the_order_of_paths_and_lines(tmp_path: Path, search: Search) -> None:
    names = [f"d{n % 7}/f{n:03}.txt" for n in range(120)]
    make_tree(tmp_path, dict.fromkeys(names, "needle\n\nneedle\n"))

    text = await search("needle", max_results=500)

    assert text.splitlines() == [f"{n}:{line}: needle" for n in sorted(names) for line in (1, 3)]


async def test_of_too_many_matches_the_first_are_shown_and_all_are_counted(
    tmp_path: Path, search: Search
) -> None:
    make_tree(tmp_path, {f"f{n:02}": "needle\n" * 10 for n in range(30)})

    content = await search("needle", max_results=3)
    files = await search("needle", max_results=2, output="files")

    assert content.splitlines() == [
        "f00:1: needle",
        "f00:2: needle",
        "f00:3: needle",
        "",
        "3 of 300 matching lines in 30 files are shown. Narrow the search with path, glob or a "
        "longer pattern.",
    ]
    assert files.splitlines()[:4] == [
        "f00",
        "f01",
        "",
        "2 of 30 files are shown. Narrow the search with path, glob or a longer pattern.",
    ]


async def test_a_flood_of_matches_ends_the_search_early_and_says_so(
    tmp_path: Path, search: Search, processes: PlainProcesses
) -> None:
    make_tree(tmp_path, {f"f{n:02}": "needle\n" * 2000 for n in range(40)})

    text = await search("needle", max_results=1)

    assert "The search was stopped after 5000 finds" in text
    assert not any(process.is_running for process in processes.processes)


async def test_a_last_match_keeps_its_context_and_no_other(tmp_path: Path, search: Search) -> None:
    make_tree(tmp_path, {"a": "needle\nx\ny\nz\nneedle\n", "b": "before\nneedle\n"})

    first = await search("needle", max_results=1, context_lines=2)
    second = await search("needle", max_results=2, context_lines=1)

    assert first.splitlines()[:4] == ["a:1: needle", "a:2- x", "a:3- y", ""]
    assert second.splitlines()[:6] == ["a:1: needle", "a:2- x", "--", "a:4- z", "a:5: needle", ""]


async def test_what_git_ignores_is_not_searched_unless_asked_for(
    tmp_path: Path, search: Search
) -> None:
    make_repository(tmp_path)
    make_tree(
        tmp_path,
        {
            ".gitignore": "/build/\n*.log\n!keep.log\n",
            ".git/info/exclude": "private\n",
            ".git/config": "needle",
            ".ignore": "shown\n",
            "shown": "needle",
            "a.log": "needle",
            "keep.log": "needle",
            "private": "needle",
            "build/a": "needle",
            "sub/build/a": "needle",
            "sub/.gitignore": "/only-here\n",
            "sub/only-here": "needle",
            "sub/.hidden/a": "needle",
        },
    )

    normal = await search("needle", output="files")
    below = await search("needle", output="files", path="sub")
    by_glob = await search("needle", output="files", glob="*.log")
    everything = await search("needle", output="files", include_ignored=True)
    asked_for = await search("needle", output="files", path="build")

    assert normal.splitlines() == ["keep.log", "shown", "sub/.hidden/a", "sub/build/a"]
    assert below.splitlines() == ["sub/.hidden/a", "sub/build/a"]
    assert by_glob.splitlines() == ["keep.log"]
    assert everything.splitlines() == [
        "a.log", "build/a", "keep.log", "private", "shown", "sub/.hidden/a", "sub/build/a",
        "sub/only-here",
    ]  # fmt: skip
    assert asked_for.splitlines() == ["build/a"]


async def test_anchored_lines_above_the_searched_folder_still_hold(
    tmp_path: Path, search: Search
) -> None:
    make_repository(tmp_path)
    make_tree(
        tmp_path,
        {
            ".gitignore": "/a/b/out/\na/b/*.tmp\n/b/x\n",
            "a/b/out/f": "needle",
            "a/b/f.tmp": "needle",
            "a/b/c/f.tmp": "needle",
            "a/b/x": "needle",
            "a/.gitignore": "/b/y\n",
            "a/b/y": "needle",
        },
    )

    assert (await search("needle", output="files", path="a/b")).splitlines() == [
        "a/b/c/f.tmp",
        "a/b/x",
    ]


async def test_outside_a_repository_ignore_files_from_the_folder_on_hold(
    tmp_path: Path, search: Search
) -> None:
    make_tree(
        tmp_path,
        {".gitignore": "a\n", "sub/.gitignore": "b\n", "sub/a": "needle", "sub/b": "needle"},
    )

    assert (await search("needle", output="files", path="sub")).splitlines() == ["sub/a"]


SECRETS = [".env", ".ENV.local", "keys/server.pem", "id_rsa", "home/.ssh/config", "home/.SSH/x"]


async def test_files_that_may_hold_secrets_are_named_and_not_searched(
    tmp_path: Path, search: Search
) -> None:
    make_tree(tmp_path, dict.fromkeys(SECRETS, "needle"))
    make_tree(tmp_path, dict.fromkeys(["ok", ".env.example", "home/.ssh/id_rsa.pub"], "needle"))

    text = await search("needle")

    assert text.splitlines() == [
        ".env.example:1: needle",
        "home/.ssh/id_rsa.pub:1: needle",
        "ok:1: needle",
        "",
        "6 files that may hold secrets were not searched (give one as path to search it): "
        ".ENV.local, .env, home/.SSH/x, home/.ssh/config, id_rsa and 1 more.",
    ]


async def test_whether_a_secret_would_have_matched_cannot_be_seen(
    tmp_path: Path, search: Search
) -> None:
    make_tree(tmp_path, {".env": "needle", "a": "x"})

    hit, miss = await search("needle"), await search("other thing")

    assert hit == miss
    assert "1 file that may hold secrets was not searched" in hit
    assert ".env" in hit


async def test_a_secret_that_is_given_as_path_is_searched(tmp_path: Path, search: Search) -> None:
    make_tree(tmp_path, {".env": "needle=1\n", "home/.ssh/config": "needle\n"})

    assert await search("needle", path=".env") == ".env:1: needle=1"
    assert await search("needle", path="home/.ssh") == "home/.ssh/config:1: needle"


async def test_a_long_line_is_shown_around_its_match(tmp_path: Path, search: Search) -> None:
    long = "a" * 5000 + " néedle " + "b" * 5000
    make_tree(
        tmp_path,
        {
            "long": f"first\n{long}\n",
            "start": "needle" + "c" * 5000,
            "end": "d" * 5000 + "needle",
            "exact": "needle" + "e" * 394,
            "wide": "é" * 300 + "needle\r\n",
        },
    )

    lines = (await search("n[eé]edle")).splitlines()

    assert len(lines) == 5
    assert lines[0] == "end:1: …" + "d" * 120 + "needle"
    assert lines[1] == "exact:1: needle" + "e" * 394
    assert lines[2] == "long:2: …" + "a" * 119 + " néedle " + "b" * 272 + "…"
    assert lines[3] == "start:1: needle" + "c" * 394 + "…"
    assert lines[4] == "wide:1: …" + "é" * 60 + "needle"


async def test_a_long_line_of_context_is_cut_at_its_end(tmp_path: Path, search: Search) -> None:
    make_tree(tmp_path, {"a": "x" * 5000 + "\nneedle\n"})

    lines = (await search("needle", context_lines=1)).splitlines()

    assert lines == ["a:1- " + "x" * 400 + "…", "a:2: needle"]


async def test_binary_files_are_left_out(tmp_path: Path, search: Search) -> None:
    late = b"needle\n" * 10 + b"x\n" * 100_000 + b"\0"
    make_tree(tmp_path, {"early": b"needle\0\n", "late": late, "text": "needle\n"})

    assert await search("needle") == "text:1: needle"
    assert (await search("needle", path="early")).startswith("No matches in early.")


async def test_text_of_other_encodings_is_found(tmp_path: Path, search: Search) -> None:
    make_tree(
        tmp_path,
        {
            "latin": "vorher \xe9 needle\n".encode("latin-1"),
            "mark": b"\xef\xbb\xbfneedle\n",
            "utf16": "one\nneedle é\n".encode("utf-16"),
        },
    )

    assert (await search("needle")).splitlines() == [
        "latin:1: vorher \ufffd needle",
        "mark:1: needle",
        "utf16:2: needle é",
    ]


async def test_strange_names_stay_on_one_line_and_harm_nobody(
    tmp_path: Path, search: Search
) -> None:
    names = ["a\nb", "--version", "esc\x1b[31m", "\u202eevil", "x: binary file matches (found)"]
    make_tree(tmp_path, dict.fromkeys([*names, "bad\udcff"], "needle\n"))

    assert sorted((await search("needle")).splitlines()) == [
        "--version:1: needle",
        "\\u202eevil:1: needle",
        "a\\nb:1: needle",
        "bad\\xff:1: needle",
        "esc\\x1b[31m:1: needle",
        "x: binary file matches (found):1: needle",
    ]
    assert len((await search("needle", output="files")).splitlines()) == 6
    assert "6 matches in 6 files." in await search("needle", output="count")


async def test_links_are_not_followed(tmp_path: Path, search: Search) -> None:
    make_tree(tmp_path, {"work/a": "needle\n", "outside/secret": "needle\n"})
    (tmp_path / "work/out").symlink_to(tmp_path / "outside")
    (tmp_path / "work/file").symlink_to(tmp_path / "outside/secret")
    (tmp_path / "work/circle").symlink_to(tmp_path / "work")
    (tmp_path / "work/nowhere").symlink_to("nowhere")

    assert await search("needle", path="work") == "work/a:1: needle"


async def test_a_pipe_in_the_tree_is_not_waited_for(tmp_path: Path, search: Search) -> None:
    make_tree(tmp_path, {"a": "needle\n"})
    os.mkfifo(tmp_path / "pipe")

    assert await search("needle") == "a:1: needle"
    with pytest.raises(ToolError, match="neither a file nor a folder"):
        await search("needle", path="pipe")


@pytest.mark.parametrize("pattern", ["(", "a{2,1}", "[z-a]", "*"])
async def test_a_pattern_that_is_none_is_told_with_advice(
    pattern: str, tmp_path: Path, search: Search
) -> None:
    make_tree(tmp_path, {"a": "(\n"})

    with pytest.raises(ToolError, match="literal=true"):
        await search(pattern)

    assert "No matches" in await search(pattern + "never", literal=True)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ({"path": "missing"}, "There is no file or folder missing"),
        ({"path": "a/below"}, "There is no file or folder a/below"),
        ({"path": "nul\0"}, "NUL"),
        ({"pattern": "nul\0"}, "NUL"),
        ({"glob": "*.{py"}, "without"),
        ({"glob": "../*.py"}, "goes down from there"),
    ],
)
async def test_arguments_that_cannot_work_are_told(
    arguments: dict[str, str], told: str, tmp_path: Path, search: Search
) -> None:
    make_tree(tmp_path, {"a": "needle"})

    with pytest.raises(ToolError, match=told):
        await search(**{"pattern": "needle", **arguments})


async def test_a_path_outside_the_workspace_is_shown_absolute(
    tmp_path: Path, grep: Grep, processes: PlainProcesses
) -> None:
    make_tree(tmp_path, {"work/a": "", "other/b": "needle\n"})
    context = FakeContext(tmp_path / "work", processes=processes)
    arguments = grep.parsed(f'{{"pattern": "needle", "path": "{tmp_path}/other"}}')

    result = await grep.run(arguments, context)

    assert result.text == f"{tmp_path}/other/b:1: needle"


async def test_a_place_that_may_not_be_read_is_not_searched(
    tmp_path: Path, grep: Grep, processes: PlainProcesses
) -> None:
    make_tree(tmp_path, {"a/b": "needle\n"})
    context = FakeContext(tmp_path, processes=processes, denied=[tmp_path / "a"])

    with pytest.raises(PermissionDenied):
        await grep.run(grep.parsed('{"pattern": "needle", "path": "a"}'), context)

    assert processes.commands == []


NOBODY = 65534


@pytest.mark.skipif(shutil.which("rg") is None, reason="ripgrep is not installed")
@pytest.mark.skipif(os.geteuid() != 0, reason="only root can search as another user")
async def test_a_folder_that_ripgrep_cannot_read_is_named() -> None:
    with tempfile.TemporaryDirectory() as name:
        root = make_tree(Path(name), {"a": "needle\n", "locked/b": "needle\n"})
        os.chmod(root, 0o755)
        os.chmod(root / "locked", 0o700)
        async with plain_processes(user=NOBODY) as processes:
            grep, context = Grep(), FakeContext(root, processes=processes)
            result = await grep.run(grep.parsed('{"pattern": "needle"}'), context)

    assert result.text.splitlines() == ["a:1: needle", "", "1 place cannot be read: locked."]


async def test_a_tree_too_deep_to_be_read_is_searched_as_far_as_it_goes(
    tmp_path: Path, context: FakeContext
) -> None:
    make_deep_tree(tmp_path, 22)
    grep = Grep(ripgrep="")

    result = await grep.run(grep.parsed('{"pattern": "needle", "output": "count"}'), context)

    assert "1 place cannot be read: " in result.text
    assert "matches in" in result.text


@pytest.mark.skipif(shutil.which("rg") is None, reason="ripgrep is not installed")
async def test_settings_of_the_user_for_ripgrep_do_not_count(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, context: FakeContext
) -> None:
    make_tree(tmp_path, {"config/rc": "--invert-match\n", "work/a": "needle\nx\n"})
    monkeypatch.setenv("RIPGREP_CONFIG_PATH", str(tmp_path / "config/rc"))
    grep = Grep()

    result = await grep.run(grep.parsed('{"pattern": "needle", "path": "work"}'), context)

    assert result.text == "work/a:1: needle"


async def test_a_ripgrep_that_cannot_start_is_replaced_by_our_own_search(
    tmp_path: Path, context: FakeContext
) -> None:
    make_tree(tmp_path, {"a": "needle\n"})
    grep = Grep(ripgrep=str(tmp_path / "gone/rg"))

    result = await grep.run(grep.parsed('{"pattern": "needle"}'), context)

    assert result.text == "a:1: needle"


def test_what_will_be_read_is_said_before(grep: Grep) -> None:
    arguments = grep.parsed('{"pattern": "x", "path": "sub/../y"}')

    assert grep.accesses(arguments, "/proj") == (
        PathAccess(path="/proj/sub/../y", level=PathLevel.READ, is_tree=True),
    )
    assert grep.summary(arguments) == 'Search "x" in sub/../y'
    assert grep.is_read_only

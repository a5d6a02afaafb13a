from __future__ import annotations

import pytest

from agent_tui.ui.widgets.dropped_paths import path_readings


@pytest.mark.parametrize(
    ("pasted", "paths"),
    [
        ("/tmp/a.txt", ("/tmp/a.txt",)),
        ("/tmp/a\\ b.txt ", ("/tmp/a b.txt",)),
        ("'/tmp/it'\\''s.txt'", ("/tmp/it's.txt",)),
        ('"/tmp/a b" /c', ("/tmp/a b", "/c")),
        ("file:///tmp/a%20b%23.txt", ("/tmp/a b#.txt",)),
        ("file://localhost/tmp/a", ("/tmp/a",)),
        ("file:/tmp/a", ("/tmp/a",)),
        ("~/a.txt", ("~/a.txt",)),
        ("/a\n/b\n", ("/a", "/b")),
        ("file:///a\nfile:///b%20c", ("/a", "/b c")),
        ("/tmp/漢字.png", ("/tmp/漢字.png",)),
        ("file:///C:/Users/me/a.png", ("C:/Users/me/a.png",)),
        ("C:\\Users\\me\\a b.png", ("C:\\Users\\me\\a b.png",)),
    ],
)
def test_a_drop_is_read_however_the_terminal_writes_it(pasted: str, paths: tuple[str, ...]) -> None:
    assert path_readings(pasted)[0] == paths


def test_blanks_may_separate_paths_or_belong_to_one() -> None:
    assert path_readings("/a /b c") == (("/a /b c",),)
    assert path_readings("/a /b") == (("/a", "/b"), ("/a /b",))


@pytest.mark.parametrize(
    "pasted",
    [
        "",
        " \n",
        "hello",
        "relative/path.txt",
        "see /tmp/a.txt",
        "file://elsewhere/tmp/a",
        "http://example.org/a",
        "/a\nand text",
        "it's",
        "/a" * 8000,
        "file://[",
    ],
)
def test_other_pastes_are_text(pasted: str) -> None:
    assert path_readings(pasted) == ()

from __future__ import annotations

import os
from pathlib import Path

import pytest

from agent_tui.lifecycle.desktop.saved_files import saved_file


def test_a_text_is_saved_relative_to_the_workspace(tmp_path: Path) -> None:
    saved = saved_file("notes/../talk.md", str(tmp_path), "hello\n", may_replace=False)

    assert (saved.path, saved.problem) == (str(tmp_path / "talk.md"), "")
    assert (tmp_path / "talk.md").read_text() == "hello\n"


def test_a_file_that_is_there_is_replaced_only_when_that_was_wanted(tmp_path: Path) -> None:
    (tmp_path / "talk.md").write_text("mine")

    refused = saved_file("talk.md", str(tmp_path), "new", may_replace=False)
    kept = (tmp_path / "talk.md").read_text()
    replaced = saved_file("talk.md", str(tmp_path), "new", may_replace=True)

    assert (refused.is_refused, kept) == (True, "mine")
    assert (replaced.has_replaced, (tmp_path / "talk.md").read_text()) == (True, "new")


def test_a_link_that_leads_nowhere_is_not_written_through(tmp_path: Path) -> None:
    os.symlink(tmp_path / "elsewhere", tmp_path / "talk.md")

    assert saved_file("talk.md", str(tmp_path), "new", may_replace=False).is_refused
    assert not (tmp_path / "elsewhere").exists()


@pytest.mark.parametrize(
    ("name", "problem"),
    [("missing/talk.md", "there is no such folder"), (".", "it is a folder")],
)
def test_what_cannot_be_written_says_why(tmp_path: Path, name: str, problem: str) -> None:
    saved = saved_file(name, str(tmp_path), "new", may_replace=True)

    assert (saved.problem, list(tmp_path.iterdir())) == (problem, [])


def test_lone_surrogates_do_not_stop_a_save(tmp_path: Path) -> None:
    saved_file("talk.md", str(tmp_path), "a\ud800b", may_replace=False)

    assert (tmp_path / "talk.md").read_text() == "a?b"


def test_a_file_that_is_replaced_stays_readable_for_those_who_could_read_it(tmp_path: Path) -> None:
    file = tmp_path / "talk.md"
    file.write_text("mine")
    file.chmod(0o644)

    saved_file("talk.md", str(tmp_path), "new", may_replace=True)
    saved_file("fresh.md", str(tmp_path), "private", may_replace=False)

    assert file.stat().st_mode & 0o777 == 0o644
    assert (tmp_path / "fresh.md").stat().st_mode & 0o777 == 0o600

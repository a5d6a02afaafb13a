from __future__ import annotations

import os
from pathlib import Path

import pytest

from agent_tui.storage.atomic_write import write_atomically


def test_the_new_content_takes_the_place_of_the_old(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"old and longer")

    write_atomically(path, b"new\n")

    assert path.read_bytes() == b"new\n"
    assert list(tmp_path.iterdir()) == [path]


def test_the_file_is_private_whatever_it_was_before(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"old")
    path.chmod(0o644)

    write_atomically(path, b"new")

    assert path.stat().st_mode & 0o777 == 0o600


def test_missing_folders_are_made_for_the_owner_only(tmp_path: Path) -> None:
    write_atomically(tmp_path / "a" / "b" / "file", b"new")

    assert (tmp_path / "a").stat().st_mode & 0o777 == 0o700
    assert (tmp_path / "a" / "b").stat().st_mode & 0o777 == 0o700


def test_a_link_stays_and_its_target_gets_the_content(tmp_path: Path) -> None:
    target, link = tmp_path / "target", tmp_path / "link"
    target.write_bytes(b"old")
    link.symlink_to(target)

    write_atomically(link, b"new")

    assert link.is_symlink()
    assert target.read_bytes() == b"new"


def test_a_failed_write_leaves_the_old_file_and_no_rest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"old")

    def full_disk(fd: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full_disk)
    with pytest.raises(OSError, match="No space left"):
        write_atomically(path, b"new")

    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_where_a_folder_should_be_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"")

    with pytest.raises(OSError, match="a"):
        write_atomically(tmp_path / "a" / "file", b"new")

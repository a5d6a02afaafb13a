"""Contents of files, kept once, by their digests."""

from __future__ import annotations

from pathlib import Path

import pytest

from agent_tui.storage.checkpoints.content_store import FileContentStore
from tests.checkpoints.contents import add, digest_of


@pytest.fixture
def store(tmp_path: Path) -> FileContentStore:
    return FileContentStore(tmp_path / "checkpoints", limit_bytes=10)


def test_a_content_is_found_again_by_its_digest(store: FileContentStore) -> None:
    assert add(store, b"a\r\n\0")

    with store.open(digest_of(b"a\r\n\0")) as file:
        assert file.read() == b"a\r\n\0"


def test_contents_are_for_their_owner_only(store: FileContentStore, tmp_path: Path) -> None:
    add(store, b"secret")

    (path,) = (tmp_path / "checkpoints").iterdir()
    assert (path.stat().st_mode & 0o777, path.parent.stat().st_mode & 0o777) == (0o600, 0o700)


def test_the_same_content_is_stored_once_and_counts_once(
    store: FileContentStore, tmp_path: Path
) -> None:
    assert add(store, b"sixsix")
    assert add(store, b"sixsix")
    assert add(store, b"four")

    assert len(list((tmp_path / "checkpoints").iterdir())) == 2


def test_what_does_not_fit_is_not_kept_unless_it_must_be(
    store: FileContentStore, tmp_path: Path
) -> None:
    assert add(store, b"sixsix")

    assert not add(store, b"fives")
    assert add(store, b"sixsix")
    assert not store.has(digest_of(b"fives"))
    assert add(store, b"fives", has_limit=False)


def test_the_limit_counts_what_an_earlier_run_has_kept(tmp_path: Path) -> None:
    add(FileContentStore(tmp_path, limit_bytes=10), b"sixsix")

    assert not add(FileContentStore(tmp_path, limit_bytes=10), b"fives")


def test_half_a_copy_of_a_killed_process_goes_with_the_next_one(tmp_path: Path) -> None:
    (tmp_path / ".half.tmp").write_bytes(b"hal")

    add(FileContentStore(tmp_path, limit_bytes=10), b"six")

    assert [path.name for path in tmp_path.iterdir()] == [digest_of(b"six")]


@pytest.mark.parametrize("digest", ["", "../journal.jsonl", "a" * 63, "/etc/passwd"])
def test_nothing_but_a_digest_is_a_name(store: FileContentStore, digest: str) -> None:
    assert not store.has(digest)
    with pytest.raises(FileNotFoundError):
        store.open(digest)

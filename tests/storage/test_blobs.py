"""Files that a session keeps beside its journal."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from agent_tui.errors import ClosedResourceError, SessionStorageFailed
from agent_tui.storage.session_store import FileSessionStore
from tests.contracts.session_builders import a_prompt, an_info


def mode_of(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_blob_can_be_read_by_its_owner_only(store: FileSessionStore) -> None:
    path = Path(store.create(an_info()).save_blob("a.txt", b"whole"))

    assert path.parent.name == "blobs"
    assert (mode_of(path), mode_of(path.parent)) == (0o600, 0o700)


@pytest.mark.parametrize("name", ["../a.txt", "/etc/a.txt", "x/../../a.txt"])
def test_a_name_with_folders_stays_in_the_sessions_folder(
    store: FileSessionStore, name: str
) -> None:
    journal = store.create(an_info())

    path = journal.save_blob(name, b"whole")

    assert path == os.path.join(journal.path, "blobs", "a.txt")


def test_a_full_disk_is_a_failure_in_words_and_the_journal_goes_on(
    store: FileSessionStore,
) -> None:
    info = an_info()
    journal = store.create(info)
    (Path(journal.path) / "blobs").write_text("in the way")

    with pytest.raises(SessionStorageFailed):
        journal.save_blob("a.txt", b"whole")

    journal.append_message(a_prompt("Hello"))
    assert len(store.load(info.id).messages) == 1


def test_a_closed_session_takes_no_blob(store: FileSessionStore) -> None:
    journal = store.create(an_info())
    journal.close("user")

    with pytest.raises(ClosedResourceError):
        journal.save_blob("a.txt", b"whole")


def test_a_deleted_session_takes_its_blobs_along(store: FileSessionStore) -> None:
    info = an_info()
    journal = store.create(info)
    path = Path(journal.save_blob("a.txt", b"whole"))
    journal.close("user")

    store.delete(info.id)

    assert not path.exists()

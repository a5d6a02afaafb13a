"""Changes of files are read back from a journal's end, whatever else stands there."""

from __future__ import annotations

from pathlib import Path

import pytest

from agent_tui.protocol.checkpoints import FileCheckpoint, FileState
from agent_tui.storage.checkpoints import journal_changes
from agent_tui.storage.checkpoints.journal_changes import changes_since, last_rewinds
from agent_tui.storage.session_store import FileSessionStore
from tests.contracts.session_builders import a_prompt, an_answer, an_info

Entry = str | FileCheckpoint  # the id of a prompt, or a change


def a_change(change_id: str, *, rewind_id: str = "", is_done: bool = False) -> FileCheckpoint:
    return FileCheckpoint(
        id=change_id,
        path="/proj/a",
        before=FileState(),
        after=FileState(),
        rewind_id=rewind_id,
        is_done=is_done,
    )


def a_journal(folder: Path, *entries: Entry) -> Path:
    journal = FileSessionStore(folder / "sessions", folder / "index.db").create(an_info())
    for entry in entries:
        if isinstance(entry, str):
            journal.append_message(a_prompt(f"prompt {entry}", message_id=entry))
            journal.append_message(an_answer("x" * 200))
        else:
            journal.append_checkpoint(entry)
    journal.close("user")
    return Path(journal.path)


def ids(changes: tuple[FileCheckpoint, ...]) -> list[str]:
    return [change.id for change in changes]


@pytest.mark.parametrize("block", [7, 100, 1 << 20])
def test_the_changes_behind_a_message_are_found_in_their_order(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, block: int
) -> None:
    monkeypatch.setattr(journal_changes, "_BLOCK", block)
    folder = a_journal(tmp_path, "p1", a_change("1"), "p2", a_change("2"), a_change("3"), "p3")

    assert ids(changes_since(folder, "p1").changes) == ["1", "2", "3"]
    assert ids(changes_since(folder, "p2").changes) == ["2", "3"]
    assert ids(changes_since(folder, "p3").changes) == []


def test_a_message_that_is_not_there_is_not_found(tmp_path: Path) -> None:
    folder = a_journal(tmp_path, "p1", a_change("1"))

    assert not changes_since(folder, "p").is_found
    assert changes_since(folder, "p1").is_found


def test_of_the_entries_of_one_change_the_last_one_counts(tmp_path: Path) -> None:
    folder = a_journal(tmp_path, "p1", a_change("1"), a_change("2"), a_change("1", is_done=True))

    changes = changes_since(folder, "p1").changes

    assert [(change.id, change.is_done) for change in changes] == [("1", True), ("2", False)]


def test_rewinds_are_read_back_to_the_last_change_of_a_tool(tmp_path: Path) -> None:
    old, new = a_change("old", rewind_id="r1"), a_change("new", rewind_id="r2")
    folder = a_journal(tmp_path, "p1", old, a_change("tool"), new, "p2")

    assert ids(last_rewinds(folder).changes) == ["new"]


def test_damaged_lines_and_half_a_line_at_the_end_are_passed_over(tmp_path: Path) -> None:
    folder = a_journal(tmp_path, "p1", a_change("1"))
    with (folder / "journal.jsonl").open("ab") as file:
        file.write(b'{"type":"checkpoint","id":"x","checkpoint":{"id":7}}\n\0\0\0\n')
        file.write(b'{"type":"checkpoint","id":"y","checkp')

    assert ids(changes_since(folder, "p1").changes) == ["1"]


def test_what_a_message_quotes_of_a_journal_is_no_entry(tmp_path: Path) -> None:
    folder = a_journal(tmp_path, "p1", a_change("1"))
    journal = FileSessionStore(folder.parent, tmp_path / "index.db").open(folder.name)[1]
    assert journal is not None
    journal.append_message(a_prompt('\n{"type":"message","message":{"id":"p1",', message_id="p2"))
    journal.close("user")

    assert ids(changes_since(folder, "p1").changes) == ["1"]

"""A fork is a session of its own, whatever becomes of its source."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest
from msgspec.structs import replace

from agent_tui.errors import SessionFormatTooNew, SessionNotFound, SessionStorageFailed
from agent_tui.protocol.messages import ChatMessage, ImagePart, Role, TextPart, ToolResultPart
from agent_tui.protocol.permissions import Grant, GrantScope
from agent_tui.protocol.sessions import QueuedPrompt, SessionInfo
from agent_tui.storage.journal.session_journal import FileSessionJournal
from agent_tui.storage.lock import SessionLock
from agent_tui.storage.session_store import FileSessionStore
from tests.contracts.session_builders import an_info
from tests.sample_images import an_image
from tests.storage.places import journal_of, store_in

SOURCE, FORK = "abcd1111", "ef012222"


def fork_info(**fields: object) -> SessionInfo:
    return replace(an_info(FORK), title="Copy (fork)", **fields)


def say(journal: FileSessionJournal, text: str, role: Role = Role.USER) -> None:
    part = TextPart(id=f"p-{text}", text=text)
    journal.append_message(ChatMessage(id=text, role=role, parts=(part,), turn_id=text))


@pytest.fixture
def source(store: FileSessionStore) -> FileSessionJournal:
    journal = store.create(an_info(SOURCE))
    for text in ("one", "two", "three"):
        say(journal, text)
    return journal


def texts(store: FileSessionStore, session_id: str) -> list[str]:
    return [message.text for message in store.load(session_id).messages]


def test_a_fork_ends_where_it_was_told_to_and_has_all_branches(
    store: FileSessionStore, source: FileSessionJournal
) -> None:
    journal = store.branches.fork(SOURCE, fork_info(message_count=2), "two")
    say(journal, "other")

    assert texts(store, FORK) == ["one", "two", "other"]
    assert texts(store, SOURCE) == ["one", "two", "three"]
    assert {turn.head for turn in store.branches.tree(FORK)} == {"one", "two", "three", "other"}
    info = store.load(FORK).info
    assert (info.title, info.forked_from, info.message_count) == ("Copy (fork)", SOURCE, 3)


def test_grants_go_along_and_what_waits_or_runs_stays(
    store: FileSessionStore, source: FileSessionJournal
) -> None:
    grant = Grant(id="g", rule="read(/proj/**)", scope=GrantScope.SESSION)
    source.append_grants([grant])
    source.append_queue([QueuedPrompt(id="q", text="waits")])
    source.append_waiting(["call"])
    source.save_draft("unsent")

    store.branches.fork(SOURCE, fork_info(), "three").close("user")
    forked = store.load(FORK)

    assert forked.grants == (grant,)
    assert (forked.queued, forked.waiting, forked.shells, forked.draft) == ((), (), (), "")
    assert store.load(SOURCE).draft == "unsent"


def test_deleting_the_source_takes_nothing_from_the_fork(
    store: FileSessionStore, source: FileSessionJournal
) -> None:
    image = an_image(2, 2)
    blob = source.save_blob("output.txt", b"all of it")
    source.append_message(
        ChatMessage(id="picture", role=Role.USER, parts=(ImagePart(id="i", image=image),))
    )
    source.append_message(
        ChatMessage(
            id="result",
            role=Role.TOOL,
            parts=(ToolResultPart(id="r", call_id="c", text="some", blob=blob),),
        )
    )
    checkpoints = Path(source.path) / "checkpoints" / "ab"
    checkpoints.mkdir(parents=True)
    (checkpoints / "cdef").write_bytes(b"before")
    store.branches.fork(SOURCE, fork_info(), "result").close("user")
    source.close("user")
    store.delete(SOURCE)

    *_, picture, result = store.load(FORK).messages
    (part,) = result.parts
    assert isinstance(part, ToolResultPart)
    assert Path(picture.images[0].path).read_bytes() == image.data
    assert Path(part.blob).read_bytes() == b"all of it"
    folder = Path(store.load(FORK).info.path)
    assert Path(part.blob).is_relative_to(folder)
    assert (folder / "checkpoints" / "ab" / "cdef").read_bytes() == b"before"
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE((folder / "journal.jsonl").stat().st_mode) == 0o600


def test_absolute_paths_of_older_versions_lead_to_the_fork_s_own_files(
    tmp_path: Path, store: FileSessionStore, source: FileSessionJournal
) -> None:
    blob = source.save_blob("output.txt", b"all of it")
    part = ToolResultPart(id="r", call_id="c", text="some", blob="blobs/output.txt")
    source.append_message(ChatMessage(id="result", role=Role.TOOL, parts=(part,)))
    path = journal_of(tmp_path, SOURCE)
    written = path.read_bytes()
    assert b'"blobs/output.txt"' in written
    path.write_bytes(written.replace(b'"blobs/output.txt"', f'"{blob}"'.encode()))
    assert _blob(store, SOURCE) == blob

    store.branches.fork(SOURCE, fork_info(), "result")

    assert Path(_blob(store, FORK)).parents[1] == tmp_path / "sessions" / FORK


def _blob(store: FileSessionStore, session_id: str) -> str:
    part = store.load(session_id).messages[-1].parts[0]
    assert isinstance(part, ToolResultPart)
    return part.blob


def test_where_files_cannot_be_linked_they_are_copied(
    store: FileSessionStore, source: FileSessionJournal, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError("no links on this disk")

    source.save_blob("output.txt", b"all of it")
    monkeypatch.setattr(os, "link", refuse)
    journal = store.branches.fork(SOURCE, fork_info(), "three")

    copied = Path(journal.path) / "blobs" / "output.txt"
    assert copied.read_bytes() == b"all of it"
    assert stat.S_IMODE(copied.stat().st_mode) == 0o600


def test_a_failure_in_the_middle_leaves_no_half_session(
    store: FileSessionStore, source: FileSessionJournal, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("agent_tui.storage.forks.fork_writing._copy_entries", full)
        with pytest.raises(SessionStorageFailed):
            store.branches.fork(SOURCE, fork_info(), "three")

    assert [info.id for info in store.sessions()] == [SOURCE]
    store.branches.fork(SOURCE, fork_info(), "three")  # nothing is in the way
    assert texts(store, FORK) == ["one", "two", "three"]


def test_until_its_journal_is_whole_a_fork_is_no_session(
    store: FileSessionStore, source: FileSessionJournal, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As after a crash."""
    seen: list[list[str]] = []
    rename = os.rename

    def look_first(old: str, new: str) -> None:
        seen.append([info.id for info in store.sessions()])
        rename(old, new)

    monkeypatch.setattr(os, "rename", look_first)
    store.branches.fork(SOURCE, fork_info(), "three")

    assert seen[0] == [SOURCE]


def test_what_a_crash_left_of_a_fork_is_removed_once_nobody_can_be_writing_it(
    tmp_path: Path, store: FileSessionStore, source: FileSessionJournal
) -> None:
    sessions = tmp_path / "sessions"
    for name in (".fork-old", ".fork-young", ".fork-locked", "neither"):
        (sessions / name / "images").mkdir(parents=True)
        (sessions / name / "images" / "a.png").write_bytes(b"x")
        (sessions / name / "journal.jsonl.part").write_bytes(b"{")
    holder = SessionLock(sessions / ".fork-locked")
    holder.try_acquire()
    for name in (".fork-old", ".fork-locked", "neither"):
        os.utime(sessions / name, (1.0, 1.0))

    store.branches.fork(SOURCE, fork_info(), "two").close("user")
    holder.release()

    left = sorted(entry.name for entry in sessions.iterdir())
    assert left == [".fork-locked", ".fork-young", SOURCE, FORK, "neither"]
    assert [info.id for info in store.sessions() if info.id != SOURCE] == [FORK]


def test_a_line_that_is_just_being_written_stays_with_the_source(
    tmp_path: Path, store: FileSessionStore, source: FileSessionJournal
) -> None:
    path = journal_of(tmp_path, SOURCE)
    path.write_bytes(path.read_bytes() + b'{"type":"message","id":"ha')

    store.branches.fork(SOURCE, fork_info(), "three").close("user")

    stored, _ = store.open(FORK)
    assert stored.notes == ()
    assert [message.text for message in stored.messages] == ["one", "two", "three"]


def test_a_session_that_somebody_else_has_open_can_be_forked(
    tmp_path: Path, source: FileSessionJournal
) -> None:
    elsewhere = store_in(tmp_path)
    stored, locked = elsewhere.open(SOURCE)
    assert locked is None

    elsewhere.branches.fork(SOURCE, fork_info(), stored.messages[-1].id).close("user")

    assert texts(elsewhere, FORK) == ["one", "two", "three"]


def test_a_newer_version_s_session_is_not_forked(
    tmp_path: Path, store: FileSessionStore, source: FileSessionJournal
) -> None:
    path = journal_of(tmp_path, SOURCE)
    path.write_bytes(path.read_bytes().replace(b'"version":1', b'"version":99'))

    with pytest.raises(SessionFormatTooNew, match="cannot be forked"):
        store.branches.fork(SOURCE, fork_info(), "three")


def test_what_is_not_there_is_neither_forked_nor_read(
    store: FileSessionStore, source: FileSessionJournal
) -> None:
    with pytest.raises(SessionNotFound):
        store.branches.fork("gone", fork_info(), "")
    with pytest.raises(SessionNotFound, match="/tree"):
        store.branches.branch(SOURCE, "gone")

from __future__ import annotations

import json
import os
import stat
from pathlib import Path

import pytest

from agent_tui.errors import ClosedResourceError, SessionStorageFailed
from agent_tui.protocol.messages import ChatMessage, Role, TextPart
from agent_tui.protocol.usage import Usage
from agent_tui.storage.session_store import FileSessionStore
from tests.contracts.session_builders import a_prompt, an_answer, an_info
from tests.storage.places import journal_of, store_in


def mode_of(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_only_the_owner_may_read_what_is_stored(tmp_path: Path) -> None:
    former = os.umask(0o022)
    try:
        data_dir = tmp_path / "made" / "on the way"
        journal = store_in(data_dir).create(an_info("abcd1111"))
        journal.save_draft("secret plans")
        journal.close("user")
    finally:
        os.umask(former)

    made = [tmp_path / "made", *(tmp_path / "made").rglob("*")]
    assert {mode_of(path) for path in made if path.is_dir()} == {0o700}
    assert {mode_of(path) for path in made if path.is_file()} == {0o600}
    assert {path.name for path in made} >= {"journal.jsonl", "draft.txt", "lock", "index.db"}


def test_the_journal_is_lines_of_json_that_name_the_line_before(
    tmp_path: Path, store: FileSessionStore
) -> None:
    journal = store.create(an_info("abcd1111", provider="local", model="small"))
    journal.append_message(a_prompt("Hello"))
    journal.close("user")

    text = journal_of(tmp_path, "abcd1111").read_text(encoding="utf-8")
    header, *entries = [json.loads(line) for line in text.splitlines()]
    assert header == {
        "type": "session",
        "version": 1,
        "id": "abcd1111",
        "cwd": "/proj",
        "created": 1000.5,
        "app_version": "1.2.3",
    }
    assert [entry["type"] for entry in entries] == ["model", "message", "closed"]
    assert "parent" not in entries[0]
    assert [entry["parent"] for entry in entries[1:]] == [entry["id"] for entry in entries[:-1]]


def test_a_journal_names_the_provider_and_has_no_place_for_its_key(
    tmp_path: Path, store: FileSessionStore
) -> None:
    journal = store.create(an_info("abcd1111", provider="local", model="small"))
    journal.append_model("other", "large")

    lines = journal_of(tmp_path, "abcd1111").read_text(encoding="utf-8").splitlines()
    for line in lines[1:]:
        assert set(json.loads(line)) <= {"type", "id", "parent", "ts", "provider", "model"}


def test_half_a_surrogate_pair_does_not_cost_the_message(store: FileSessionStore) -> None:
    journal = store.create(an_info("abcd1111"))

    journal.append_message(a_prompt("broken \ud83d emoji"))

    assert [one.text for one in store.load("abcd1111").messages] == ["broken � emoji"]


def test_half_a_surrogate_pair_does_not_cost_the_draft(store: FileSessionStore) -> None:
    journal = store.create(an_info("abcd1111"))

    journal.save_draft("broken \ud83d emoji")

    assert store.load("abcd1111").draft == "broken ? emoji"


def test_a_draft_that_cannot_be_read_does_not_keep_the_session_closed(
    tmp_path: Path, store: FileSessionStore
) -> None:
    store.create(an_info("abcd1111"))
    (tmp_path / "sessions" / "abcd1111" / "draft.txt").mkdir()

    assert store.load("abcd1111").draft == ""


def test_without_a_title_the_first_prompt_gives_one(store: FileSessionStore) -> None:
    journal = store.create(an_info("abcd1111"))

    journal.append_message(a_prompt("\n  Fix\tthe \x1b[31mbuild\nplease"))
    journal.append_message(a_prompt("something else"))

    assert store.load("abcd1111").info.title == "Fix the [31mbuild"
    assert store.sessions()[0].title == "Fix the [31mbuild"


def test_a_long_prompt_is_cut_for_the_title(store: FileSessionStore) -> None:
    store.create(an_info("abcd1111")).append_message(a_prompt("x" * 5000))

    assert store.load("abcd1111").info.title == "x" * 79 + "…"


def test_tokens_are_summed_and_the_last_step_fills_the_context(store: FileSessionStore) -> None:
    journal = store.create(an_info("abcd1111"))
    for tokens in (10, 30):
        usage = Usage(input_tokens=tokens, output_tokens=1)
        part = TextPart(id="p", text="x")
        journal.append_message(
            ChatMessage(id=f"m{tokens}", role=Role.ASSISTANT, parts=(part,), usage=usage)
        )

    info = store.load("abcd1111").info
    assert info.usage == Usage(input_tokens=40, output_tokens=2)
    assert info.context_tokens == 31


def test_the_session_s_path_is_its_folder(tmp_path: Path, store: FileSessionStore) -> None:
    journal = store.create(an_info("abcd1111"))

    assert journal.path == str(tmp_path / "sessions" / "abcd1111")
    assert store.load("abcd1111").info.path == journal.path
    assert store.sessions()[0].path == journal.path


def test_a_closed_journal_takes_nothing_more(store: FileSessionStore) -> None:
    journal = store.create(an_info("abcd1111"))
    journal.close("user")

    for use in (journal.sync, lambda: journal.save_draft("x"), lambda: journal.append_title("x")):
        with pytest.raises(ClosedResourceError, match="Session abcd1111 is already closed"):
            use()


def test_an_id_that_would_leave_the_folder_is_refused(
    tmp_path: Path, store: FileSessionStore
) -> None:
    with pytest.raises(SessionStorageFailed, match="cannot be the id of a stored session"):
        store.create(an_info("../elsewhere"))

    assert list(tmp_path.iterdir()) == []


def test_a_session_is_never_made_twice(store: FileSessionStore) -> None:
    store.create(an_info("abcd1111")).append_message(a_prompt("Hello"))

    with pytest.raises(SessionStorageFailed, match="it exists already"):
        store.create(an_info("abcd1111"))

    assert len(store.load("abcd1111").messages) == 1


def test_deleting_also_removes_what_a_crash_during_deleting_left(
    tmp_path: Path, store: FileSessionStore
) -> None:
    store.create(an_info("abcd1111")).close("user")
    left = tmp_path / "sessions" / ".deleted-ff002222-x"
    left.mkdir()
    (left / "journal.jsonl").write_text("{}", encoding="utf-8")

    assert [info.id for info in store.sessions()] == ["abcd1111"]
    store.delete("abcd1111")

    assert list((tmp_path / "sessions").iterdir()) == []


def test_a_folder_without_a_journal_is_no_session(tmp_path: Path, store: FileSessionStore) -> None:
    (tmp_path / "sessions" / "abcd1111").mkdir(parents=True)

    assert store.sessions() == ()


def test_a_later_version_s_entry_types_are_skipped_without_complaint(
    tmp_path: Path, store: FileSessionStore
) -> None:
    journal = store.create(an_info("abcd1111"))
    journal.append_message(an_answer("before"))
    journal.close("user")
    path = journal_of(tmp_path, "abcd1111")
    last_id = json.loads(path.read_text(encoding="utf-8").splitlines()[-1])["id"]
    with path.open("a", encoding="utf-8") as file:
        file.write(json.dumps({"type": "mood", "id": "e9", "parent": last_id, "ts": 5.0}) + "\n")

    stored, reopened = store.open("abcd1111")

    assert reopened is not None
    assert stored.notes == ()
    reopened.append_message(an_answer("after"))
    assert [one.text for one in store.load("abcd1111").messages] == ["before", "after"]

"""From a file to stored sessions: new ids, the old times, and no permission that a file gives."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from msgspec.structs import replace

from agent_tui.errors import ExchangeFailed
from agent_tui.protocol.exchange import ExportFormat, ExportWish
from agent_tui.protocol.messages import ChatMessage, ImagePart, ToolResultPart
from agent_tui.protocol.permissions import PermissionMode
from agent_tui.storage.session_store import FileSessionStore
from tests.engine.fake_store import FakeStore
from tests.exchange.conversations import PNG, answer, call, everything, of, prompt, result
from tests.lifecycle.exchange_builders import KEY, an_exchange, export, go_on, imported, stored
from tests.storage.places import journal_of, store_in


@pytest.fixture
def store(tmp_path: Path) -> FileSessionStore:
    return store_in(tmp_path / "data")


def _file(folder: Path, value: object) -> Path:
    file = folder / "talk.json"
    file.write_text(json.dumps(value))
    return file


def _without_places(messages: tuple[ChatMessage, ...]) -> list[ChatMessage]:
    """Where images lie is each session's own business."""
    return [
        replace(
            message,
            parts=tuple(
                replace(part, image=replace(part.image, path="", data=b""))
                if isinstance(part, ImagePart)
                else part
                for part in message.parts
            ),
        )
        for message in messages
    ]


def test_an_exported_session_comes_back_as_a_new_one_that_is_equal(
    store: FileSessionStore, tmp_path: Path
) -> None:
    original = everything()
    session_id = stored(store, original)
    exported = export(store, session_id, tmp_path / "talk.json", ExportFormat.JSON)

    (session,) = imported(store, Path(exported.path)).sessions

    assert session.id != session_id
    assert session.message_count == len(original.messages)
    came = store.load(session.id)
    assert _without_places(came.messages) == _without_places(original.messages)
    assert came.pins == original.pins
    assert store.branches.tree(session.id)[-1].label == "second try"
    info = came.info
    assert (info.title, info.model, info.created, info.updated) == (
        *("Fix the parser", "demo-1", 1_700_000_000.0, 1_700_000_600.0),
    )
    assert info.imported_from == "agent-tui, talk.json"


def test_images_and_long_texts_become_files_of_the_new_session(
    store: FileSessionStore, tmp_path: Path
) -> None:
    long = tmp_path / "long.txt"
    long.write_text("all of it")
    session_id = stored(store, everything())
    session = store.load(session_id)
    cut = replace(session.messages[2].parts[0], blob=str(long))
    messages = list(session.messages)
    messages[2] = replace(messages[2], parts=(cut,))
    changed = replace(session, messages=tuple(messages))
    path = tmp_path / "talk.json"
    an_exchange().export(changed, ExportWish(format=ExportFormat.JSON), str(path), go_on, store)
    (new,) = imported(store, path).sessions

    came = store.load(new.id)
    folder = tmp_path / "data" / "sessions" / new.id
    image, blob = came.messages[0].parts[1], came.messages[2].parts[0]
    assert isinstance(image, ImagePart)
    assert isinstance(blob, ToolResultPart)
    assert Path(image.image.path).read_bytes() == PNG
    assert Path(blob.blob).read_text() == "all of it"
    assert {Path(image.image.path).parent.parent, Path(blob.blob).parent.parent} == {folder}


def test_a_file_decides_neither_where_an_agent_works_nor_what_it_may_do(
    store: FileSessionStore, tmp_path: Path
) -> None:
    exported = export(store, stored(store, everything()), tmp_path / "talk.json", ExportFormat.JSON)
    document = json.loads(Path(exported.path).read_text())
    document["session"] |= {"cwd": "/", "permission_mode": "full", "path": "/etc"}
    document |= {"grants": [{"rule": "run(*)"}], "waiting": ["part-c1"], "queued": [{"text": "x"}]}

    (session,) = imported(store, _file(tmp_path, document), cwd="/proj/mine").sessions

    came = store.load(session.id)
    assert came.info.cwd == "/proj/mine"
    assert came.info.permission_mode is PermissionMode.ASK
    assert (came.grants, came.waiting, came.queued) == ((), (), ())
    assert "full" not in journal_of(tmp_path / "data", session.id).read_text()


def test_a_time_that_no_calendar_has_is_none(store: FileSessionStore, tmp_path: Path) -> None:
    exported = export(store, stored(store, everything()), tmp_path / "talk.json", ExportFormat.JSON)
    document = json.loads(Path(exported.path).read_text())
    document["session"] |= {"created": 1_700_000_000, "updated": 1e300}
    document["messages"][0]["created"] = -1e300

    (session,) = imported(store, _file(tmp_path, document)).sessions

    came = store.load(session.id)
    assert came.messages[0].created == 0
    assert (came.info.created, came.info.updated) == (1_700_000_000, 1_700_000_000)


def test_an_imported_session_can_be_gone_on_with(store: FileSessionStore, tmp_path: Path) -> None:
    messages = [
        {"role": "user", "content": "go"},
        {
            "role": "assistant",
            "tool_calls": [{"id": "c", "function": {"name": "x", "arguments": "{}"}}],
        },
    ]
    (session,) = imported(store, _file(tmp_path, messages)).sessions

    opened, journal = store.open(session.id)
    assert journal is not None
    journal.append_message(prompt("and then?", "next"))
    journal.close("user")

    assert opened.notes == ()
    assert [message.text for message in store.load(session.id).messages] == ["go", "", "and then?"]


def test_good_conversations_of_a_file_come_in_and_the_others_are_told(
    store: FileSessionStore, tmp_path: Path
) -> None:
    good = {"title": "Good", "messages": [{"role": "user", "content": "x"}]}
    file = _file(tmp_path, [good, {"messages": [{"role": "robot"}]}])

    report = imported(store, file)

    assert [session.title for session in report.sessions] == ["Good"]
    assert len(report.problems) == 1
    assert str(file) in report.problems[0]
    assert "[1].messages[0].role" in report.problems[0]


def test_a_file_without_one_good_conversation_is_a_failure(
    store: FileSessionStore, tmp_path: Path
) -> None:
    bad = {"messages": [{"role": "robot"}]}

    with pytest.raises(ExchangeFailed, match=r"talk\.json.*robot.*and 1 more"):
        imported(store, _file(tmp_path, [bad, bad]))

    assert store.sessions() == ()


@pytest.mark.parametrize(
    ("name", "complaint"), [("missing.json", "cannot be read"), ("", "this is a folder")]
)
def test_what_cannot_be_read_is_told_with_its_name(
    store: FileSessionStore, tmp_path: Path, name: str, complaint: str
) -> None:
    with pytest.raises(ExchangeFailed, match=complaint):
        imported(store, tmp_path / name)


def test_stopping_keeps_what_was_imported_before(store: FileSessionStore, tmp_path: Path) -> None:
    talks = [{"messages": [{"role": "user", "content": f"{at}"}]} for at in range(5)]

    report = an_exchange().import_file(
        str(_file(tmp_path, talks)), store, lambda done, _: done < 2, cwd="/here"
    )

    assert report.is_stopped
    assert len(report.sessions) == len(store.sessions()) == 2


def test_configured_keys_of_an_imported_conversation_do_not_reach_the_disk(
    store: FileSessionStore, tmp_path: Path
) -> None:
    (session,) = imported(
        store, _file(tmp_path, [{"role": "user", "content": f"my key is {KEY}"}])
    ).sessions

    assert KEY not in journal_of(tmp_path / "data", session.id).read_text()


def test_a_store_that_takes_no_whole_sessions_gets_message_by_message(tmp_path: Path) -> None:
    store = FakeStore()
    file = _file(tmp_path, [{"role": "user", "content": "x"}])

    (session,) = an_exchange().import_file(str(file), store, go_on, cwd="/here").sessions

    assert store.only_journal.info.id == session.id
    assert [message.text for message in store.only_journal.messages] == ["x"]
    assert store.only_journal.closed_with == "imported"


def test_a_disk_that_gets_full_half_way_does_not_hide_what_was_imported(tmp_path: Path) -> None:
    store = FakeStore()
    one = {"messages": [{"role": "user", "content": "x"}]}
    file = _file(tmp_path, [one, one, one])

    def fills_up(done: int, total: int) -> bool:
        store.is_refusing = done > 0
        return done <= total

    report = an_exchange().import_file(str(file), store, fills_up, cwd="/here")

    assert len(report.sessions) == 1
    assert report.problems[0].endswith("2 of 3 conversations were not imported.")


def test_a_long_imported_session_opens_with_its_end_first(
    store: FileSessionStore, tmp_path: Path
) -> None:
    words = "word " * 400
    messages = [
        message
        for at in range(400)
        for message in (
            prompt(f"{at} {words}", f"p{at}"),
            answer(call("x", "{}"), message_id=f"a{at}"),
            result("y"),
        )
    ]
    unlike = [replace(message, id=f"{message.id}-{at}") for at, message in enumerate(messages)]
    session_id = stored(store, of(unlike))

    opened, journal = store.open(session_id, end_first=True)
    assert journal is not None
    journal.close("user")

    assert opened.earlier is not None
    assert opened.info.message_count == len(unlike)

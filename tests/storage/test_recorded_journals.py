"""Sessions as they were written by versions of this program, recorded once and never changed.

Each was written by the code of its time; `@SESSIONS@` stands for the folder of the sessions, which
earlier versions wrote into paths. A version that writes something new adds a folder.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from msgspec import Struct

from agent_tui.protocol.exchange import ExportFormat
from agent_tui.protocol.messages import ChatMessage, ImagePart, ToolResultPart
from agent_tui.protocol.permissions import PermissionMode
from agent_tui.protocol.ports import StoredSession
from agent_tui.storage.session_store import FileSessionStore
from tests.contracts.session_builders import a_prompt
from tests.lifecycle.exchange_builders import export, imported
from tests.storage.places import journal_of

RECORDED = Path(__file__).parent / "recorded"
SESSION = "0123456789abcdef0123456789abcdef"


class Expected(Struct, frozen=True):
    """ids: of the messages. has_blob, has_image: such files belong to it. usage: tokens in and
    out."""

    name: str
    ids: str
    mode: PermissionMode = PermissionMode.EDITS
    grants: int = 1
    has_blob: bool = True
    has_image: bool = True
    title: str = "What does shop.py do?"
    usage: tuple[int, int] = (250, 50)


ALL = (
    Expected("1_first", "p1 a1 r1 a2 p2 a3", PermissionMode.ASK, 0, False, False),
    Expected("2_tools_and_grants", "p1 a1 r1 a2 p2 a3", has_image=False),
    Expected("3_facts", "p1 a1 r1 a2 p2 a3", has_image=False),
    Expected("4_shells_and_images", "p1 a1 r1 a2 s1 p2 a3"),
    Expected("5_killed", "p1 a1 r1 a2 s1 p2 a3"),
    Expected("6_branches_and_summaries", "p1 a1 r1 a2 p3 a4"),
    Expected("7_usage_and_names", "p1 a1 r1 a2 p3 a4", title="The shop", usage=(290, 55)),
    Expected("8_skills", "p1 a1 r1 a2 p3 a4", title="The shop", usage=(290, 55)),
)
every_version = pytest.mark.parametrize("expected", ALL, ids=lambda one: one.name)


def _put(expected: Expected, data_dir: Path) -> None:
    folder = data_dir / "sessions" / SESSION
    shutil.copytree(RECORDED / expected.name, folder)
    journal = folder / "journal.jsonl"
    journal.write_text(journal.read_text().replace("@SESSIONS@", str(data_dir / "sessions")))


def _by_id(stored: StoredSession) -> dict[str, ChatMessage]:
    return {message.id: message for message in stored.messages}


def test_every_recorded_version_is_tested() -> None:
    assert sorted(one.name for one in ALL) == sorted(path.name for path in RECORDED.iterdir())


@every_version
def test_a_recorded_session_opens_with_everything_in_it(
    expected: Expected, store: FileSessionStore, tmp_path: Path
) -> None:
    _put(expected, tmp_path)

    stored, journal = store.open(SESSION)
    assert journal is not None
    journal.close("user")

    messages = _by_id(stored)
    assert stored.notes == ()
    assert [message.id for message in stored.messages] == expected.ids.split()
    assert messages["p1"].text == "What does shop.py do? 日本語"
    assert messages["a1"].tool_calls[0].arguments == '{"path": "shop.py"}'
    last = messages[expected.ids.split()[-1]]
    assert (last.text, last.is_interrupted) in (("Because it ", True), ("Gladly.", False))
    info = stored.info
    assert (info.title, info.cwd, info.model) == (expected.title, "/proj", "demo-2")
    assert [prompt.text for prompt in stored.queued] == ["And then?"]
    assert (info.permission_mode, len(stored.grants)) == (expected.mode, expected.grants)
    assert (info.usage.input_tokens, info.usage.output_tokens) == expected.usage


@every_version
def test_files_of_a_recorded_session_are_found_where_it_lies_now(
    expected: Expected, store: FileSessionStore, tmp_path: Path
) -> None:
    _put(expected, tmp_path)

    messages = _by_id(store.load(SESSION))

    (result,) = (part for part in messages["r1"].parts if isinstance(part, ToolResultPart))
    images = [part for part in messages["p1"].parts if isinstance(part, ImagePart)]
    assert (Path(result.blob).read_text() if result.blob else "") == (
        "the whole of it" if expected.has_blob else ""
    )
    assert [Path(part.image.path).is_file() for part in images] == [True] * expected.has_image


@every_version
def test_a_recorded_session_is_gone_on_with(
    expected: Expected, store: FileSessionStore, tmp_path: Path
) -> None:
    _put(expected, tmp_path)
    before = journal_of(tmp_path, SESSION).read_bytes()

    _, journal = store.open(SESSION)
    assert journal is not None
    journal.append_message(a_prompt("Go on.", message_id="next"))
    journal.close("user")

    assert journal_of(tmp_path, SESSION).read_bytes().startswith(before)
    assert [message.id for message in store.load(SESSION).messages] == [
        *expected.ids.split(),
        "next",
    ]


@every_version
def test_a_recorded_session_is_exported_and_comes_back_equal(
    expected: Expected, store: FileSessionStore, tmp_path: Path
) -> None:
    _put(expected, tmp_path)
    for export_format in ExportFormat:
        export(store, SESSION, tmp_path / f"out.{export_format}", export_format)

    (session,) = imported(store, tmp_path / "out.json").sessions

    came, stored = store.load(session.id), store.load(SESSION)
    assert [message.id for message in came.messages] == expected.ids.split()
    assert [message.text for message in came.messages] == [one.text for one in stored.messages]
    assert came.info.permission_mode is PermissionMode.ASK
    assert "What does shop.py do? 日本語" in (tmp_path / "out.md").read_text()
    assert "What does shop.py do? 日本語" in (tmp_path / "out.html").read_text()


def test_what_the_newest_version_knows_of_a_session_is_read(
    store: FileSessionStore, tmp_path: Path
) -> None:
    _put(ALL[-1], tmp_path)

    stored = store.load(SESSION)

    turns = store.branches.tree(SESSION)
    assert {turn.id: turn.label for turn in turns if turn.label} == {"p1": "the question"}
    assert {turn.id for turn in turns} == {"p1", "p2", "p3"}
    assert stored.pins == ("p1",)
    assert [skill.name for skill in stored.info.skills] == ["reviews", "brief"]
    assert stored.info.skills[0].instructions == "Name the file and the line. 日本語"


def test_entries_and_fields_of_a_later_version_are_left_as_they_are(
    store: FileSessionStore, tmp_path: Path
) -> None:
    _put(ALL[3], tmp_path)
    journal = journal_of(tmp_path, SESSION)
    lines = journal.read_text().splitlines()
    later = '{"type":"dream","id":"d1","ts":1700000100.0,"about":{"sheep":7}}'
    lines[2] = lines[2].replace('"ts":', '"colour":"blue","ts":', 1)
    journal.write_text("\n".join([*lines, later]) + "\n")

    stored, writer = store.open(SESSION)
    assert writer is not None
    writer.close("user")

    assert stored.notes == ()
    assert [message.id for message in stored.messages] == ALL[3].ids.split()
    assert later in journal.read_text()

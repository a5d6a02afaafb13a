"""What is kept of files, and what a rewind says of the rest."""

from __future__ import annotations

from pathlib import Path

import pytest

from agent_tui.protocol import checkpoint_ports
from agent_tui.protocol.checkpoints import ComingChange, RewindOutcome
from agent_tui.protocol.messages import ChatMessage, Role, ShellCommand, ToolCallPart
from agent_tui.storage.checkpoints.cleaning import clean
from agent_tui.tools.files.rewinding import found_files
from tests.checkpoints.worked_session import WorkedSession

pytestmark = pytest.mark.anyio

MEGABYTE = 1024 * 1024


async def test_at_the_limit_one_notice_names_the_first_file_that_is_not_kept(
    tmp_path: Path,
) -> None:
    session = WorkedSession(tmp_path, limit_mb=1)
    for name in ("a", "b", "c"):
        (session.root / name).write_bytes(name.encode() * (MEGABYTE // 2 + 1))
    prompt = session.prompt()
    for name in ("a", "b", "c"):
        await session.write(name, "new")

    (notice,) = session.notices
    result = await session.rewind(prompt)

    assert "1 MB" in notice.text
    assert "b is the first" in notice.text
    assert [(row.name, row.outcome) for row in result.rows] == [
        ("a", RewindOutcome.RESTORED),
        ("b", RewindOutcome.CONFLICT),
        ("c", RewindOutcome.CONFLICT),
    ]
    assert "was not kept" in result.rows[1].reason


async def test_a_rewind_keeps_what_it_replaces_whatever_the_limit(tmp_path: Path) -> None:
    session = WorkedSession(tmp_path, limit_mb=1)
    (session.root / "a").write_bytes(b"a" * (MEGABYTE - 1))
    prompt = session.prompt()
    await session.write("a", b"b" * (MEGABYTE - 1))
    after = session.tree()

    await session.rewind(prompt)
    await session.checkpoints.redo()

    assert session.tree() == after
    assert session.notices[0].title == "Files rewound"


async def test_a_file_that_is_too_large_is_not_kept_and_that_is_said_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = WorkedSession(tmp_path)
    for module in (checkpoint_ports, found_files):
        monkeypatch.setattr(module, "MAX_KEPT_BYTES", 4)
    monkeypatch.setattr("agent_tui.engine.checkpoints.keeping_notices.MAX_KEPT_BYTES", 4)
    monkeypatch.setattr("agent_tui.engine.checkpoints.rewind_plan.MAX_KEPT_BYTES", 4)
    (session.root / "a").write_bytes(b"large")
    (session.root / "b").write_bytes(b"large")
    prompt = session.prompt()
    await session.write("a", "new")
    await session.write("b", "new")

    result = await session.rewind(prompt)

    assert [notice.title for notice in session.notices] == [
        "A large file was not kept",
        "Files rewound",
    ]
    assert "was larger than" in result.rows[0].reason


async def test_what_was_cleaned_up_is_told_for_each_file(tmp_path: Path) -> None:
    session = WorkedSession(tmp_path)
    (session.root / "a").write_text("0")
    prompt = session.prompt()
    await session.write("a", "1")
    await session.write("new", "1")
    session.close()
    assert list(clean(session.folder.parent)) == [1]
    session.reopen()

    result = await session.rewind(prompt)

    assert [row.outcome for row in result.rows] == [RewindOutcome.CONFLICT, RewindOutcome.RESTORED]
    assert "cleaned up" in result.rows[0].reason


async def test_with_a_limit_of_nothing_nothing_is_kept_and_the_preview_says_why(
    tmp_path: Path,
) -> None:
    session = WorkedSession(tmp_path, limit_mb=0)
    prompt = session.prompt()
    await session.write("a", "1")

    preview = await session.checkpoints.preview(prompt)

    assert not session.folder.exists()
    assert "checkpoint_limit_mb = 0" in preview.problem


async def test_a_disk_that_refuses_the_content_does_not_stop_the_tool(tmp_path: Path) -> None:
    session = WorkedSession(tmp_path)
    (session.root / "a").write_text("0")
    session.folder.write_text("in the way")
    prompt = session.prompt()

    await session.write("a", "1")
    result = await session.rewind(prompt)

    assert (session.root / "a").read_text() == "1"
    assert "could not be stored" in session.notices[0].text
    assert "was not kept" in result.rows[0].reason


async def test_while_the_journal_is_refused_changes_are_known_from_memory(tmp_path: Path) -> None:
    session = WorkedSession(tmp_path)
    session.prompt()
    await session.write("a", "1")
    before = session.tree()
    session.journal.is_refusing = True
    prompt = session.prompt()
    await session.write("a", "2")
    after = session.tree()

    await session.rewind(prompt)
    rewound = session.tree()
    await session.checkpoints.redo()

    assert (rewound, session.tree()) == (before, after)


async def test_a_damaged_content_is_not_put_back(tmp_path: Path) -> None:
    session = WorkedSession(tmp_path)
    (session.root / "a").write_text("0")
    prompt = session.prompt()
    await session.write("a", "1")
    (kept,) = session.folder.iterdir()
    kept.write_text("x")

    result = await session.rewind(prompt)

    assert "is damaged" in result.rows[0].reason
    assert (session.root / "a").read_text() == "1"


async def test_the_content_and_the_entry_are_there_before_the_file_changes(
    tmp_path: Path,
) -> None:
    session = WorkedSession(tmp_path)
    path = session.root / "a"
    path.write_text("0")
    session.prompt()

    async with session.changing(ComingChange(path=str(path), content=b"1")):
        entries = session.journal_text().splitlines()
        kept = [file.read_text() for file in session.folder.iterdir()]

    assert kept == ["0"]
    assert '"type":"checkpoint"' in entries[-1]


async def test_a_session_that_is_not_stored_keeps_contents_in_the_folder_of_the_run(
    tmp_path: Path,
) -> None:
    session = WorkedSession(tmp_path, is_stored=False)
    (session.root / "a").write_text("0")
    session.prompt()

    await session.write("a", "1")

    assert session.folder.parent == tmp_path / "scratch"
    assert [file.read_text() for file in session.folder.iterdir()] == ["0"]


async def test_the_preview_counts_commands_that_ran_since(tmp_path: Path) -> None:
    session = WorkedSession(tmp_path)
    session.put(_commands(2))
    prompt = session.prompt()
    session.put(_commands(1))
    session.put(_shell())

    preview = await session.checkpoints.preview(prompt)
    await session.rewind(prompt)

    assert preview.command_count == 2
    assert "2 commands ran since" in session.notices[0].text


def _commands(count: int) -> ChatMessage:
    parts = tuple(
        ToolCallPart(id=f"part-{at}", call_id=f"call-{at}", name="run_command", arguments="{}")
        for at in range(count)
    )
    return ChatMessage(id=f"commands-{count}", role=Role.ASSISTANT, parts=parts)


def _shell() -> ChatMessage:
    command = ShellCommand(id="shell", command="make")
    return ChatMessage(id="shell", role=Role.USER, parts=(), shell=command)

"""`agent-tui sessions clean`: what old sessions keep of files goes, the conversations stay."""

from __future__ import annotations

from pathlib import Path

import pytest

from agent_tui.cli.arguments import Arguments
from agent_tui.cli.start import start_from
from agent_tui.protocol.messages import ChatMessage, Role, TextPart
from agent_tui.protocol.ports import SessionJournal
from agent_tui.protocol.sessions import SessionInfo
from agent_tui.storage.checkpoints.cleaning import clean
from agent_tui.storage.checkpoints.content_store import FileContentStore
from tests.checkpoints.contents import add
from tests.cli.conftest import Program

SESSION = "a" * 32


def keeping(program: Program, *contents: bytes) -> SessionJournal:
    """A session of now that keeps these contents; it is still open."""
    journal = (
        start_from(Arguments(), program.environ)
        .session_store()
        .create(SessionInfo(id=SESSION, cwd=str(program.cwd), created=1_700_000_000.0))
    )
    part = TextPart(id="part", text="hello")
    journal.append_message(ChatMessage(id="message", role=Role.USER, parts=(part,)))
    store = FileContentStore(folder_of(program), limit_bytes=10_000)
    for content in contents:
        assert add(store, content)
    return journal


def folder_of(program: Program) -> Path:
    return program.data_dir / "sessions" / SESSION / "checkpoints"


def test_clean_frees_the_disk_and_keeps_the_conversation(program: Program) -> None:
    keeping(program, b"one", b"three").close("user")

    ran = program.call("sessions", "clean", "--older-than", "0", "--yes")

    assert (ran.code, ran.err) == (0, "Freed 8 bytes.\n")
    assert list(folder_of(program).iterdir()) == []
    assert "hello" in program.call("sessions", "show", SESSION).out


def test_a_dry_run_only_says_what_would_be_freed(program: Program) -> None:
    keeping(program, b"one").close("user")

    ran = program.call("sessions", "clean", "--older-than", "0", "--dry-run")

    assert (ran.code, ran.err) == (0, "3 bytes would be freed in 1 of the sessions.\n")
    assert len(list(folder_of(program).iterdir())) == 1


def test_sessions_that_were_used_lately_or_are_open_are_left_alone(program: Program) -> None:
    journal = keeping(program, b"one")

    is_open = program.call("sessions", "clean", "--older-than", "0", "--yes")
    journal.close("user")
    is_new = program.call("sessions", "clean", "--yes")

    assert is_open.err.startswith("One session is open now and left alone.\n")
    assert is_new.err == "There is nothing to clean in sessions not used for 30 days.\n"
    assert len(list(folder_of(program).iterdir())) == 1


def test_without_a_terminal_and_without_yes_nothing_is_removed(program: Program) -> None:
    keeping(program, b"one").close("user")

    ran = program.call("sessions", "clean", "--older-than", "0")

    assert ran.code == 2
    assert "add --yes" in ran.err
    assert len(list(folder_of(program).iterdir())) == 1


def test_cleaning_that_is_stopped_leaves_the_rest_and_gives_the_session_free(
    program: Program,
) -> None:
    keeping(program, b"one", b"two", b"six").close("user")

    stopped = clean(folder_of(program).parent)
    next(stopped)
    stopped.close()

    assert len(list(folder_of(program).iterdir())) == 2
    assert list(clean(folder_of(program).parent)) == [3, 3]


def test_ctrl_c_says_what_was_freed_until_then(
    program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    keeping(program, b"one").close("user")

    def interrupted(session: Path) -> object:
        yield 3
        raise KeyboardInterrupt

    monkeypatch.setattr("agent_tui.storage.checkpoints.cleaning.clean", interrupted)
    ran = program.call("sessions", "clean", "--older-than", "0", "--yes")

    assert ran.code == 130
    assert ran.err.startswith("Freed 3 bytes.\n")

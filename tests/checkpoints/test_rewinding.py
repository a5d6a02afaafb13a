"""Taking back what tools changed in files, and bringing it back."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from agent_tui.protocol.checkpoints import (
    ComingChange,
    FileRewindResult,
    RewindAction,
    RewindOutcome,
)
from tests.checkpoints.worked_session import WorkedSession

pytestmark = pytest.mark.anyio


@pytest.fixture
def session(tmp_path: Path) -> WorkedSession:
    return WorkedSession(tmp_path)


def outcomes(result: FileRewindResult | None) -> dict[str, RewindOutcome]:
    assert result is not None
    return {row.name: row.outcome for row in result.rows}


async def test_a_changed_file_gets_its_content_and_mode_back(session: WorkedSession) -> None:
    path = session.root / "run.sh"
    path.write_bytes(b"one\r\ntwo")
    path.chmod(0o750)
    prompt = session.prompt()
    await session.write("run.sh", "three\n", mode=0o644)

    result = await session.rewind(prompt)

    assert (path.read_bytes(), path.stat().st_mode & 0o7777) == (b"one\r\ntwo", 0o750)
    assert outcomes(result) == {"run.sh": RewindOutcome.RESTORED}


async def test_a_new_file_goes_with_the_folders_that_were_made_for_it(
    session: WorkedSession,
) -> None:
    prompt = session.prompt()
    await session.write("a/b/new.txt", "new")

    await session.rewind(prompt)

    assert session.tree() == {}


async def test_a_folder_with_a_file_of_the_users_stays(session: WorkedSession) -> None:
    prompt = session.prompt()
    await session.write("a/new.txt", "new")
    (session.root / "a/mine.txt").write_text("mine")

    await session.rewind(prompt)

    assert sorted(session.tree()) == ["a", "a/mine.txt"]


async def test_a_deleted_file_is_made_again(session: WorkedSession) -> None:
    (session.root / "gone.txt").write_text("")
    before = session.tree()
    prompt = session.prompt()
    await session.delete("gone.txt")

    result = await session.rewind(prompt)

    assert session.tree() == before
    assert result.rows[0].action is RewindAction.RECREATE


async def test_both_sides_of_a_move_are_taken_back(session: WorkedSession) -> None:
    (session.root / "old.txt").write_text("content")
    before = session.tree()
    prompt = session.prompt()
    await session.move("old.txt", "sub/new.txt")

    await session.rewind(prompt)

    assert session.tree() == before


async def test_a_link_comes_back_as_a_link_and_what_it_leads_to_is_left_alone(
    session: WorkedSession, tmp_path: Path
) -> None:
    outside = tmp_path / "outside.txt"
    outside.write_text("outside")
    (session.root / "link").symlink_to(outside)
    prompt = session.prompt()
    await session.write("link", "a file now")

    await session.rewind(prompt)

    assert os.readlink(session.root / "link") == str(outside)
    assert outside.read_text() == "outside"


async def test_several_changes_of_a_file_go_back_to_the_first(session: WorkedSession) -> None:
    (session.root / "a.txt").write_text("0")
    prompt = session.prompt()
    for content in ("1", "2", "3"):
        await session.write("a.txt", content)

    await session.rewind(prompt)

    assert (session.root / "a.txt").read_text() == "0"


async def test_only_what_came_after_the_prompt_is_taken_back(session: WorkedSession) -> None:
    session.prompt()
    await session.write("a.txt", "first turn")
    second = session.prompt()
    await session.write("a.txt", "second turn")

    await session.rewind(second)

    assert (session.root / "a.txt").read_text() == "first turn"


async def test_what_the_user_changed_since_is_a_conflict_and_the_rest_is_taken_back(
    session: WorkedSession,
) -> None:
    prompt = session.prompt()
    await session.write("a.txt", "tool")
    await session.write("b.txt", "tool")
    (session.root / "a.txt").write_text("mine")

    result = await session.rewind(prompt)

    assert outcomes(result) == {
        "a.txt": RewindOutcome.CONFLICT,
        "b.txt": RewindOutcome.RESTORED,
    }
    assert (session.root / "a.txt").read_text() == "mine"
    assert "changed since" in result.rows[0].reason


async def test_each_way_of_changing_a_file_since_is_told_by_its_name(
    session: WorkedSession,
) -> None:
    for name in ("deleted.txt", "gone", "mode"):
        (session.root / name).write_text("0")
    prompt = session.prompt()
    for name in ("gone", "mode", "folder"):
        await session.write(name, "tool")
    await session.delete("deleted.txt")
    (session.root / "gone").unlink()
    (session.root / "mode").chmod(0o600)
    (session.root / "folder").unlink()
    (session.root / "folder").mkdir()
    (session.root / "deleted.txt").write_text("mine")
    before = session.tree()

    preview = await session.checkpoints.preview(prompt)
    await session.rewind(prompt)

    told = {row.name: row.conflict for row in preview.rows}
    assert told["gone"] == "It was deleted since."
    assert told["mode"].startswith("Its mode was changed since")
    assert told["folder"].startswith("A folder or something else")
    assert told["deleted.txt"] == "It was made anew since."
    assert session.tree() == before


async def test_a_change_from_outside_between_two_of_the_session_is_taken_back_only_when_chosen(
    session: WorkedSession,
) -> None:
    prompt = session.prompt()
    await session.write("a.txt", "tool")
    (session.root / "a.txt").write_text("mine")
    await session.write("a.txt", "tool again")

    preview = await session.checkpoints.preview(prompt)
    unchosen = await session.rewind(prompt)
    chosen = await session.rewind(prompt, ["a.txt"])

    assert preview.rows[0].can_choose
    assert outcomes(unchosen) == {"a.txt": RewindOutcome.CONFLICT}
    assert outcomes(chosen) == {"a.txt": RewindOutcome.RESTORED}
    assert session.tree() == {}


async def test_a_folder_that_became_a_link_is_not_followed(
    session: WorkedSession, tmp_path: Path
) -> None:
    prompt = session.prompt()
    await session.write("sub/a.txt", "tool")
    outside = tmp_path / "outside"
    (session.root / "sub").rename(outside)
    (session.root / "sub").symlink_to(outside)

    result = await session.rewind(prompt)

    assert "is a link now" in result.rows[0].reason
    assert (outside / "a.txt").read_text() == "tool"


async def test_only_the_chosen_files_are_taken_back(session: WorkedSession) -> None:
    prompt = session.prompt()
    for name in ("a.txt", "b.txt", "c.txt"):
        await session.write(name, "tool")
    (session.root / "c.txt").write_text("mine")

    result = await session.rewind(prompt, [str(session.root / "b.txt")])

    assert sorted(session.tree()) == ["a.txt", "c.txt"]
    assert outcomes(result) == {
        "a.txt": RewindOutcome.UNCHANGED,
        "b.txt": RewindOutcome.RESTORED,
        "c.txt": RewindOutcome.CONFLICT,
    }


async def test_a_redo_brings_the_same_bytes_back(session: WorkedSession) -> None:
    (session.root / "a.txt").write_text("0")
    prompt = session.prompt()
    await session.write("a.txt", "1", mode=0o755)
    await session.write("sub/new.txt", "new")
    after = session.tree()
    result = await session.rewind(prompt)

    redone = await session.checkpoints.redo(result.rewind_id)

    assert session.tree() == after
    assert set(outcomes(redone).values()) == {RewindOutcome.RESTORED}
    assert await session.checkpoints.redo(result.rewind_id) is None


async def test_a_rewind_and_its_redo_survive_the_end_of_the_program(
    session: WorkedSession,
) -> None:
    prompt = session.prompt()
    await session.write("a.txt", "1")
    after = session.tree()

    session.reopen()
    await session.rewind(prompt)
    gone = session.tree()
    session.reopen()
    await session.checkpoints.redo()

    assert gone == {}
    assert session.tree() == after


async def test_several_rewinds_are_brought_back_newest_first(session: WorkedSession) -> None:
    trees = [session.tree()]
    prompts = []
    for content in ("1", "2", "3"):
        prompts.append(session.prompt())
        await session.write("a.txt", content)
        trees.append(session.tree())
    for prompt in reversed(prompts):
        await session.rewind(prompt)

    back = []
    while await session.checkpoints.redo() is not None:
        back.append(session.tree())

    assert back == trees[1:]


async def test_a_rewind_of_an_earlier_run_is_found_by_the_message_the_history_ended_with(
    session: WorkedSession,
) -> None:
    first = session.prompt()
    await session.write("a.txt", "1")
    after = session.tree()
    await session.rewind(first)
    session.reopen()

    assert await session.checkpoints.redo(tip="another message") is None
    assert await session.checkpoints.redo(tip=first) is not None
    assert session.tree() == after


async def test_a_new_change_of_a_tool_ends_what_can_be_redone(
    session: WorkedSession,
) -> None:
    prompt = session.prompt()
    await session.write("a.txt", "1")
    await session.rewind(prompt)
    session.prompt()
    await session.write("b.txt", "2")

    assert await session.checkpoints.redo() is None


async def test_changes_of_a_branch_that_was_left_are_taken_back_with_the_rest(
    session: WorkedSession,
) -> None:
    """The conversation went back alone, so the files still carried what that branch had done."""
    first = session.prompt()
    await session.write("a.txt", "left branch")
    session.history = type(session.history)()  # back to the beginning, files as they are
    session.prompt()
    await session.write("a.txt", "new branch")

    await session.rewind(first)

    assert session.tree() == {}


async def test_a_change_that_was_stopped_before_it_was_made_is_no_conflict(
    session: WorkedSession,
) -> None:
    """`kill -9` between the entry in the journal and the write."""
    prompt = session.prompt()
    await session.write("a.txt", "1")
    killed = session.changing(ComingChange(path=str(session.root / "a.txt"), content=b"2"))
    await killed.__aenter__()
    session.reopen()

    await session.rewind(prompt)

    assert session.tree() == {}


async def test_a_change_that_was_killed_right_after_it_was_made_is_taken_back(
    session: WorkedSession,
) -> None:
    prompt = session.prompt()
    killed = session.changing(ComingChange(path=str(session.root / "a.txt"), content=b"2"))
    await killed.__aenter__()
    (session.root / "a.txt").write_bytes(b"2")
    session.reopen()

    await session.rewind(prompt)

    assert session.tree() == {}


async def test_a_change_that_failed_leaves_nothing_to_take_back(session: WorkedSession) -> None:
    prompt = session.prompt()
    with pytest.raises(RuntimeError):
        async with session.changing(ComingChange(path=str(session.root / "a.txt"), content=b"2")):
            raise RuntimeError

    assert (await session.checkpoints.preview(prompt)).rows == ()


async def test_a_preview_counts_lines_and_changes_nothing(session: WorkedSession) -> None:
    (session.root / "a.txt").write_text("one\ntwo\n")
    prompt = session.prompt()
    await session.write("a.txt", "one\nthree\nfour\n")
    after = session.tree()

    (row,) = (await session.checkpoints.preview(prompt)).rows

    assert (row.name, row.action, row.conflict) == ("a.txt", RewindAction.RESTORE, "")
    assert (row.added, row.removed) == (1, 2)
    assert session.tree() == after


async def test_the_model_has_not_seen_files_that_were_taken_back(session: WorkedSession) -> None:
    prompt = session.prompt()
    await session.write("a.txt", "1")

    await session.rewind(prompt)

    assert session.forgotten == [str(session.root / "a.txt")]


async def test_one_notice_names_what_was_done_and_what_was_not(session: WorkedSession) -> None:
    (session.root / "b.txt").write_text("0")
    prompt = session.prompt()
    for name in ("a.txt", "b.txt", "c.txt"):
        await session.write(name, "1")
    (session.root / "c.txt").write_text("mine")

    await session.rewind(prompt)

    (notice,) = session.notices
    assert notice.text.splitlines() == [
        "Put back: b.txt.",
        "Removed: a.txt.",
        "Left as it is: c.txt. It was changed since.",
    ]


async def test_a_session_that_is_not_stored_is_rewound_like_others(tmp_path: Path) -> None:
    session = WorkedSession(tmp_path, is_stored=False)
    session.prompt()
    await session.write("a.txt", "1")
    trees = [session.tree()]
    quiet = session.prompt("a turn that changes nothing")
    session.prompt()
    await session.write("a.txt", "2")
    trees.append(session.tree())

    result = await session.rewind(quiet)
    rewound = session.tree()
    await session.checkpoints.redo(result.rewind_id)

    assert [rewound, session.tree()] == trees

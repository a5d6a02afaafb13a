"""What the tree and the rewind say, without a screen."""

from __future__ import annotations

from agent_tui.protocol.branches import TreeTurn
from agent_tui.protocol.checkpoints import FileRewindPreview, FileRewindRow, RewindAction
from agent_tui.ui.branching.rewind_words import conversation_words, file_note, files_words
from agent_tui.ui.branching.tree_rows import tree_rows
from agent_tui.ui.render.cells import cells_of


def turn(name: str, parent: str = "", *, is_current: bool = False) -> TreeTurn:
    return TreeTurn(id=name, tip=f"{name}!", parent=parent, head=name, is_current=is_current)


def drawn(*turns: TreeTurn) -> list[str]:
    return [f"{row.lead}{row.turn.id}{' <' if row.is_present else ''}" for row in tree_rows(turns)]


def test_the_shown_branch_runs_straight_down_and_the_others_stand_beside_it() -> None:
    assert drawn(
        turn("a", is_current=True),
        turn("b", "a"),
        turn("c", "b"),
        turn("d", "a", is_current=True),
        turn("e", "b"),
        turn("f", "d", is_current=True),
    ) == ["a", "├─b", "│ ├─c", "│ e", "d", "f <"]


def test_where_the_history_ends_in_the_middle_of_the_tree_what_follows_is_shown_too() -> None:
    assert drawn(turn("a", is_current=True), turn("b", "a"), turn("c", "b")) == ["a <", "b", "c"]


def test_sessions_may_begin_more_than_once() -> None:
    assert drawn(turn("a"), turn("b", is_current=True)) == ["├─a", "b <"]


def test_a_turn_whose_parent_was_lost_stands_at_the_beginning() -> None:
    assert drawn(turn("b", "lost"), turn("c", "b", is_current=True)) == ["b", "c <"]


def test_ten_thousand_turns_in_a_row_are_no_deeper_than_one() -> None:
    turns = [turn(str(at), str(at - 1) if at else "", is_current=True) for at in range(10_000)]

    rows = tree_rows(turns)

    assert len(rows) == 10_000
    assert not any(row.lead for row in rows)


def row(
    name: str, conflict: str = "", action: RewindAction = RewindAction.RESTORE
) -> FileRewindRow:
    return FileRewindRow(path=f"/proj/{name}", name=name, action=action, conflict=conflict)


def test_what_happens_to_files_is_one_line() -> None:
    rows = (row("a"), row("b", "It was changed since."), row("c", action=RewindAction.NOTHING))

    assert files_words(FileRewindPreview(rows=rows), 1, 80) == "1 file back, 1 left as it is"
    assert files_words(FileRewindPreview(), 0, 80) == "no file was changed by a tool since"
    assert files_words(FileRewindPreview(problem="The disk\nfailed."), 0, 80) == "The disk failed."
    assert files_words(FileRewindPreview(rows=rows, command_count=2), 1, 80).endswith(
        "; what 2 commands changed stays"
    )


def test_a_file_says_what_becomes_of_it_or_why_nothing_does() -> None:
    counted = FileRewindRow(path="/a", name="a", action=RewindAction.DELETE, added=0, removed=3)

    assert file_note(counted) == "deleted: it was not there · +0 -3"
    assert file_note(row("b", "It was\x1b[2J changed.")).startswith("It was")
    assert "\x1b" not in file_note(row("b", "It was\x1b[2J changed."))


def test_where_there_is_little_room_the_words_of_a_rewind_are_fewer_and_not_cut_off() -> None:
    rows = (FileRewindRow(path="/a", name="a", action=RewindAction.RESTORE),)
    preview = FileRewindPreview(rows=rows, command_count=1)

    assert files_words(preview, 0, 24) == "0 files back, 1 not"
    assert files_words(preview, 0, 30) == "0 files back, 1 not; 1 command"
    for room in (24, 64):
        assert cells_of(conversation_words("漢字" * 40, room)) <= room
        assert conversation_words("漢字" * 40, room).endswith("”" if room == 24 else "comes back")

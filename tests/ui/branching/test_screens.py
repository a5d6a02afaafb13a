"""The tree and the rewind, by their keys."""

from __future__ import annotations

from agent_tui.protocol.branch_events import RewindPreviewed, SessionRewound, TreeListed
from agent_tui.protocol.branch_inputs import (
    ForkSession,
    LabelTurn,
    ListTree,
    PreviewRewind,
    RewindSession,
    SwitchBranch,
    UndoTurn,
)
from agent_tui.protocol.branches import RewindScope, RewindStep, TreeTurn
from agent_tui.protocol.checkpoints import FileRewindPreview, FileRewindRow, RewindAction
from agent_tui.protocol.inputs import UserInput
from tests.ui.running_chat import RunningChat, running_chat
from tests.ui.transcript.screen import a_history

TURNS = (
    TreeTurn(id="q1", tip="a1", head="read the parser", is_current=True),
    TreeTurn(id="q2", tip="a2", parent="q1", head="rewrite\x1b[2J it", has_failed=True),
    TreeTurn(id="q3", tip="a3", parent="q1", head="mend it", is_current=True, changed_files=2),
)


def last(chat: RunningChat) -> UserInput:
    return chat.engine.inputs[-1]


async def tell_tree(chat: RunningChat) -> None:
    assert isinstance(last(chat), ListTree)
    await chat.emit(TreeListed(session_id="s1", turns=TURNS))
    await chat.pilot.pause()


async def test_the_tree_names_switches_and_forks() -> None:
    async with running_chat() as chat:
        await chat.enter("/tree")
        await tell_tree(chat)
        assert chat.rows()[1:4] == [
            "  ● read the parser",
            "  ├─○ rewrite␛[2J it                                                 unfinished",
            "❯ ● mend it                                                   you are here · ±2",
        ]

        await chat.press("k", "l", *"old", "enter")
        assert last(chat) == LabelTurn(session_id="s1", message_id="q2", label="old")
        await chat.press("slash", *"parser", "enter")
        assert not chat.sees("mend it")
        await chat.press("escape")
        assert chat.sees("mend it")
        await chat.press("G", "k", "enter")
        assert last(chat) == SwitchBranch(session_id="s1", at="a2")

        await chat.enter("/tree")
        await tell_tree(chat)
        await chat.press("g", "f")
        fork = last(chat)
        assert isinstance(fork, ForkSession)
        assert fork.message_id == "a1"


async def test_esc_twice_leads_back_and_each_file_can_be_left_out() -> None:
    rows = (
        FileRewindRow(path="/proj/a", name="a", action=RewindAction.RESTORE, added=3, removed=1),
        FileRewindRow(path="/proj/b", name="b", action=RewindAction.DELETE),
        FileRewindRow(path="/proj/c", name="c", action=RewindAction.RESTORE, conflict="Changed."),
        FileRewindRow(
            path="/proj/d",
            name="d",
            action=RewindAction.RESTORE,
            conflict="A command changed it between.",
            can_choose=True,
        ),
    )
    async with running_chat() as chat:
        sent = list(chat.engine.inputs)
        await chat.press("escape")
        assert chat.engine.inputs == sent
        await chat.press("escape")
        await tell_tree(chat)
        assert [row[2:9] for row in chat.rows()[1:3]] == ["mend it", "read th"]

        await chat.press("enter")
        assert last(chat) == PreviewRewind(session_id="s1", message_id="q3")
        preview = FileRewindPreview(rows=rows)
        await chat.emit(RewindPreviewed(session_id="s1", message_id="q3", files=preview))
        assert chat.sees("2 files back, 2 left as they are")
        await chat.press("down", "down", "down", "down", "space", "down", "space")
        assert chat.sees("1 file back")
        assert chat.sees("! c")
        assert chat.sees("[ ] d")
        await chat.press("escape", "enter")  # back to the turns, and to the same once more
        await chat.emit(RewindPreviewed(session_id="s1", message_id="q3", files=preview))
        await chat.press("up", "down", "down", "down", "space")
        await chat.press("down", "down", "down", "space", "up", "up", "up", "up", "enter")

    assert last(chat) == RewindSession(
        session_id="s1", message_id="q3", what=RewindScope.BOTH, paths=("/proj/b", "/proj/d")
    )


async def test_an_undone_prompt_goes_to_the_composer_unless_something_stands_there() -> None:
    undone = SessionRewound(session_id="s1", step=RewindStep.UNDO, text="mend it", can_redo=True)
    async with running_chat() as chat:
        await chat.enter("/undo")
        assert last(chat) == UndoTurn(session_id="s1")
        await chat.emit(undone)
        assert chat.composer.text == "mend it"
        await chat.emit(SessionRewound(session_id="s1", step=RewindStep.REDO))
        assert chat.composer.text == ""

        await chat.write("my draft")
        await chat.emit(undone)
        assert chat.composer.text == "my draft"
        assert chat.sees("your draft stays · ctrl+r finds the prompt") or chat.sees("Ctrl+R finds")


async def test_a_turn_in_the_sidebar_can_be_gone_back_to() -> None:
    async with running_chat(size=(100, 30)) as chat:
        await chat.show("s2", messages=a_history(2))
        await chat.press("ctrl+b", "f6", "f6", "g", "r")
        assert isinstance(last(chat), ListTree)
        await chat.emit(TreeListed(session_id="s2", turns=TURNS))
        await chat.pilot.pause()

        assert last(chat) == PreviewRewind(session_id="s2", message_id="q1")

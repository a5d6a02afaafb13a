"""`/diff`: what the agent has changed, file by file."""

from __future__ import annotations

from agent_tui.protocol.agent_event import AgentEvent
from agent_tui.protocol.events import ToolCallEnded, ToolCallStarted
from tests.ui.running_chat import RunningChat, running_chat, turn_ended, turn_started


def an_edit(
    call_id: str, path: str, old: str, new: str, *, is_error: bool = False
) -> list[AgentEvent]:
    diff = f"--- a/{path}\n+++ b/{path}\n@@ -1 +1 @@\n-{old}\n+{new}\n"
    return [
        ToolCallStarted(
            session_id="s1",
            turn_id="t1",
            call_id=call_id,
            part_id=call_id,
            name="edit_file",
            arguments=f'{{"path": "{path}"}}',
        ),
        ToolCallEnded(
            session_id="s1",
            turn_id="t1",
            call_id=call_id,
            part_id=call_id,
            text="done",
            diff=diff,
            is_error=is_error,
        ),
    ]


async def with_edits(chat: RunningChat) -> None:
    await chat.emit(
        turn_started(),
        *an_edit("c1", "src/a.py", "one = 1", "one = 2"),
        *an_edit("c2", "b.py", "two = 1", "two = 2"),
        *an_edit("c3", "src/a.py", "one = 2", "one = 3"),
        *an_edit("c4", "failed.py", "x", "y", is_error=True),
        turn_ended(),
    )


def shown_below(chat: RunningChat, title: str) -> list[str]:
    rows = [" ".join(row.replace("▌", " ").split()) for row in chat.rows()]
    return rows[rows.index(title) + 1 :]


async def test_all_changes_of_a_file_stand_below_its_name() -> None:
    async with running_chat(size=(80, 60)) as chat:
        await with_edits(chat)
        await chat.enter("/diff")
        await chat.until_sees("Changed in this session: 2 files")

        rows = shown_below(chat, "Changed in this session: 2 files")
        places = [rows.index(row) for row in ("src/a.py +2 −2", "b.py +1 −1")]
        assert places == sorted(places)
        first = " ".join(rows[places[0] : places[1]])
        assert first.index("one = 1") < first.index("one = 3")
        assert "failed.py" not in " ".join(rows)


async def test_the_end_of_a_path_is_enough_for_one_file() -> None:
    async with running_chat(size=(80, 60)) as chat:
        await with_edits(chat)
        await chat.enter("/diff a.py")
        await chat.until_sees("Changed in this session: 1 file")

        rows = shown_below(chat, "Changed in this session: 1 file")
        assert "src/a.py +2 −2" in rows
        assert "b.py +1 −1" not in rows


async def test_a_file_that_was_not_changed_says_so() -> None:
    async with running_chat() as chat:
        await with_edits(chat)
        await chat.enter("/diff py")

        await chat.until_sees("Nothing was changed in py by a tool so far")

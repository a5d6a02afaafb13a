"""The turns of a transcript, as the sidebar lists them."""

from __future__ import annotations

from agent_tui.protocol.results import TurnResult
from agent_tui.protocol.status import TurnStatus
from agent_tui.ui.transcript.items.call_result import CallResult
from agent_tui.ui.transcript.outline import Outline
from tests.ui.transcript.screen import Screen, a_history, a_prompt, a_screen, start_call

A_DIFF = "--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n"


def read_whole(outline: Outline, at_once: int = 3) -> None:
    outline.update()
    while not outline.is_whole:
        outline.read_above(at_once)


def end_turn(screen: Screen, status: TurnStatus = TurnStatus.OK) -> None:
    result = TurnResult(session_id="s1", turn_id="t1", status=status, elapsed_s=12.0)
    screen.transcript.close_turn(result)


async def test_a_turn_tells_its_prompt_its_files_and_its_failures() -> None:
    async with a_screen() as screen:
        outline = screen.transcript.outline
        screen.transcript.open_turn("t1", a_prompt("repair it\nplease"))
        start_call(screen, "c1", "edit_file", path="a.py")
        screen.transcript.end_tool_call("c1", CallResult(text="ok", diff=A_DIFF))
        start_call(screen, "c2", "edit_file", path="a.py")
        screen.transcript.end_tool_call("c2", CallResult(text="ok", diff=A_DIFF))
        start_call(screen, "c3", "run_command", command="make")
        screen.transcript.end_tool_call("c3", CallResult(text="exit code 2", is_error=True))
        end_turn(screen)

        outline.update()

        (entry,) = outline.entries
        assert (entry.head, entry.files, entry.failures) == ("repair it", ("a.py",), 1)
        assert entry.result is not None
        assert entry.result.elapsed_s == 12.0
        assert outline.files() == {"a.py": 1}


async def test_a_result_that_comes_after_the_call_was_read_counts() -> None:
    async with a_screen() as screen:
        outline = screen.transcript.outline
        screen.transcript.open_turn("t1", a_prompt("try"))
        start_call(screen, "c1", "run_command", command="make")
        outline.update()
        assert outline.entries[-1].failures == 0

        screen.transcript.end_tool_call("c1", CallResult(text="exit code 2", is_error=True))
        outline.update()
        outline.update()

        assert outline.entries[-1].failures == 1


async def test_older_turns_are_read_from_below_in_any_portions() -> None:
    for at_once in (1, 2, 5, 1000):
        async with a_screen() as screen:
            for message in a_history(9):
                if message.text.startswith("question"):
                    screen.transcript.open_turn("t", message)
                else:
                    screen.say(message.id, message.text)
            outline = screen.transcript.outline

            read_whole(outline, at_once)
            screen.transcript.open_turn("t", a_prompt("one more", "u99"))
            outline.update()

            assert [entry.head for entry in outline.entries] == [
                *(f"question {turn}" for turn in range(9)),
                "one more",
            ]


async def test_the_turn_of_any_item_is_found() -> None:
    async with a_screen() as screen:
        screen.transcript.open_turn("t1", a_prompt("first", "u1"))
        screen.say("p1", "an answer")
        screen.transcript.open_turn("t2", a_prompt("second", "u2"))
        outline = screen.transcript.outline
        read_whole(outline)

        first, second = (entry.number for entry in outline.entries)

        assert [outline.place_of(n) for n in (first - 1, first, first + 1, second)] == [-1, 0, 0, 1]


async def test_another_session_begins_another_outline() -> None:
    async with a_screen() as screen:
        outline = screen.transcript.outline
        screen.transcript.open_turn("t1", a_prompt("first"))
        outline.update()

        screen.transcript.clear()
        screen.transcript.open_turn("t1", a_prompt("other", "u2"))
        read_whole(outline)

        assert [entry.head for entry in outline.entries] == ["other"]

"""Tool calls in the transcript: from the first delta to the folded line, and opened again."""

from __future__ import annotations

import time
from typing import Any

import msgspec
import pytest

from agent_tui.protocol.events import PartKind
from agent_tui.protocol.messages import ChatMessage, Role, ToolCallPart, ToolResultPart
from agent_tui.protocol.results import TurnResult
from agent_tui.protocol.sessions import SessionInfo
from agent_tui.protocol.status import TurnStatus
from agent_tui.ui.transcript.items.call_result import CallResult
from agent_tui.ui.transcript.layout import Layout
from agent_tui.ui.transcript.tool_calls import ToolCalls
from tests.ui.transcript.screen import Screen, a_prompt, a_screen, an_answer

_INFO = SessionInfo(id="s")
DIFF = "--- a/x\n+++ b/x\n@@ -1,2 +1,3 @@\n a\n-b\n+c\n+d\n"


def start(screen: Screen, call_id: str, name: str, part_id: str = "", **arguments: Any) -> None:
    text = msgspec.json.encode(arguments).decode()
    screen.transcript.start_tool_call(call_id, part_id, name, text)


def call(screen: Screen, name: str, text: str, *, is_error: bool = False, **arguments: Any) -> None:
    start(screen, "c", name, **arguments)
    screen.transcript.end_tool_call("c", CallResult(text, is_error=is_error))


async def test_a_call_is_one_line_from_its_first_delta_to_its_result() -> None:
    async with a_screen() as screen:
        screen.transcript.add_part("t1", "p1", PartKind.TOOL_CALL, name="read_file")
        screen.transcript.append_text("p1", '{"path": "a.')
        writing = await screen.rows()
        screen.transcript.end_part("p1")
        start(screen, "c1", "read_file", "p1", path="a.py")
        running = await screen.rows()
        screen.transcript.end_tool_call("c1", CallResult("one\ntwo", elapsed_s=0.31))

        assert writing == ["  ▸ Read a. …"]
        assert running == ["  ▸ Read a.py …"]
        assert await screen.rows() == ["  ▸ Read a.py · 2 lines · 0.3 s"]


async def test_calls_stand_close_together_and_apart_from_text() -> None:
    async with a_screen() as screen:
        screen.say("p1", "Let me see.")
        for _ in range(2):
            call(screen, "list_dir", "a.py")

        line = "  ▸ List . · a.py"
        assert await screen.rows() == ["  Let me see.", "", line, line]


@pytest.mark.parametrize(
    ("width", "row"),
    [
        (70, "  ▸ Run sort the words 日本 · no such file or directory · 2.0 s"),
        (50, "  ▸ Run sort the words… · no such fil… · 2.0 s"),
        (34, "  ▸ Run sort the… · no such fil…"),
        (24, "  ▸ Run sor… · no suc…"),
    ],
)
async def test_a_long_call_is_cut_to_one_row(width: int, row: str) -> None:
    async with a_screen(width, 10) as screen:
        start(screen, "c1", "run_command", command="sort the words 日本")
        result = CallResult("no such file or directory", is_error=True, elapsed_s=2.0)
        screen.transcript.end_tool_call("c1", result)

        (seen,) = await screen.rows()
        assert seen == row


async def test_of_a_long_path_the_name_stays() -> None:
    async with a_screen(34, 10) as screen:
        call(screen, "read_file", "one\ntwo", path="src/a/very/deep/folder/of/this/notes.txt")

        assert await screen.rows() == ["  ▸ Read …is/notes.txt · 2 lines"]


async def test_a_running_command_shows_its_last_rows_and_folds_at_its_end() -> None:
    async with a_screen() as screen:
        start(screen, "c1", "run_command", command="make")
        screen.transcript.add_tool_output("c1", "\x1b[32mone\x1b[0m\ntwo\n")
        few = await screen.rows()
        screen.transcript.add_tool_output("c1", "3\n4\n5\n6\n10 %\r20 %", 2_000_000)
        many = await screen.rows()
        screen.transcript.end_tool_call("c1", CallResult("a\nb", elapsed_s=3.0))

        assert few == ["  ▸ Run make …", "    one", "    two"]
        assert many == [
            *("  ▸ Run make …", "    … 2 lines and 1.9 MB above"),
            *("    3", "    4", "    5", "    6", "    20 %"),
        ]
        assert await screen.rows() == ["  ▸ Run make · 2 lines · 3.0 s"]


async def test_a_failed_command_keeps_the_end_of_its_output_in_sight() -> None:
    async with a_screen() as screen:
        output = "".join(f"line {number}\n" for number in range(9))
        call(screen, "run_command", f"{output}[exit code 2 · 0.1 s]", is_error=True, command="make")

        assert await screen.rows() == [
            *("  ▸ Run make · exit code 2", "    … 4 lines above"),
            *(f"    line {number}" for number in range(4, 9)),
        ]


async def test_output_of_an_unknown_call_is_not_shown() -> None:
    async with a_screen() as screen:
        screen.transcript.add_tool_output("of a session that was left", "x")

        assert await screen.rows() == []


async def test_an_edit_shows_what_it_changed() -> None:
    async with a_screen() as screen:
        start(screen, "c1", "edit_file", path="x")
        screen.transcript.end_tool_call("c1", CallResult("Edited.", diff=DIFF))

        rows = await screen.rows()
        assert rows[0] == "  ▸ Edit x +2 −1"
        assert [row.split() for row in rows[1:]] == [
            *(["1", "a"], ["2", "-", "b"], ["2", "+", "c"], ["3", "+", "d"])
        ]


async def test_a_long_diff_is_cut_until_it_is_opened() -> None:
    added = "".join(f"+line {number}\n" for number in range(40))
    async with a_screen(80, 60) as screen:
        start(screen, "c1", "write_file", path="x")
        diff = f"--- /dev/null\n+++ b/x\n@@ -0,0 +1,40 @@\n{added}"
        screen.transcript.end_tool_call("c1", CallResult("Written.", diff=diff))
        closed = await screen.rows()
        screen.transcript.action_toggle_tool_output()

        assert len(closed) == 17
        assert "more lines" in closed[-1]
        assert (await screen.rows())[-1].endswith("line 39")


async def test_a_checklist_is_shown_and_only_the_latest_one() -> None:
    async with a_screen() as screen:
        for status in ("in_progress", "done"):
            items = [{"text": "first", "status": status}, {"text": "second"}]
            call(screen, "todo", "ok", items=items)

        assert await screen.rows() == [
            *("  ▸ Todo 0/2", "  ▸ Todo 1/2", "    ✓ first", "    ○ second")
        ]


async def test_a_call_that_waits_for_the_user_says_so_until_it_is_answered() -> None:
    async with a_screen() as screen:
        start(screen, "c1", "run_command", command="rm x")
        start(screen, "c2", "run_command", command="ls")
        screen.transcript.wait_for_user("r1", ["c1", "unknown"])
        waiting = await screen.rows()
        screen.transcript.go_on("r1")
        screen.transcript.go_on("never asked")

        assert waiting == ["  ▸ Run rm x · waits for you", "  ▸ Run ls …"]
        assert await screen.rows() == ["  ▸ Run rm x …", "  ▸ Run ls …"]


async def test_a_stopped_turn_stops_its_calls_and_their_output_stays() -> None:
    async with a_screen() as screen:
        start(screen, "c1", "run_command", command="sleep 9")
        screen.transcript.add_tool_output("c1", "so far\n")
        screen.transcript.close_turn(
            TurnResult(session_id="s", turn_id="t1", status=TurnStatus.CANCELLED, reason="user")
        )

        assert (await screen.rows())[:2] == ["  ▸ Run sleep 9 · stopped", "    so far"]


class Clock:
    now_s = 100.0

    def __call__(self) -> float:
        return self.now_s


async def test_a_call_says_how_long_it_has_been_running_without_being_news() -> None:
    async with a_screen() as screen:
        turns = screen.transcript._turns
        clock = Clock()
        turns.calls = ToolCalls(screen.transcript._layout, turns._changed, monotonic=clock)
        start(screen, "c1", "run_command", command="make")
        clock.now_s = 101.5
        screen.transcript._show_times()
        early = await screen.rows()
        clock.now_s = 112.5
        screen.transcript._show_times()

        assert early == ["  ▸ Run make …"]
        assert await screen.rows() == ["  ▸ Run make … 12 s"]
        assert not turns.fresh


async def test_the_clock_sleeps_while_nothing_runs() -> None:
    async with a_screen() as screen:
        transcript = screen.transcript
        ticks = [transcript.ticks]
        start(screen, "c1", "run_command", command="make")
        ticks.append(transcript.ticks)
        transcript.wait_for_user("r1", ["c1"])
        ticks.append(transcript.ticks)
        transcript.go_on("r1")
        ticks.append(transcript.ticks)
        transcript.end_tool_call("c1", CallResult("done"))
        ticks.append(transcript.ticks)

        assert ticks == [False, True, False, True, False]


async def test_all_outputs_are_opened_and_closed_by_one_key() -> None:
    async with a_screen() as screen:
        call(screen, "read_file", "one\n  two\x1b[31m\t!", path="a")
        start(screen, "c2", "run_command", command="make\nmake install")
        screen.transcript.end_tool_call("c2", CallResult("done", blob="/data/blobs/1.txt"))
        closed = await screen.rows()
        screen.transcript.action_toggle_tool_output()
        opened = await screen.rows()
        call(screen, "list_dir", "x.py")
        screen.transcript.action_toggle_tool_output()

        assert opened == [
            *("  ▾ Read a · 2 lines", "    one", "      two   !"),
            *("  ▾ Run make ⏎ make install · done", "    make↵", "    make install", "    done"),
            "    … whole output: /data/blobs/1.txt",
        ]
        assert await screen.rows() == [*closed, "  ▸ List . · x.py"]


async def test_an_opened_output_shows_four_hundred_rows_and_counts_the_rest() -> None:
    async with a_screen(80, 600) as screen:
        call(screen, "read_file", "line\n" * 20_000, path="a")
        screen.transcript.action_toggle_tool_output()

        rows = await screen.rows()
        assert len(rows) == 402
        assert rows[0] == "  ▾ Read a · 20,000 lines"
        assert rows[-1] == "    … 19,600 more lines"


async def test_opening_moves_nothing_that_is_being_read() -> None:
    async with a_screen(80, 10) as screen:
        screen.transcript.open_session(_INFO, [a_prompt("above")])
        for number in range(30):
            call(screen, "read_file", "x\n" * 50, path=f"file{number}")
        screen.transcript.action_page_up()
        top = (await screen.rows())[0]
        screen.transcript.action_toggle_tool_output()
        opened = (await screen.rows())[0]
        screen.transcript.action_toggle_tool_output()

        assert opened == top.replace("▸", "▾")
        assert (await screen.rows())[0] == top


async def test_opening_at_the_end_stays_at_the_end() -> None:
    async with a_screen(80, 10) as screen:
        for number in range(30):
            call(screen, "read_file", "x\n" * 50 + "end", path=f"file{number}")
        screen.transcript.action_toggle_tool_output()

        assert (await screen.rows())[-1] == "    end"
        assert screen.transcript.follows


def an_unanswered_call(part_id: str, call_id: str) -> ChatMessage:
    arguments = '{"command": "make"}'
    part = ToolCallPart(id=part_id, call_id=call_id, name="run_command", arguments=arguments)
    return ChatMessage(id="a", role=Role.ASSISTANT, parts=(part,))


async def test_a_loaded_call_without_a_result_is_taken_up_where_it_stands() -> None:
    async with a_screen() as screen:
        history = [a_prompt("build"), an_unanswered_call("p1", "c1")]
        screen.transcript.open_session(_INFO, history)
        loaded = await screen.rows()
        screen.transcript.open_turn("t1", a_prompt("build"), is_retry=True)
        start(screen, "c1", "run_command", "p1", command="make")
        running = await screen.rows()
        screen.transcript.end_tool_call("c1", CallResult("ok"))
        screen.transcript.start_tool_call("c9", "p1", "list_dir", "{}")

        assert loaded == ["❯ build", "", "  ▸ Run make · no result"]
        assert running == ["❯ build", "", "  ▸ Run make …"]
        assert await screen.rows() == ["❯ build", "", "  ▸ Run make · ok", "  ▸ List . …"]


async def test_a_call_that_is_told_twice_is_shown_once() -> None:
    async with a_screen() as screen:
        start(screen, "c1", "run_command", command="make")
        start(screen, "c1", "run_command", command="make all")

        assert await screen.rows() == ["  ▸ Run make all …"]


async def test_a_loaded_history_shows_changes_and_checklists_like_a_live_one() -> None:
    todo = '{"items": [{"text": "first"}]}'
    calls = [
        ToolCallPart(id="p1", call_id="c1", name="todo", arguments=todo),
        ToolCallPart(id="p2", call_id="c2", name="edit_file", arguments='{"path": "x"}'),
        ToolCallPart(id="p3", call_id="c3", name="todo", arguments=todo),
    ]
    results = [
        ToolResultPart(id="r1", call_id="c1", text="ok"),
        ToolResultPart(id="r2", call_id="c2", text="ok", diff=DIFF, elapsed_s=2.0),
        ToolResultPart(id="r3", call_id="c3", text="ok"),
    ]
    async with a_screen() as screen:
        messages = [
            an_answer("I will."),
            ChatMessage(id="m", role=Role.ASSISTANT, parts=tuple(calls)),
            ChatMessage(id="n", role=Role.TOOL, parts=tuple(results)),
        ]
        screen.transcript.open_session(_INFO, messages)

        rows = await screen.rows()
        assert rows[2:4] == ["  ▸ Todo 0/1", "  ▸ Edit x +2 −1 · 2.0 s"]
        assert rows[-2:] == ["  ▸ Todo 0/1", "    ○ first"]


@pytest.mark.parametrize("width", [20, 40, 80])
@pytest.mark.parametrize(
    "evil",
    [
        "\x1b[2J\x1b]0;owned\x07",
        "\u202etxt.exe",
        "[bold red]x[/]",
        "a\rb\x08c",
        "漢字🎉" * 30,
        "\x9b1m",
    ],
)
async def test_foreign_text_is_harmless_wherever_it_stands(evil: str, width: int) -> None:
    async with a_screen(width, 40) as screen:
        screen.transcript.action_toggle_tool_output()
        start(screen, "c1", "run_command", command=f"echo {evil}")
        screen.transcript.add_tool_output("c1", evil)
        running = await screen.rows()
        screen.transcript.end_tool_call(
            "c1", CallResult(f"{evil}\n{evil}", is_error=True, blob=f"/x/{evil}")
        )
        failed = await screen.rows()
        arguments: dict[str, Any] = {evil: evil}
        call(screen, evil, evil, **arguments)
        start(screen, "c2", "edit_file", path=evil)
        diff = f"--- a/x\n+++ b/x\n@@ -1 +1 @@\n-{evil!r}\n+b\n"
        screen.transcript.end_tool_call("c2", CallResult("ok", diff=diff))

        text = "".join([*running, *failed, *(await screen.rows())])
        assert not any(c < " " or "\x7f" <= c < "\xa0" or c == "\u202e" for c in text)
        strips = [screen.transcript.render_line(y) for y in range(40)]
        assert {strip.cell_length for strip in strips} <= {width, width - 1}


async def test_thousands_of_calls_cost_nothing_until_they_are_looked_at() -> None:
    parts = [
        ToolCallPart(id=f"p{n}", call_id=f"c{n}", name="read_file", arguments='{"path": "a.py"}')
        for n in range(5_000)
    ]
    results = [ToolResultPart(id=f"r{n}", call_id=f"c{n}", text="x\n" * 200) for n in range(5_000)]
    messages = [
        ChatMessage(id="m", role=Role.ASSISTANT, parts=tuple(parts)),
        ChatMessage(id="n", role=Role.TOOL, parts=tuple(results)),
    ]
    async with a_screen() as screen:
        began = time.thread_time()
        screen.transcript.open_session(_INFO, messages)
        screen.transcript.action_toggle_tool_output()
        worked_s = time.thread_time() - began

        assert worked_s < 1.0
        assert isinstance(screen.transcript._layout, Layout)
        layout = screen.transcript._layout
        assert (
            sum(
                getattr(item, "_title", None) is not None
                for item in map(layout.item, layout.numbers())
            )
            < 100
        )


async def test_a_burst_of_output_costs_less_than_a_frame() -> None:
    async with a_screen() as screen:
        start(screen, "c1", "run_command", command="make")
        burst = ("\x1b[32mok\x1b[0m some/file/name.py 漢字 " + "x" * 60 + "\r\n") * 80
        began = time.thread_time()
        for _ in range(50):
            screen.transcript.add_tool_output("c1", burst[:8_192])
        per_event_s = (time.thread_time() - began) / 50

        assert per_event_s < 0.01  # about 0.3 ms on a quiet machine

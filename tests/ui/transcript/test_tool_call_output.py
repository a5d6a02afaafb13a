"""The output of a tool call: what is shown when it is opened, where it leads, how it is copied."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import pytest
from rich.segment import Segment

from agent_tui.protocol.messages import ShellCommand
from agent_tui.ui.markdown.palette import palette_from
from agent_tui.ui.markdown.source_row import SourceRow
from agent_tui.ui.render.tool_call import USER_SHELL, shell_arguments
from agent_tui.ui.transcript.items.call_result import CallResult
from agent_tui.ui.transcript.items.tool_call_item import ToolCallItem
from tests.ui.transcript.screen import a_screen
from tests.ui.transcript.test_item_sources import a_call
from tests.ui.transcript.test_items import toggle
from tests.ui.transcript.test_tool_calls import call

PALETTE = palette_from({}, dark=True)
PICTURES = Path(__file__).parent.parent / "pictures"
DIFF = """--- a/src/shop/basket.py
+++ b/src/shop/basket.py
@@ -10,3 +10,3 @@ class Basket:
     def total(self):
-        return sum(self.prices)
+        return sum(self.prices) * self.tax
 pass
"""


def opened(item: ToolCallItem, width: int = 60) -> Sequence[SourceRow]:
    item.toggle()
    return item.rows(width, PALETTE)


def links(row: SourceRow) -> list[tuple[str, str]]:
    """The linked texts of a row, and where they lead."""
    return [
        (segment.text, segment.style.meta["link"])
        for segment in row
        if segment.style and "link" in segment.style.meta
    ]


def copied(rows: Sequence[SourceRow]) -> str:
    """What selecting these rows one after the other brings."""
    text = ""
    for row in rows:
        if row.source != "":
            own = row.text[row.lead_cells :].rstrip() if row.source is None else row.source
            text += f"{row.glue}{row.lead}{own}"
    return text.removeprefix("\n")


def own_command(output: str) -> ToolCallItem:
    """A command of the user's, run to its end."""
    item = ToolCallItem(USER_SHELL, shell_arguments(ShellCommand(id="c1", command="list")))
    item.end(CallResult(f"{output}\n[exit code 0]"))
    return item


def shown(item: ToolCallItem) -> list[str]:
    return [row.text.rstrip() for row in item.rows(60, PALETTE)]


def test_what_the_users_own_command_printed_stays_on_the_screen() -> None:
    assert shown(own_command("one\ntwo")) == [
        "  ▸ shell list · exit code 0 · 2 lines",
        "    one",
        "    two",
    ]


def test_of_a_long_output_of_the_users_command_the_end_stays_on_the_screen() -> None:
    rows = shown(own_command("\n".join(f"line {number}" for number in range(40))))
    assert rows[1] == "    … 28 lines above"
    assert rows[2:] == [f"    line {number}" for number in range(28, 40)]


def test_an_output_that_the_title_tells_is_not_told_twice() -> None:
    assert shown(own_command("done")) == ["  ▸ shell list · exit code 0 · done"]


async def test_one_call_is_opened_and_all_are_closed_again_by_the_key_for_all() -> None:
    async with a_screen() as screen:
        for _ in range(2):
            call(screen, "grep", "a\nb", pattern="x")
        assert toggle(screen, 1)
        one = await screen.rows()
        screen.transcript.action_toggle_tool_output()
        both = await screen.rows()
        screen.transcript.action_toggle_tool_output()

        folded = '  ▸ Search "x" · 2 lines'
        whole = ['  ▾ Search "x" · 2 lines', "    a", "    b"]
        assert one == [folded, *whole]
        assert both == [*whole, *whole]
        assert await screen.rows() == [folded, folded]


def test_an_opened_command_ends_with_its_exit_code_and_time() -> None:
    failed = a_call("run_command", CallResult("a\n[exit code 2 · 0.3 s]", True), command="make")
    fine = a_call("run_command", CallResult("a\n\n[1 min 3 s]"), command="make")
    told = a_call("run_command", CallResult("a\n[runs in the background as 3]"), command="x")
    strange = a_call("run_command", CallResult("a\nof a host's own tool"), command="x")

    last = [opened(item)[-1].text.strip() for item in (failed, fine, told, strange)]
    assert last == [
        "exit code 2 · 0.3 s",
        "exit code 0 · 1 min 3 s",
        "runs in the background as 3",
        "of a host's own tool",
    ]


def test_places_in_the_output_are_links_also_where_a_row_breaks() -> None:
    found = "src/shop/a.py:3: x\nno place\n" + "漢" * 14 + " src/shop/a.py:4:2 y"
    rows = opened(a_call("grep", CallResult(found), pattern="x"), 40)

    assert links(rows[1]) == [("src/shop/a.py:3", "src/shop/a.py:3")]
    assert links(rows[2]) == []
    broken = [*links(rows[3]), *links(rows[4])]
    assert "".join(text for text, _ in broken) == "src/shop/a.py:4:2"
    assert {target for _, target in broken} == {"src/shop/a.py:4:2"}
    assert len(broken) == 2


def test_the_output_of_a_failed_command_leads_to_its_places_without_being_opened() -> None:
    text = "tests/test_shop.py:31: AssertionError\n[exit code 1 · 2.6 s]"
    item = a_call("run_command", CallResult(text, is_error=True), command="pytest")

    assert item.link_targets() == ("tests/test_shop.py:31",)


def test_found_paths_are_links() -> None:
    rows = opened(a_call("glob", CallResult("src/my notes.md\nMakefile"), pattern="*"))

    assert [links(row) for row in rows[1:]] == [
        [("src/my notes.md", "src/my notes.md")],
        [("Makefile", "Makefile")],
    ]


def test_the_lines_of_a_file_are_copied_without_their_numbers_which_are_links() -> None:
    long = "x" * 80
    text = f"     9\tdef total():\n    10\t\treturn {long}\n\n(Lines 9-10 of 12.)"
    rows = opened(a_call("read_file", CallResult(text), path="src/a.py", offset=9), 60)

    assert rows[0].text.strip() == "▾ Read src/a.py (from line 9) · 2 lines"
    assert [link for row in rows[1:3] for link in links(row)] == [
        ("  9 ", "src/a.py:9"),
        (" 10 ", "src/a.py:10"),
    ]
    assert copied(rows[1:4]) == f"def total():\n    return {long}"


def test_output_is_copied_without_indentation_and_without_the_breaks_of_its_rows() -> None:
    line = "word " * 30 + "end"
    item = a_call("run_command", CallResult(f"{line}\nlast\n[1.0 s]"), command="x")

    assert copied(opened(item, 50)[1:-1]) == f"{line}\nlast"


def test_a_long_command_is_copied_as_it_was_run() -> None:
    command = "cd shop\n\nmake " + "x" * 60 + " \\\n\tall"
    rows = opened(a_call("run_command", CallResult("[1.0 s]"), command=command), 50)

    assert [row.text.strip() for row in rows[1:3]] == ["cd shop↵", ""]
    assert copied(rows[1:-1]) == command


def test_the_line_of_a_call_is_copied_whole_where_it_is_cut() -> None:
    (row,) = a_call("read_file", CallResult("a\nb"), path="src/" * 30 + "a.py").rows(40, PALETTE)

    assert "…" in row.text
    assert copied([row]) == f"Read {'src/' * 30}a.py · 2 lines"


def test_a_change_is_copied_as_a_diff_without_its_numbers() -> None:
    rows = opened(a_call("edit_file", CallResult("ok", diff=DIFF), path="src/shop/basket.py"))

    assert copied(rows[1:]) == DIFF.split("\n", 2)[2].rstrip("\n")
    assert all(row.lead_cells for row in rows[2:])


def test_remarks_of_ours_are_not_copied() -> None:
    lines = "\n".join(map(str, range(500)))
    rows = opened(a_call("own_tool", CallResult(lines, blob="/tmp/whole")))

    assert [row.text.strip() for row in rows[-2:]] == [
        "… 100 more lines",
        "… whole output: /tmp/whole",
    ]
    assert copied(rows[-2:]) == ""


@pytest.mark.parametrize("width", [20, 33, 80])
def test_every_row_is_as_wide_as_the_screen(width: int) -> None:
    for item in some_calls():
        assert {row.cell_length for row in opened(item, width)} == {width}
        assert all(
            sum(Segment(s.text).cell_length for s in row) == width for row in opened(item, width)
        )


def some_calls() -> list[ToolCallItem]:
    """One of each shipped tool, with a result."""
    place = "src/a/very/long/way/to/the/shop/basket.py"
    numbered = "".join(f"{number:>6}\tline {number}\n" for number in range(1, 213))
    todos = [{"text": "one", "status": "done"}, {"text": "two"}]
    failure = "1 failed\n[exit code 1 · 2.6 s]"
    both = DIFF + DIFF.replace("basket", "cart")
    question = "The user answered.\n\nWhich one?\nAnswer: Red"
    return [
        a_call("read_file", CallResult(numbered, elapsed_s=0.1), path=place, offset=9, limit=80),
        a_call("write_file", CallResult("ok", diff=DIFF), path=place),
        a_call("edit_file", CallResult("ok", diff=DIFF, elapsed_s=0.4), path=place),
        a_call("multi_edit", CallResult("Found nothing like it.\nx", True), path=place),
        a_call("apply_patch", CallResult("ok", diff=both), patch=both),
        a_call("list_dir", CallResult("a.py\nb.py"), path="src/shop"),
        a_call("glob", CallResult("a.py\nb.py"), pattern="**/*.py", path="src/shop"),
        a_call("grep", CallResult("a.py:3: total"), pattern="total|sum", path="src", glob="*.py"),
        a_call("run_command", CallResult(failure, True, 2.6), command="pytest -q tests --tb short"),
        a_call("run_command", CallResult("[runs in the background as 3]"), command="npm run dev"),
        a_call("command_output", CallResult("ready\n[still running · 4.0 s]"), id=3),
        a_call("kill_command", CallResult("[ended by SIGTERM · 0.1 s]"), id=3),
        a_call("ask_user", CallResult(question), question="Which one?"),
        a_call("todo", CallResult("1 of 2 done"), items=todos),
        a_call("web_fetch", CallResult("# Title\ntext"), url="https://example.com/some/page?x=1"),
        a_call("weather", CallResult("rain, 4 °C"), city="Oslo", days=3),
    ]


@pytest.mark.parametrize("width", [40, 80, 120])
def test_the_lines_of_all_tools_look_as_it_was_agreed(width: int) -> None:
    """AGENT_TUI_UPDATE_SNAPSHOTS=1 writes the picture anew."""
    seen = ""
    for item in some_calls():
        folded = [row.text.rstrip() for row in item.rows(width, PALETTE)]
        seen += "\n".join(
            [*folded, *(row.text.rstrip() for row in opened(item, width)[:6]), "", ""]
        )

    picture = PICTURES / f"tool_lines_{width}.txt"
    if os.environ.get("AGENT_TUI_UPDATE_SNAPSHOTS"):
        picture.write_text(seen, encoding="utf-8")
    assert seen == picture.read_text(encoding="utf-8")

"""What copying an item brings, where its links lead, and how little of it is kept."""

from __future__ import annotations

import gc

import msgspec
import pytest

from agent_tui.protocol.failures import Failure
from agent_tui.protocol.results import TurnResult
from agent_tui.protocol.status import NoticeLevel, TurnStatus
from agent_tui.protocol.usage import Usage
from agent_tui.ui.markdown import warm_up
from agent_tui.ui.markdown.palette import palette_from
from agent_tui.ui.render.fenced import fenced
from agent_tui.ui.render.listing import Listing
from agent_tui.ui.transcript.items.answer_item import AnswerItem, Ending
from agent_tui.ui.transcript.items.call_result import CallResult
from agent_tui.ui.transcript.items.greeting_item import GreetingItem
from agent_tui.ui.transcript.items.item import Item
from agent_tui.ui.transcript.items.listing_item import ListingItem
from agent_tui.ui.transcript.items.notice_item import NoticeItem
from agent_tui.ui.transcript.items.prompt_item import PromptItem
from agent_tui.ui.transcript.items.thinking_item import ThinkingItem
from agent_tui.ui.transcript.items.tool_call_item import ToolCallItem
from agent_tui.ui.transcript.items.turn_end_item import TurnEndItem

PALETTE = palette_from({}, dark=True)
DIFF = "--- a/x.py\n+++ b/x.py\n@@ -1 +1 @@\n-a\n+b\n"
ENDED = TurnResult(
    session_id="s",
    turn_id="t",
    status=TurnStatus.OK,
    text="The answer.",
    elapsed_s=12.0,
    usage=Usage(input_tokens=900, output_tokens=100, cost_usd=0.1234),
)


def a_call(name: str, result: CallResult | None = None, **arguments: object) -> ToolCallItem:
    item = ToolCallItem(name)
    item.start(name, msgspec.json.encode(arguments).decode())
    if result is not None:
        item.end(result)
    return item


def test_prompt_answer_and_thinking_are_copied_as_they_were_written() -> None:
    answer = AnswerItem("# A *title*\n", is_growing=True)
    answer.append("\n- one")
    thinking = ThinkingItem("\nI think.")
    thinking.append(" Then")

    assert PromptItem("Say\n  *twice*\n").source() == "Say\n  *twice*"
    assert answer.source() == "# A *title*\n\n- one"
    assert thinking.source() == "I think. Then"
    assert GreetingItem("agent-tui", " here", "hints").source() == ""


def test_a_command_is_copied_with_its_output() -> None:
    result = CallResult("\x1b[31mno\x1b[0m tests\n[exit code 5 · 0.3 s]", True, elapsed_s=0.3)

    assert a_call("run_command", result, command="pytest -q").source() == (
        "Run pytest -q · failed · 0.3 s\n\n```sh\npytest -q\n```\n\n"
        "```\nno tests\n[exit code 5 · 0.3 s]\n```"
    )


def test_a_change_is_copied_as_a_diff_and_a_checklist_as_a_list_of_tasks() -> None:
    change = a_call("edit_file", CallResult("Edited.", diff=DIFF), path="x.py")
    items = [{"text": "one", "status": "done"}, {"text": "two"}]
    checklist = a_call("todo", CallResult("1 of 2 done"), items=items)

    assert change.source() == f"Edit x.py\n\n```diff\n{DIFF}```"
    assert checklist.source() == "Todo 1/2\n\n- [x] one\n- [ ] two"


def test_a_call_of_an_unknown_tool_is_copied_with_its_arguments() -> None:
    assert a_call("weather", CallResult("rain"), city="Oslo").source() == (
        'weather Oslo\n\n```json\n{"city":"Oslo"}\n```\n\n```\nrain\n```'
    )
    assert a_call("weather", CallResult("rain")).source() == "weather\n\n```\nrain\n```"


def test_a_call_without_a_result_says_why() -> None:
    item = a_call("list_dir")
    item.abandon("stopped")

    assert item.source() == "List . · stopped"


def test_a_long_result_is_copied_as_far_as_it_is_kept() -> None:
    text = "x" * 63_999 + "\n" * 3
    source = a_call("read_file", CallResult(text, blob="/tmp/whole"), path="a").source()

    assert source.endswith("… 2 more lines\n\nWhole output: /tmp/whole")


def test_no_text_gets_out_of_its_fence() -> None:
    assert fenced("a\n```\nb\n") == "````\na\n```\nb\n````"


def test_lists_notices_and_ends_of_turns_are_copied_as_text() -> None:
    listing = Listing(
        title="Rules",
        columns=("id", "rule"),
        rows=(("1", "run(日本)"), ("22", "b")),
        wide=1,
        footer="Bye.",
    )
    failure = Failure(kind="X", title="Too many", text="Wait.")
    failed = TurnResult(session_id="s", turn_id="t", status=TurnStatus.ERROR, error=failure)

    assert ListingItem(listing).source() == (
        "Rules\n\n```\nid  rule\n1   run(日本)\n22  b\n```\n\nBye."
    )
    assert NoticeItem(NoticeLevel.INFO, "Nearly full", "Use it.").source() == (
        "Nearly full\n\nUse it."
    )
    assert TurnEndItem(ENDED).source() == "12 s · 1,000 tokens · $0.12"
    assert TurnEndItem(failed).source() == "Too many\n\nWait.\n\nfailed"


@pytest.mark.parametrize(
    ("name", "arguments", "result", "path"),
    [
        ("write_file", {"path": "src/a.py"}, CallResult("ok", diff=DIFF), "src/a.py"),
        ("write_file", {"path": "src/a.py"}, CallResult("no", is_error=True), ""),
        ("write_file", {"path": "src/a.py"}, None, ""),
        ("write_file", {"path": "a\x1b\n.py"}, CallResult("ok"), "a␛ .py"),
        ("read_file", {"path": "src/a.py"}, CallResult("ok"), ""),
        ("apply_patch", {"patch": DIFF}, CallResult("ok", diff=DIFF), "x.py"),
        ("own_tool", {}, CallResult("ok", diff=DIFF), "x.py"),
        ("own_tool", {}, CallResult("ok", diff="--- a/x\n+++ /dev/null\n"), ""),
    ],
)
def test_a_call_names_the_file_that_it_changed(
    name: str, arguments: dict[str, object], result: CallResult | None, path: str
) -> None:
    item = a_call(name, result, **arguments)

    assert item.changed_path == path
    assert item.has_failed is (result is not None and result.is_error)


def test_asking_what_a_call_changed_does_not_read_the_arguments_of_one_that_only_reads() -> None:
    """The outline asks all of them."""
    item = a_call("read_file", CallResult("x" * 9), path="a.py")
    item.changed_path, item.todos, item.has_failed  # noqa: B018 - asked, as the outline does

    assert item._title is None


def test_only_a_checklist_has_entries() -> None:
    entries = [{"text": "one"}]

    assert [entry.text for entry in a_call("todo", items=entries).todos] == ["one"]
    assert a_call("own_tool", items=entries).todos == ()


def test_a_turn_end_keeps_how_the_turn_went_and_no_text() -> None:
    kept = TurnEndItem(ENDED).result

    assert (kept.status, kept.usage, kept.text) == (ENDED.status, ENDED.usage, "")


def test_links_of_an_answer_are_those_that_it_shows() -> None:
    warm_up()
    text = "See [it](src/a.py), `b.py:3`, <https://example.com/x>; again [it](src/a.py)."

    assert AnswerItem(text).link_targets() == ("src/a.py", "b.py:3", "https://example.com/x")


def test_asking_a_growing_answer_for_links_leaves_its_drawing_alone() -> None:
    warm_up()
    item = AnswerItem(is_growing=True)
    item.append("one\n\ntwo")
    before = item.rows(60, PALETTE)
    item.link_targets()

    assert item.rows(60, PALETTE)[0] is before[0]


def test_a_call_leads_to_its_file_first_and_then_to_the_places_of_its_shown_result() -> None:
    read = a_call("read_file", CallResult("    10\tx"), path="src/a.py", offset=10)
    found = a_call("grep", CallResult("a.py:3: x\nb.py:4: y"), pattern="x")
    closed = found.link_targets()
    found.toggle()
    both = DIFF + DIFF.replace("x.py", "y.py")
    patched = a_call("apply_patch", CallResult("ok", diff=both), patch=both)
    fetched = a_call("web_fetch", CallResult("ok"), url="https://example.com/a b")

    assert read.link_targets() == ("src/a.py:10",)
    assert (closed, found.link_targets()) == ((), ("a.py:3", "b.py:4"))
    assert patched.link_targets() == ("x.py", "y.py")
    assert fetched.link_targets() == ("https://example.com/a b",)


def test_of_many_links_the_first_forty_are_offered() -> None:
    lines = "\n".join(f"a.py:{number}: x" for number in range(1, 100))
    found = a_call("grep", CallResult(lines), pattern="x")
    found.toggle()

    assert len(found.link_targets()) == 40


def finished_items() -> list[Item]:
    answer = AnswerItem(is_growing=True)
    answer.append("one")
    answer.append(" two")
    answer.end(Ending.WHOLE)
    thinking = ThinkingItem()
    thinking.append("one")
    thinking.end()
    call = a_call("read_file", CallResult("one\ntwo"), path="a.py")
    return [PromptItem("one"), answer, thinking, call, TurnEndItem(ENDED)]


@pytest.mark.parametrize("item", finished_items(), ids=lambda item: type(item).__name__)
def test_a_finished_item_keeps_no_list_and_no_dict(item: Item) -> None:
    """There may be tens of thousands of them."""
    item.rows(60, PALETTE)

    kept = [held for held in gc.get_referents(item) if isinstance(held, (list, dict, set))]
    assert kept == []
    assert not hasattr(item, "__dict__")

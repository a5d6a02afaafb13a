"""What is sent of a history that has been summarised, whatever it consists of."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from agent_tui.engine.compaction.compacted_history import (
    SUMMARY_END,
    SUMMARY_START,
    compacted_history,
)
from agent_tui.engine.compaction.compaction_plan import CompactionPlan, compaction_plan
from agent_tui.engine.turns.request_messages import RequestMessages
from agent_tui.protocol.compactions import Compaction
from agent_tui.protocol.messages import (
    ChatMessage,
    Role,
    ShellCommand,
    TextPart,
    ToolCallPart,
    ToolResultPart,
)


def prompt(id: str, text: str = "", turn_id: str = "") -> ChatMessage:
    return ChatMessage(
        id=id,
        role=Role.USER,
        parts=(TextPart(id=f"{id}.p", text=text or f"prompt {id}"),),
        turn_id=turn_id or f"turn-{id}",
    )


def answer(id: str, text: str = "", *, calls: tuple[str, ...] = (), turn: str = "") -> ChatMessage:
    parts = (TextPart(id=f"{id}.t", text=text or f"answer {id}"),)
    asked = (ToolCallPart(id=f"{id}.{c}", call_id=c, name="run", arguments="{}") for c in calls)
    return ChatMessage(id=id, role=Role.ASSISTANT, parts=(*parts, *asked), turn_id=turn)


def result(id: str, call_id: str, text: str = "done") -> ChatMessage:
    part = ToolResultPart(id=f"{id}.r", call_id=call_id, text=text)
    return ChatMessage(id=id, role=Role.TOOL, parts=(part,))


def shell(id: str, *, is_private: bool = False) -> ChatMessage:
    command = ShellCommand(id=id, command="ls", is_private=is_private)
    return ChatMessage(
        id=id, role=Role.USER, parts=(TextPart(id=f"{id}.s", text="a.txt"),), shell=command
    )


def a_mark(id: str = "mark", summary: str = "what was said", **facts: object) -> ChatMessage:
    return ChatMessage(
        id=id,
        role=Role.USER,
        parts=(TextPart(id=id, text=summary),),
        compaction=Compaction(**facts),  # type: ignore[arg-type]
    )


def sent(history: list[ChatMessage]) -> tuple[ChatMessage, ...]:
    return RequestMessages(compacted_history(reversed(history)).messages).messages()


def told(history: list[ChatMessage]) -> list[str]:
    return [message.text for message in sent(history)]


def planned(
    history: list[ChatMessage], pins: tuple[str, ...] = (), most_kept: int = 20
) -> CompactionPlan | None:
    return compaction_plan(lambda: reversed(history), pins=pins, most_kept=most_kept)


def test_without_a_mark_everything_is_sent() -> None:
    assert told([prompt("1"), answer("2")]) == ["prompt 1", "answer 2"]


def test_a_summary_stands_for_what_comes_before_the_first_message_that_is_kept() -> None:
    history = [prompt("1"), answer("2"), prompt("3"), answer("4"), a_mark(first_kept="3")]

    first, second = told(history)

    assert first == f"{SUMMARY_START}\n\nwhat was said\n\n{SUMMARY_END}\n\nprompt 3"
    assert second == "answer 4"


def test_the_prompt_that_is_worked_on_is_sent_word_for_word_behind_the_summary() -> None:
    history = [prompt("1"), answer("2"), a_mark(request=("1",)), answer("3")]

    assert told(history)[0].endswith(f"{SUMMARY_END}\n\nprompt 1")
    assert told(history)[1:] == ["answer 3"]


def test_pinned_messages_go_with_the_summary_in_the_order_in_which_they_were_said() -> None:
    history = [prompt("1"), answer("2"), prompt("3"), answer("4"), a_mark(pinned=("4", "1"))]

    (only,) = told(history)

    assert only.index("prompt 1") < only.index("answer 4")
    assert "answer 2" not in only


def test_a_mark_that_was_undone_stands_for_nothing() -> None:
    mark = a_mark()
    undone = ChatMessage(
        id=mark.id,
        role=mark.role,
        parts=mark.parts,
        compaction=mark.compaction,
        is_superseded=True,
    )

    assert told([prompt("1"), answer("2"), undone]) == ["prompt 1", "answer 2"]


def test_the_last_mark_counts_and_what_an_earlier_one_kept_may_be_summarised() -> None:
    history = [
        prompt("1"),
        answer("2"),
        a_mark("first", "old", first_kept="2"),
        prompt("3"),
        answer("4"),
        a_mark("second", "new", first_kept="3"),
    ]

    assert "old" not in told(history)[0]
    assert told(history)[1:] == ["answer 4"]


def test_a_mark_whose_place_is_not_in_this_history_counts_for_nothing() -> None:
    history = [prompt("1"), a_mark("first", "old"), prompt("2"), a_mark("x", first_kept="gone")]

    assert told(history) == [f"{SUMMARY_START}\n\nold\n\n{SUMMARY_END}\n\nprompt 2"]


def test_a_call_keeps_its_result_when_the_mark_stands_between_them() -> None:
    history = [prompt("1"), answer("2", calls=("c",)), a_mark(first_kept="2"), result("3", "c")]

    assert [message.role for message in sent(history)] == [Role.USER, Role.ASSISTANT, Role.TOOL]
    assert sent(history)[2].parts[0].text == "done"  # type: ignore[union-attr]


def test_no_more_of_a_history_is_read_than_is_sent() -> None:
    def newest_first() -> object:
        yield from reversed([prompt("3"), answer("4"), a_mark(first_kept="3")])
        raise AssertionError("read on")

    assert len(compacted_history(newest_first()).messages) == 3  # type: ignore[arg-type]


def test_a_plan_cuts_before_a_prompt_or_an_answer_and_never_before_a_result() -> None:
    history = [
        prompt("1", "x" * 400),
        answer("2", "y" * 400, calls=("c",)),
        result("3", "c", "z" * 30),
    ]

    plan = planned(history, most_kept=30)

    assert plan is not None
    assert plan.first_kept == ""  # the result alone would fit, and is nothing without its call
    assert plan.request == ("1",)


def test_there_is_nothing_to_plan_where_all_that_is_old_stays_anyway() -> None:
    assert planned([prompt("1")], most_kept=0) is None
    assert planned([prompt("1"), answer("2"), a_mark(request=("1",))]) is None


def test_the_open_to_do_list_goes_with_the_summary() -> None:
    items = '{"items": [{"text": "write it", "status": "in_progress"}, {"text": "read it"}]}'
    call = ToolCallPart(id="t", call_id="t", name="todo", arguments=items)
    history = [
        prompt("1"),
        ChatMessage(id="2", role=Role.ASSISTANT, parts=(call,)),
        result("3", "t"),
        answer("4"),
    ]
    plan = planned(history, most_kept=0)
    assert plan is not None

    mark = plan.mark("summary", Compaction(), id="m", created=1.0)

    assert mark.text == "summary"
    assert "[>] write it\n[ ] read it" in told([*history, mark])[0]


@st.composite
def histories(draw: st.DrawFn) -> list[ChatMessage]:
    history: list[ChatMessage] = []

    def id() -> str:
        return f"m{len(history)}"

    for turn in range(draw(st.integers(1, 5))):
        text = draw(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30))
        history.append(prompt(id(), f"{turn}{text}", turn_id=f"turn{turn}"))
        for _ in range(draw(st.integers(0, 3))):
            calls = tuple(f"c{number}" for number in range(draw(st.integers(0, 2))))
            history.append(answer(id(), "a" * draw(st.integers(1, 80)), calls=calls))
            if draw(st.booleans()):
                history.append(shell(id(), is_private=draw(st.booleans())))
            answered = draw(st.permutations(calls))
            history += [
                result(f"{id()}{call}", call) for call in answered if draw(st.integers(0, 4))
            ]
    return history


@given(histories(), st.integers(0, 60), st.data())
def test_any_history_with_any_summaries_is_a_request_that_strict_servers_take(
    history: list[ChatMessage], most_kept: int, data: st.DataObject
) -> None:
    can_pin = [one.id for one in history if one.role is not Role.TOOL and one.shell is None]
    pins = tuple(data.draw(st.lists(st.sampled_from(can_pin), unique=True, max_size=3)))
    done: list[ChatMessage] = []
    for number, message in enumerate(history):
        done.append(message)
        if data.draw(st.integers(0, 3)) == 0:
            plan = planned(done, pins, most_kept)
            if plan is not None:
                done.append(plan.mark(f"sum{number}", Compaction(), id=f"k{number}", created=1.0))

    messages = sent(done)

    assert messages[0].role is Role.USER
    for before, after in pairwise(messages):
        assert not (before.role is after.role is Role.USER)
    _check_results(messages)
    everything = "\n".join(message.text for message in messages)
    last = [one for one in history if one.is_prompt][-1]
    assert last.text in everything
    by_id = {one.id: one for one in done}
    said = frozenset(by_id)
    for pin in pins:
        if pin in said:
            assert by_id[pin].text in everything


def _check_results(messages: tuple[ChatMessage, ...]) -> None:
    """Exactly the results of an answer's calls stand right behind it."""
    open_calls: list[str] = []
    for message in messages:
        if message.role is Role.TOOL:
            (part,) = message.parts
            assert isinstance(part, ToolResultPart)
            assert part.call_id == open_calls.pop(0)
        else:
            assert not open_calls
            open_calls = [call.call_id for call in message.tool_calls]
    assert not open_calls

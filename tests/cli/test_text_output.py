"""Print mode's plain text: the answer to standard output, the rest to standard error."""

from __future__ import annotations

import pytest

from agent_tui.cli.output.text_output import TextOutput
from agent_tui.protocol.agent_event import AgentEvent
from agent_tui.protocol.events import (
    NoticeRaised,
    PartAdded,
    PartDelta,
    PartEnded,
    PartKind,
    RetryScheduled,
)
from agent_tui.protocol.limit_events import RateLimitWaiting
from agent_tui.protocol.results import TurnResult
from agent_tui.protocol.status import NoticeLevel, TurnStatus
from tests.cli.fake_agent import Printed, a_failure, a_part, a_result


def _played(
    *events: AgentEvent, result: TurnResult | None = None, is_terminal: bool = False
) -> Printed:
    printed = Printed(is_terminal=is_terminal)
    output = TextOutput(printed.console)
    for event in events:
        output.show(event)
    output.finish(result or a_result())
    return printed


def test_the_text_comes_as_it_streams_and_ends_with_a_newline() -> None:
    printed = Printed()
    output = TextOutput(printed.console)
    started, first, second, ended = a_part("Hel", "lo")

    output.show(started)
    output.show(first)
    assert printed.out == "Hel"
    output.show(second)
    output.show(ended)
    output.finish(a_result())

    assert (printed.out, printed.err) == ("Hello\n", "")


def test_a_text_that_ends_in_a_newline_gets_no_second_one() -> None:
    assert _played(*a_part("Hello\n")).out == "Hello\n"


def test_an_answer_without_text_prints_nothing() -> None:
    assert _played().out == ""


def test_each_part_begins_on_a_line_of_its_own() -> None:
    printed = _played(*a_part("one", part_id="a"), *a_part("two", part_id="b"))

    assert printed.out == "one\ntwo\n"


def test_thinking_and_tool_calls_are_not_shown() -> None:
    thinking = a_part("hmm", part_id="a", kind=PartKind.THINKING)
    call = a_part('{"x": 1}', part_id="b", kind=PartKind.TOOL_CALL)

    assert _played(*thinking, *call, *a_part("Done", part_id="c")).out == "Done\n"


def test_text_that_a_part_brings_along_is_printed() -> None:
    assert _played(PartAdded(part_id="a", kind=PartKind.TEXT, text="Hi")).out == "Hi\n"


def test_a_retry_is_told_with_its_seconds_and_the_new_answer_begins_on_a_new_line() -> None:
    retry = RetryScheduled(attempt=2, max_attempts=5, delay_s=3.0, failure=a_failure())
    printed = _played(
        PartAdded(part_id="a", kind=PartKind.TEXT),
        PartDelta(part_id="a", text="Half an"),
        PartEnded(part_id="a", is_complete=False, is_superseded=True),
        retry,
        *a_part("Whole answer", part_id="b"),
    )

    assert printed.out == "Half an\nWhole answer\n"
    assert "starts again" in printed.err
    assert "It broke. Trying again in 3 s (attempt 2 of 5)." in printed.err


def test_a_wait_for_the_rate_limit_is_told_with_its_seconds() -> None:
    printed = _played(RateLimitWaiting(delay_s=12.3), *a_part("Answer", part_id="a"))

    assert (printed.out, printed.err) == ("Answer\n", "Waiting 12 s for the rate limit.\n")


def test_notices_go_to_standard_error() -> None:
    printed = _played(NoticeRaised(level=NoticeLevel.INFO, title="Note", text="Mind this."))

    assert (printed.out, printed.err) == ("", "Note: Mind this.\n")


@pytest.mark.parametrize(
    ("result", "sentence"),
    [
        (a_result(TurnStatus.ERROR, error=a_failure()), "It broke."),
        (a_result(TurnStatus.MAX_ITERATIONS), "--max-turns"),
        (a_result(TurnStatus.CANCELLED, reason="user"), "Stopped before"),
        (a_result(TurnStatus.BLOCKED, reason="Not here."), "Not here."),
    ],
)
def test_a_turn_that_did_not_finish_says_why_on_standard_error(
    result: TurnResult, sentence: str
) -> None:
    printed = _played(*a_part("Half"), result=result)

    assert printed.out == "Half\n"
    assert sentence in printed.err


def test_control_characters_are_harmless_on_a_terminal_and_untouched_in_a_pipe() -> None:
    evil = "a\x1b]0;title\x07b\r\n"

    assert _played(*a_part(evil)).out == evil
    shown = _played(*a_part(evil), is_terminal=True).out
    assert "\x1b" not in shown
    assert "\x07" not in shown
    assert shown.endswith("b\n")


def test_standard_error_never_gets_control_characters() -> None:
    printed = _played(NoticeRaised(level=NoticeLevel.INFO, title="\x1b[2J"))

    assert "\x1b" not in printed.err

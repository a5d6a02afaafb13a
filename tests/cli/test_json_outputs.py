"""Print mode for programs: one object, or every event as a line."""

from __future__ import annotations

import json

import msgspec

from agent_tui.cli.output.json_output import JsonOutput
from agent_tui.cli.output.stream_json_output import StreamJsonOutput
from agent_tui.protocol.events import AnyAgentEvent, NoticeRaised, TurnEnded
from agent_tui.protocol.results import TurnResult
from agent_tui.protocol.status import NoticeLevel, TurnStatus
from agent_tui.protocol.usage import Usage
from tests.cli.fake_agent import Printed, a_failure, a_part, a_result


def _object(result: TurnResult) -> dict[str, object]:
    printed = Printed()
    JsonOutput(printed.console).finish(result)
    assert printed.out.endswith("}\n")
    read: dict[str, object] = json.loads(printed.out)
    return read


def test_the_object_has_every_field_even_when_it_is_empty() -> None:
    assert _object(a_result()) == {
        "result": "",
        "status": "ok",
        "reason": "",
        "finish_reason": "unknown",
        "session_id": "s1",
        "turn_id": "t1",
        "tool_calls": 0,
        "elapsed_s": 0.0,
        "usage": {
            "input_tokens": 0,
            "output_tokens": 0,
            "cached_tokens": 0,
            "reasoning_tokens": 0,
        },
        "error": None,
    }


def test_the_object_has_the_text_and_the_tokens() -> None:
    result = TurnResult(
        session_id="s",
        turn_id="t",
        status=TurnStatus.OK,
        text='Héllo "you"\n',
        usage=Usage(input_tokens=3, output_tokens=5),
    )

    read = _object(result)

    assert read["result"] == 'Héllo "you"\n'
    assert read["usage"] == {
        "input_tokens": 3,
        "output_tokens": 5,
        "cached_tokens": 0,
        "reasoning_tokens": 0,
    }


def test_a_failed_turn_is_described_in_the_object() -> None:
    read = _object(a_result(TurnStatus.ERROR, error=a_failure(is_retryable=True)))

    assert (read["status"], read["error"]) == (
        "error",
        {"kind": "X", "text": "It broke.", "is_retryable": True, "request_id": ""},
    )


def test_nothing_but_the_object_goes_to_standard_output() -> None:
    printed = Printed()
    output = JsonOutput(printed.console)

    for event in a_part("Hello"):
        output.show(event)
    output.show(NoticeRaised(level=NoticeLevel.INFO, title="Note"))

    assert (printed.out, printed.err) == ("", "Note\n")


def test_each_line_of_the_stream_is_an_event_that_can_be_read_back() -> None:
    printed = Printed()
    output = StreamJsonOutput(printed.console)
    events = [*a_part("two\nlines"), TurnEnded(seq=9, result=a_result())]

    for event in events:
        output.show(event)
    output.finish(a_result())

    lines = printed.out.splitlines()
    assert [msgspec.json.decode(line, type=AnyAgentEvent) for line in lines] == events
    assert json.loads(lines[-1])["type"] == "TurnEnded"

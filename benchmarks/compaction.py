"""The first request of a long session, with a summary in front of its end and without."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial

from agent_tui.engine.compaction.compaction_plan import compaction_plan
from agent_tui.engine.turns.history import History
from agent_tui.protocol.compactions import Compaction
from agent_tui.protocol.messages import ChatMessage, Role, TextPart, ToolCallPart, ToolResultPart
from agent_tui.protocol.packed_messages import PackedMessages, packed
from benchmarks.command_line import run_alone
from benchmarks.options import Options
from benchmarks.rows import Row, in_ms

MESSAGES, RUNS = 50_000, 7
_BASELINE = "the request of the whole history"
_RATIO_LIMIT = 0.1


def measure(options: Options) -> list[Row]:
    """Of a session as it is after a resume: all but its end is packed."""
    count = options.amount(MESSAGES, short=2_000)
    runs = options.amount(RUNS, short=2)
    messages = [_message(number) for number in range(count)]
    cut = 9 * count // 10 // 4 * 4
    earlier, recent = packed(messages[:cut]), messages[cut:]
    plan = compaction_plan(lambda: reversed(messages), pins=(), most_kept=20_000)
    assert plan is not None
    mark = plan.mark("A summary. " * 200, Compaction(), id="mark", created=1.0)
    whole = [_timed(lambda: _request(earlier, recent)) for _ in range(runs)]
    summarised = [_timed(lambda: _request(earlier, [*recent, mark])) for _ in range(runs)]
    again = History([*recent, mark], unread_count=1)
    again.put_earlier(earlier)
    again.request.messages()
    grown = [_timed(partial(_grow, again, number)) for number in range(runs)]
    size = f"{count:,} messages"
    return [
        Row(target="", what=f"{_BASELINE}, {size}", values=in_ms(whole)),
        Row(
            target="",
            what=f"the request after a summary, {size}",
            values=in_ms(summarised),
            baseline=_BASELINE,
            baseline_values=in_ms(whole),
            ratio_limit=_RATIO_LIMIT,
        ),
        Row(
            target="",
            what="the next request after it",
            values=in_ms(grown),
            baseline=_BASELINE,
            baseline_values=in_ms(whole),
            ratio_limit=_RATIO_LIMIT,
        ),
    ]


def _request(earlier: PackedMessages, recent: list[ChatMessage]) -> None:
    history = History(recent, unread_count=1)
    history.put_earlier(earlier)
    history.request.messages()


def _grow(history: History, number: int) -> None:
    history.append(_message(4 * number))
    history.request.messages()


def _message(number: int) -> ChatMessage:
    """Prompt, answer with a call, result, answer, and so on."""
    message_id, turn = f"m{number}", f"t{number // 4}"
    text = TextPart(id=f"{message_id}.t", text=f"message {number} " + "with some words in it " * 8)
    match number % 4:
        case 0:
            return ChatMessage(id=message_id, role=Role.USER, parts=(text,), turn_id=turn)
        case 1:
            call = ToolCallPart(id=f"{message_id}.c", call_id=turn, name="grep", arguments="{}")
            parts = (text, call)
            return ChatMessage(id=message_id, role=Role.ASSISTANT, parts=parts, turn_id=turn)
        case 2:
            result = ToolResultPart(id=f"{message_id}.r", call_id=turn, text="a.py:1: found\n" * 20)
            return ChatMessage(id=message_id, role=Role.TOOL, parts=(result,), turn_id=turn)
        case _:
            return ChatMessage(id=message_id, role=Role.ASSISTANT, parts=(text,), turn_id=turn)


def _timed(work: Callable[[], None]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


if __name__ == "__main__":
    run_alone("compaction")

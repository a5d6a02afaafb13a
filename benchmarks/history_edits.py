"""Eight threads with a thousand edits each of one history; as many that change nothing."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from agent_tui import Agent, ChatMessage, ScriptedProvider
from agent_tui.protocol.messages import Role, TextPart
from benchmarks.command_line import run_alone
from benchmarks.options import Options
from benchmarks.rows import Judged, Row, in_ms

RUNS = 5
THREADS, EDITS = 8, 1_000
_IDLE = "as many that change nothing, of an empty history"
_RATIO_LIMIT = 8.0
Change = Callable[[tuple[ChatMessage, ...]], tuple[ChatMessage, ...]]
_ADDED = ChatMessage(id="", role=Role.USER, parts=(TextPart(id="", text="one more"),))


def measure(options: Options) -> list[Row]:
    """Each edit adds one message to what it finds, so the history grows to 8 000; a lost update
    would leave it shorter. In memory: what the disk takes is measured by `journal`."""
    count = options.amount(EDITS, short=20)
    edits: list[float] = []
    idle: list[float] = []
    lost: list[float] = []
    for _ in range(options.runs_or(RUNS)):
        with Agent(provider=ScriptedProvider()) as agent:
            idle.append(_seconds(agent, _none_more, count))
            edits.append(_seconds(agent, _one_more, count))
            lost.append(float(THREADS * count - len(agent.messages)))
    return [
        Row(
            target="",
            what=f"{THREADS} threads x {count} edits",
            values=in_ms(edits),
            baseline=_IDLE,
            baseline_values=in_ms(idle),
            ratio_limit=_RATIO_LIMIT,
        ),
        Row(
            target="",
            what="lost updates",
            values=tuple(lost),
            unit="edits",
            judged=Judged.MAX,
            limit=0.0,
        ),
    ]


def _one_more(messages: tuple[ChatMessage, ...]) -> tuple[ChatMessage, ...]:
    return (*messages, _ADDED)


def _none_more(messages: tuple[ChatMessage, ...]) -> tuple[ChatMessage, ...]:
    return messages


def _seconds(agent: Agent, change: Change, count: int) -> float:
    def work() -> None:
        for _ in range(count):
            agent.blocking.edit(change)

    threads = [threading.Thread(target=work) for _ in range(THREADS)]
    started = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return time.perf_counter() - started


if __name__ == "__main__":
    run_alone("history_edits")

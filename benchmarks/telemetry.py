"""What being measured costs the engine's loop: streamed turns with and without telemetry."""

from __future__ import annotations

import time

import anyio

from agent_tui.engine.clock import SystemClock
from agent_tui.engine.event_hub import EventHub
from agent_tui.protocol.agent_event import AgentEvent
from agent_tui.protocol.events import (
    PartAdded,
    PartDelta,
    PartEnded,
    PartKind,
    SessionOpened,
    StepEnded,
    StepStarted,
    TurnEnded,
    TurnStarted,
)
from agent_tui.protocol.messages import ChatMessage, Role
from agent_tui.protocol.results import TurnResult
from agent_tui.protocol.sessions import SessionInfo
from agent_tui.protocol.status import TurnStatus
from agent_tui.telemetry.engine_telemetry import EngineTelemetry
from agent_tui.telemetry.telemetry import Telemetry
from benchmarks.command_line import run_alone
from benchmarks.options import Options
from benchmarks.rows import Row, in_ms

RUNS = 9
TURNS, DELTAS = 50, 200
_BARE = "not measured"


def measure(options: Options) -> list[Row]:
    """Events of whole turns, published to one stream."""
    turns = options.amount(TURNS, short=2)
    bare: list[float] = []
    measured: list[float] = []
    for _ in range(options.runs_or(RUNS)):
        bare.append(anyio.run(_published, turns, False))
        measured.append(anyio.run(_published, turns, True))
    what = f"{turns} turns of {DELTAS} deltas"
    return [
        Row(target="", what=f"{what}, {_BARE}", values=in_ms(bare)),
        Row(
            target="",
            what=f"{what}, measured, with a handler",
            values=in_ms(measured),
            baseline=_BARE,
            baseline_values=in_ms(bare),
            ratio_limit=2.0,
        ),
    ]


async def _published(turns: int, is_measured: bool) -> float:
    """Seconds of the processor that the loop took."""
    hub, telemetry = EventHub(SystemClock()), Telemetry()
    telemetry.attach("benchmark", "*", lambda event: event.name)
    stream = hub.subscribe()
    if is_measured:
        engine = EngineTelemetry(telemetry, app="benchmark", server_of=lambda _: ("", 0))
        hub.observe(engine.observe)
    hub.publish_now(SessionOpened(session_id="s", info=SessionInfo(id="s")))
    events = [_events_of(str(number)) for number in range(turns)]
    spent = 0.0
    for turn in events:
        started = time.thread_time()
        for event in turn:
            hub.publish_now(event)
        spent += time.thread_time() - started
        await stream.receive()
    telemetry.flush()
    return spent


def _events_of(turn: str) -> list[AgentEvent]:
    prompt = ChatMessage(id=turn, role=Role.USER, parts=())
    result = TurnResult(session_id="s", turn_id=turn, status=TurnStatus.OK)
    part = PartAdded(session_id="s", turn_id=turn, part_id=turn, kind=PartKind.TEXT)
    delta = PartDelta(session_id="s", turn_id=turn, part_id=turn, text="some words ")
    return [
        TurnStarted(session_id="s", turn_id=turn, prompt=prompt),
        StepStarted(session_id="s", turn_id=turn, step=1, model="m"),
        part,
        *(delta for _ in range(DELTAS)),
        PartEnded(session_id="s", turn_id=turn, part_id=turn),
        StepEnded(session_id="s", turn_id=turn, step=1),
        TurnEnded(session_id="s", turn_id=turn, result=result),
    ]


if __name__ == "__main__":
    run_alone("telemetry")

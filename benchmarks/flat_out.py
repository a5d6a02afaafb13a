"""P7: answers as fast as they can be sent, at 5000 deltas a second, and a burst of 100 000."""

from __future__ import annotations

import sys

import msgspec

from agent_tui.protocol.messages import ChatMessage
from agent_tui.storage.journal.entries import MessageEntry
from benchmarks.bare_chat import READY
from benchmarks.command_line import run_alone
from benchmarks.model_program import ModelServer, model_server, ready_program, submit
from benchmarks.options import Options
from benchmarks.rows import Row
from benchmarks.sse_server import LAST_WORD, word
from benchmarks.terminal import BenchmarkFailed, TimedProgram

ANSWERS = 9
DELTAS, SUSTAINED, BURST = 2_000, 25_000, 100_000
_BARE = "bare Textual chat"


def measure(options: Options) -> list[Row]:
    """The lag from the last byte sent to the last word on screen; every answer is read back from
    the disk, and a lost or doubled word fails the benchmark."""
    answers = options.runs_or(ANSWERS)
    few = max(1, answers // 3)
    sustained, burst = (options.amount(usual, short=500) for usual in (SUSTAINED, BURST))
    theirs, ours = [], []
    with (
        model_server() as server,
        TimedProgram([sys.executable, "-m", "benchmarks.bare_chat", server.base_url]) as bare,
    ):
        bare.wait_for(READY)
        submit(bare, "rate=0 count=1 end=9")  # imports the SDK
        bare.wait_for(f"{LAST_WORD}9")
        server.last_byte_s()
        with ready_program(server.base_url) as program:
            server.last_byte_s()
            for number in range(answers):
                theirs.append(_lag_ms(bare, server, DELTAS, f"1{number}"))
                ours.append(_lag_ms(program, server, DELTAS, f"1{number}"))
            at_rate = [_lag_ms(program, server, sustained, f"2{i}", rate=5000) for i in range(few)]
            in_burst = [_lag_ms(program, server, burst, f"3{i}") for i in range(few)]
            _check_all_arrived(program, [DELTAS] * answers + [sustained] * few + [burst] * few)
    return [
        Row(target="", what=f"{DELTAS} deltas flat out: lag, {_BARE}", values=tuple(theirs)),
        Row(
            target="P7",
            what=f"{DELTAS} deltas flat out: lag",
            values=tuple(ours),
            limit=60.0,
            baseline=_BARE,
            baseline_values=tuple(theirs),
            ratio_limit=0.25,
        ),
        Row(target="P7", what="5000 deltas/s sustained: lag", values=tuple(at_rate), limit=100.0),
        Row(target="P7", what=f"{burst} deltas in a burst: lag", values=tuple(in_burst)),
    ]


def _lag_ms(
    program: TimedProgram, server: ModelServer, deltas: int, end: str, *, rate: int = 0
) -> float:
    submit(program, f"rate={rate} count={deltas} end={end}.")
    shown_s = program.wait_for(f"{LAST_WORD}{end}", timeout_s=120.0)
    program.wait_until_quiet()
    return 1000 * (shown_s - server.last_byte_s())


def _check_all_arrived(program: TimedProgram, counts: list[int]) -> None:
    journal = next(program.data_folder.glob("sessions/*/journal.jsonl"))
    answers = [message.text for message in _messages(journal.read_bytes()) if message.model]
    for count, text in zip(counts, answers[-len(counts) :], strict=True):
        if not text.startswith("".join(map(word, range(count)))):
            raise BenchmarkFailed(f"an answer of {count} deltas is not whole on the disk")


def _messages(journal: bytes) -> list[ChatMessage]:
    lines = [line for line in journal.splitlines() if line.startswith(b'{"type":"message"')]
    return [msgspec.json.decode(line, type=MessageEntry).message for line in lines]


if __name__ == "__main__":
    run_alone("flat_out")

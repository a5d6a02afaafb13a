"""P6: from a key to its echo while an answer streams into sessions of all sizes."""

from __future__ import annotations

from benchmarks.command_line import run_alone
from benchmarks.keys import key_latencies
from benchmarks.model_program import model_server, resumed_program, submit
from benchmarks.options import Options
from benchmarks.rows import Judged, Row, in_ms
from benchmarks.sse_server import LAST_WORD
from benchmarks.terminal import TimedProgram

KEYS, ROUNDS = 60, 2
_LIMITS_MS = {100: 15.0, 1000: 20.0}  # deltas per second: p95
_PAUSE_MS = 60.0
# What a key takes, its echo and the pause after it; the stream must last longer than the keys.
_KEY_S = 0.07


def measure(options: Options) -> list[Row]:
    """The smallest session is the baseline of the larger ones, and takes turns with each."""
    keys, rounds = options.amount(KEYS, short=5), options.runs_or(ROUNDS)
    rates = (1000,) if options.is_short else tuple(_LIMITS_MS)
    smallest, *larger = options.sizes
    rows: list[Row] = []
    with model_server() as server, resumed_program(server.base_url, smallest) as small:
        for size in larger:
            with resumed_program(server.base_url, size) as program:
                for rate in rates:
                    beside, ours = [], []
                    for number in range(rounds):
                        beside += _keys_while_streaming(small, rate, keys, f"{number}{size}")
                        ours += _keys_while_streaming(program, rate, keys, f"{number}{size}")
                    rows += _rows(size, rate, ours, smallest, beside)
    return rows


def _keys_while_streaming(program: TimedProgram, rate: int, keys: int, end: str) -> list[float]:
    since = len(program.output)
    submit(program, f"rate={rate} count={int(rate * (keys * _KEY_S + 1.5))} end={rate}{end}.")
    program.pump_for(0.7)
    latencies = key_latencies(program, keys)
    program.wait_for(f"{LAST_WORD}{rate}{end}", since=since, timeout_s=60.0)
    program.wait_until_quiet()
    return latencies


def _rows(size: int, rate: int, ours: list[float], smallest: int, beside: list[float]) -> list[Row]:
    what = f"key to screen, {size} messages, {rate} deltas/s"
    return [
        Row(
            target="P6",
            what=what,
            values=in_ms(ours),
            judged=Judged.P95,
            limit=_LIMITS_MS[rate],
            baseline=f"the same with {smallest}",
            baseline_values=in_ms(beside),
            ratio_limit=1.2,
        ),
        Row(
            target="P6",
            what="  the longest wait",
            values=in_ms(ours),
            judged=Judged.MAX,
            limit=_PAUSE_MS,
        ),
    ]


if __name__ == "__main__":
    run_alone("key_streaming")

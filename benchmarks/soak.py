"""A long day in fast time: whether memory, latency or anything else grows.

`python -m benchmarks.soak TURNS [TURNS OF A SESSION]` prints how it went and what piled up.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

from benchmarks.command_line import run_alone
from benchmarks.options import Options
from benchmarks.rows import Row, in_ms
from benchmarks.soak_chat import Sample, piling_up, play

TURNS, SESSION_TURNS, LONG_SESSION_TURNS = 20_000, 1_000, 3_000
_SAMPLES = 20
_WARM = "its second quarter"  # the first one warms up


def measure(options: Options) -> list[Row]:
    """The last quarter against the second, of many sessions and of a long one."""
    short = 2 * _SAMPLES
    turns = options.amount(TURNS, short=short)
    day = _played(turns, options.amount(SESSION_TURNS, short=short))
    long_turns = options.amount(LONG_SESSION_TURNS, short=short)
    session = _played(long_turns, long_turns)
    day_name, session_name = f"{turns} turns", f"one session of {long_turns} turns"
    return [
        _memory_row(day_name, day),
        *_time_rows(day_name, day),
        *_time_rows(session_name, session),
    ]


def _played(turns: int, session_turns: int) -> list[Sample]:
    return play(
        turns,
        session_turns=session_turns,
        sample_turns=min(session_turns, max(1, turns // _SAMPLES)),
        as_program=True,
    )


def _memory_row(name: str, samples: Sequence[Sample]) -> Row:
    late, warm = _quarters(samples)
    return Row(
        target="",
        what=f"memory in the last quarter of {name}",
        values=tuple(sample.rss_bytes / 1e6 for sample in late),
        unit="MB",
        baseline=_WARM,
        baseline_values=tuple(sample.rss_bytes / 1e6 for sample in warm),
        ratio_limit=1.1,
    )


def _time_rows(name: str, samples: Sequence[Sample]) -> list[Row]:
    late, warm = _quarters(samples)
    keys = ("a key", [s.key_s for s in late], [s.key_s for s in warm])
    turns = ("a turn", [s.turn_s for s in late], [s.turn_s for s in warm])
    return [
        Row(
            target="",
            what=f"{what} in the last quarter of {name}",
            values=in_ms(late_s),
            baseline=_WARM,
            baseline_values=in_ms(warm_s),
            ratio_limit=1.25,
        )
        for what, late_s, warm_s in (keys, turns)
    ]


def _quarters(samples: Sequence[Sample]) -> tuple[Sequence[Sample], Sequence[Sample]]:
    """The last one and the second one."""
    size = len(samples) // 4
    return samples[-size:], samples[size : 2 * size]


def _print_course(turns: int, session_turns: int = SESSION_TURNS) -> None:
    samples = _played(turns, session_turns)
    print(f"{'turns':>7} {'RSS MB':>8} {'text MB':>8} {'key ms':>8} {'turn ms':>8}")
    for sample in samples:
        print(
            f"{sample.turns:7} {sample.rss_bytes / 1e6:8.1f} {sample.text_bytes / 1e6:8.2f}"
            f" {1000 * sample.key_s:8.2f} {1000 * sample.turn_s:8.2f}"
        )
    warm = samples[len(samples) // 4 :]
    grown = warm[-1].rss_bytes - warm[0].rss_bytes
    said = warm[-1].text_bytes - warm[0].text_bytes
    per_turn = grown / (warm[-1].turns - warm[0].turns)
    print(f"growth {per_turn:.0f} bytes a turn, {grown / said:.2f} bytes for each byte of text")
    for name, count in piling_up(warm).items():
        print(f"  {name:<40} {count:6.2f} a turn")


if __name__ == "__main__":
    if sys.argv[1:] and all(word.isdigit() for word in sys.argv[1:]):
        _print_course(*map(int, sys.argv[1:]))
    else:
        run_alone("soak")

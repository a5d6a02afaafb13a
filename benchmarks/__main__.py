"""Runs all benchmarks one after the other; nothing else should run on the machine meanwhile."""

from __future__ import annotations

from benchmarks import (
    command_output,
    command_screen,
    first_reply,
    flat_out,
    grep_speed,
    idle_cpu,
    key_latency,
    permission_check,
    quit_time,
    startup,
)

if __name__ == "__main__":
    for benchmark in (
        startup,
        first_reply,
        key_latency,
        flat_out,
        idle_cpu,
        quit_time,
        permission_check,
        command_output,
        grep_speed,
        command_screen,
    ):
        benchmark.main()

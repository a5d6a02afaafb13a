"""Runs all benchmarks one after the other; nothing else should run on the machine meanwhile."""

from __future__ import annotations

from benchmarks import first_reply, flat_out, idle_cpu, key_latency, quit_time, startup

if __name__ == "__main__":
    for benchmark in (startup, first_reply, key_latency, flat_out, idle_cpu, quit_time):
        benchmark.main()

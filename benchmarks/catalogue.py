"""All benchmarks, by name and by target."""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from typing import Protocol, cast

from msgspec import Struct

from benchmarks.options import Options
from benchmarks.rows import Row


class Benchmark(Struct, frozen=True):
    """name: its module in this folder, with `measure(options)`. targets: P1 to P14."""

    name: str
    targets: tuple[str, ...] = ()

    def measure(self, options: Options) -> list[Row]:
        """Run it. Raises `Skipped` where it cannot run."""
        module = cast(_Measuring, importlib.import_module(f"benchmarks.{self.name}"))
        return module.measure(options)


class _Measuring(Protocol):
    def measure(self, options: Options) -> list[Row]: ...


class Skipped(Exception):
    """The text says what is missing here."""


BENCHMARKS = (
    Benchmark("startup", ("P1", "P2", "P3")),
    Benchmark("first_reply", ("P4",)),
    Benchmark("key_latency", ("P5",)),
    Benchmark("key_streaming", ("P6",)),
    Benchmark("flat_out", ("P7",)),
    Benchmark("delta_cpu", ("P8",)),
    Benchmark("memory", ("P9",)),
    Benchmark("resume", ("P10",)),
    Benchmark("long_session", ("P11",)),
    Benchmark("idle_cpu", ("P12",)),
    Benchmark("quit_time", ("P13",)),
    Benchmark("installed_size", ("P14",)),
    Benchmark("journal"),
    Benchmark("permission_check"),
    Benchmark("command_output"),
    Benchmark("grep_speed"),
    Benchmark("command_screen"),
    Benchmark("vim_feed"),
    Benchmark("paste"),
    Benchmark("history_search"),
    Benchmark("finder"),
    Benchmark("popup"),
    Benchmark("branching"),
    Benchmark("compaction"),
    Benchmark("listing"),
    Benchmark("search"),
    Benchmark("session_list"),
    Benchmark("checkpoints"),
    Benchmark("switching"),
    Benchmark("exchange"),
    Benchmark("headless_import"),
    Benchmark("turn_overhead"),
    Benchmark("subscribers"),
    Benchmark("many_agents"),
    Benchmark("telemetry"),
    Benchmark("hooks"),
    Benchmark("history_edits"),
    Benchmark("soak"),
)


def chosen(words: Sequence[str]) -> tuple[Benchmark, ...]:
    """Those that the words name ("p5", "memory"), in the order of the catalogue; all for none.

    Raises `ValueError` for a word that names nothing.
    """
    if not words:
        return BENCHMARKS
    wanted = {word.lower() for word in words}
    found = tuple(each for each in BENCHMARKS if wanted & _names(each))
    unknown = wanted.difference(*(_names(each) for each in found))
    if unknown:
        known = ", ".join(each.name for each in BENCHMARKS)
        raise ValueError(f"no benchmark {', '.join(sorted(unknown))}; there are p1 to p14, {known}")
    return found


def _names(benchmark: Benchmark) -> set[str]:
    return {benchmark.name, *(target.lower() for target in benchmark.targets)}

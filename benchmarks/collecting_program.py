"""agent-tui as it is, in a process that collects all garbage when it gets SIGUSR1.

Usage: python -m benchmarks.collecting_program FILE ARGUMENTS. Each collection appends a line to
FILE: the seconds it took.
"""

from __future__ import annotations

import gc
import signal
import sys
import time

from agent_tui.boot import main


def collect(number: int, frame: object) -> None:
    """The handler: between two steps of the screen's loop, as a collection of its own would be."""
    started_s = time.perf_counter()
    gc.collect()
    with open(_file, "a") as file:
        file.write(f"{time.perf_counter() - started_s}\n")


if __name__ == "__main__":
    _file = sys.argv.pop(1)
    signal.signal(signal.SIGUSR1, collect)
    main()

"""Runs the benchmarks that are named, or all."""

from __future__ import annotations

import sys

from benchmarks.command_line import run

if __name__ == "__main__":
    raise SystemExit(run(sys.argv[1:]))

"""The real boot in a pseudo-terminal, held in the middle of its imports as long as a test likes."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.boot.stand_in import AT_THE_GATE
from tests.terminal.pty_program import PtyProgram

StandIn = Callable[..., PtyProgram]


class Gate:
    """While it is shut, the stand-in's imports do not end."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._fd = -1
        os.mkfifo(path)

    def wait_for(self, program: PtyProgram) -> None:
        """Wait until the program is amid its imports, everything before is done."""
        program.wait_for(lambda: AT_THE_GATE in program.output)

    def open(self) -> None:
        # For reading and writing: that never waits, and counts as a writer until the test ends.
        self._fd = os.open(self.path, os.O_RDWR)

    def close(self) -> None:
        if self._fd >= 0:
            os.close(self._fd)


@pytest.fixture
def gate(tmp_path: Path) -> Iterator[Gate]:
    gate = Gate(tmp_path / "gate")
    yield gate
    gate.close()


@pytest.fixture
def stand_in(tmp_path: Path) -> StandIn:
    """`stand_in(word, gate=None, columns=..., env=...)`: the words are in `stand_in_main`."""

    def build(*words: str, gate: Gate | None = None, **options: object) -> PtyProgram:
        env = dict(options.pop("env", {}))  # type: ignore[call-overload]
        if gate is not None:
            env["STAND_IN_GATE"] = str(gate.path)
        argv = (sys.executable, "-m", "tests.boot.stand_in", *words)
        return PtyProgram(argv, home=tmp_path, env=env, **options)  # type: ignore[arg-type]

    return build

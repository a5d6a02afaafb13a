"""Runs the real boot with a stand-in for the command line: `python -m tests.boot.stand_in WORD`.

With STAND_IN_GATE set to a FIFO, the import of the command line lasts until the test opens it.
"""

from __future__ import annotations

import importlib.abc
import importlib.machinery
import os
import sys
from collections.abc import Sequence
from types import ModuleType

from agent_tui import boot

# A window title, so that the screen stays as it is.
AT_THE_GATE = b"\x1b]2;at the gate\x07"


class StandInFinder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Puts `tests.boot.stand_in_main` in the place of `agent_tui.cli.main`."""

    def find_spec(
        self, name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        if name not in ("agent_tui.cli", "agent_tui.cli.main"):
            return None
        return importlib.machinery.ModuleSpec(name, self, is_package=name == "agent_tui.cli")

    def exec_module(self, module: ModuleType) -> None:
        if module.__name__ == "agent_tui.cli":
            return
        gate = os.environ.get("STAND_IN_GATE")
        if gate:
            os.write(1, AT_THE_GATE)
            with open(gate):
                pass
        from tests.boot import stand_in_main

        module.__dict__["main"] = stand_in_main.main


if __name__ == "__main__":
    sys.meta_path.insert(0, StandInFinder())
    boot.main()

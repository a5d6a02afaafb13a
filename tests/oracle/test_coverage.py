"""Every command that the engine knows is in a case that real Vim has answered."""

from __future__ import annotations

from types import ModuleType
from typing import Any

import pytest

from agent_tui.ui.vim import insertion, normal
from agent_tui.ui.vim.ex import execute
from agent_tui.ui.vim.operators import run
from tests.oracle import engine_run
from tests.oracle.recording import recorded

TABLES: tuple[tuple[ModuleType, str], ...] = (
    (normal, "MOTIONS"),
    (normal, "OBJECTS"),
    (normal, "COMMANDS"),
    (normal, "VISUAL_OPERATORS"),
    (normal, "VISUAL_COMMANDS"),
    (insertion, "HANDLERS"),
    (run, "_RUN"),
    (execute, "_COMMANDS"),
)
OF_THE_HOST = {"ZQ", "ZZ", "edit", "help", "write", "wq", "quit", "xit"}
"""They leave Vim or touch files, so the oracle cannot run them."""


class Watched(dict[str, Any]):
    """A table that remembers what was looked up in it."""

    def __init__(self, table: dict[str, Any]) -> None:
        super().__init__(table)
        self.used: set[str] = set()

    def __getitem__(self, key: str) -> Any:
        self.used.add(key)
        return super().__getitem__(key)

    def get(self, key: str, default: Any = None) -> Any:
        self.used.add(key)
        return super().get(key, default)


@pytest.fixture
def tables(monkeypatch: pytest.MonkeyPatch) -> dict[str, Watched]:
    """The engine's tables, watched."""
    watched = {name: Watched(getattr(module, name)) for module, name in TABLES}
    for module, name in TABLES:
        monkeypatch.setattr(module, name, watched[name])
    return watched


@pytest.mark.timeout(60)
def test_each_command_of_the_engine_has_a_case_that_vim_has_answered(
    tables: dict[str, Watched],
) -> None:
    for each in recorded():
        engine_run.outcome(each.case, is_escaped=each.answer.is_escaped)

    unused = {
        f"{name}: {key}"
        for name, table in tables.items()
        for key in set(table) - table.used - OF_THE_HOST
    }
    assert not unused, " ".join(sorted(unused))

"""A busy machine must not make a fake program too slow."""

from __future__ import annotations

import pytest

from agent_tui.lifecycle.desktop import detached_programs


@pytest.fixture(autouse=True)
def _patient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(detached_programs, "TIME_LIMIT_S", 10.0)

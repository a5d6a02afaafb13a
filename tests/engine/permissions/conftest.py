from __future__ import annotations

from pathlib import Path

import pytest

from tests.engine.permissions.builders import Workspace


@pytest.fixture
def work(tmp_path: Path) -> Workspace:
    return Workspace(tmp_path)

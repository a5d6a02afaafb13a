from __future__ import annotations

from pathlib import Path

import pytest

from agent_tui.storage.session_store import FileSessionStore
from tests.storage.places import store_in


@pytest.fixture
def store(tmp_path: Path) -> FileSessionStore:
    return store_in(tmp_path)

from __future__ import annotations

from pathlib import Path

import pytest

from agent_tui.protocol.ports import SessionStore
from tests.contracts.session_store_contract import SessionStoreContract
from tests.storage.places import store_in


class TestFileSessionStore(SessionStoreContract):
    @pytest.fixture
    def store(self, tmp_path: Path) -> SessionStore:
        return store_in(tmp_path)


class TestFileSessionStoreWithoutItsIndex(SessionStoreContract):
    """Whatever lists need can be read from the journals."""

    @pytest.fixture
    def store(self, tmp_path: Path) -> SessionStore:
        (tmp_path / "index.db").mkdir()
        return store_in(tmp_path)

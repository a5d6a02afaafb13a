from __future__ import annotations

from pathlib import Path

import pytest

from tests.storage.search.stored_talk import StoredTalk


@pytest.fixture
def talk(tmp_path: Path) -> StoredTalk:
    return StoredTalk(tmp_path)

"""What all tests of the screen share."""

from __future__ import annotations

import pytest

from agent_tui.ui.widgets import draft_keeper
from tests.ui.parsed_style_sheets import share_parsed_style_sheets

share_parsed_style_sheets()


@pytest.fixture(autouse=True)
def drafts_by_deed_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """Drafts are saved by what a test does, and not because it took a quarter of a second."""
    monkeypatch.setattr(draft_keeper, "DRAFT_DELAY_S", 3600.0)

"""What all tests of the screen share."""

from __future__ import annotations

from tests.ui.parsed_style_sheets import share_parsed_style_sheets

share_parsed_style_sheets()

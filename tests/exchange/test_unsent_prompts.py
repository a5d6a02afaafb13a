from __future__ import annotations

import pytest
from msgspec.structs import replace

from agent_tui.protocol.exchange import ExportFormat
from tests.exchange.conversations import exported, of, prompt


@pytest.mark.parametrize("wanted", [ExportFormat.MARKDOWN, ExportFormat.HTML])
def test_a_prompt_that_no_model_got_says_so_in_what_is_exported(wanted: ExportFormat) -> None:
    blocked = replace(prompt("my secret", "p1"), is_superseded=True)

    document = exported(of([blocked, prompt("hello", "p2")]), wanted).lower()

    assert document.count("not sent to a model") == 1

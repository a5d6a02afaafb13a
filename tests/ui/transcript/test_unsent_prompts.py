from __future__ import annotations

from agent_tui.protocol.messages import ChatMessage, Role, TextPart
from agent_tui.ui.markdown.palette import palette_from
from agent_tui.ui.transcript.session_items import items_of

PALETTE = palette_from({}, dark=True)


def test_a_stored_prompt_that_no_model_got_says_so_and_others_do_not() -> None:
    prompts = [
        ChatMessage(
            id=text,
            role=Role.USER,
            parts=(TextPart(id="1", text=text),),
            is_superseded=text == "secret",
        )
        for text in ("secret", "hello")
    ]
    shown = [[row.text.strip() for row in item.rows(60, PALETTE)] for item in items_of(prompts)]

    assert shown == [["❯ secret", "not sent"], ["❯ hello"]]

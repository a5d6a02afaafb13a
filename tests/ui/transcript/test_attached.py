from __future__ import annotations

from agent_tui.protocol.messages import ChatMessage, Role, TextPart
from agent_tui.ui.markdown.palette import palette_from
from agent_tui.ui.transcript.items.prompt_item import PromptItem
from agent_tui.ui.transcript.session_items import items_of

PALETTE = palette_from({}, dark=True)


def test_a_prompt_names_what_went_with_it_and_keeps_its_own_source() -> None:
    item = PromptItem("see @a.py", ("a.py", "b/ (12 entries)"))

    rows = [row.text for row in item.rows(60, PALETTE)]

    assert rows[1].strip() == "attached: a.py, b/ (12 entries)"
    assert item.source() == "see @a.py"


def test_names_of_attached_files_are_harmless() -> None:
    rows = PromptItem("x", ("a\x1b[2J\nb",)).rows(60, PALETTE)

    assert rows[1].text.strip() == "attached: a␛[2J␊b"


def test_a_stored_prompt_shows_what_was_attached_and_not_its_content() -> None:
    parts = (
        TextPart(id="1", text="see @a.py"),
        TextPart(id="2", text="x = 1", attached="a.py"),
    )
    (item,) = items_of([ChatMessage(id="m", role=Role.USER, parts=parts)])

    text = "".join(row.text for row in item.rows(60, PALETTE))

    assert "attached: a.py" in text
    assert "x = 1" not in text

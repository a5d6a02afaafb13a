from __future__ import annotations

from markdown_it import MarkdownIt

from agent_tui.protocol.status import NoticeLevel
from agent_tui.ui.transcript.conversation_text import conversation_blocks
from agent_tui.ui.transcript.items.answer_item import AnswerItem
from agent_tui.ui.transcript.items.greeting_item import GreetingItem
from agent_tui.ui.transcript.items.item import Item
from agent_tui.ui.transcript.items.notice_item import NoticeItem
from agent_tui.ui.transcript.items.prompt_item import PromptItem


def conversation_text(items: list[Item]) -> str:
    return "\n\n".join(conversation_blocks(items))


def headings(text: str) -> list[str]:
    """The headings of the second level, as markdown sees them."""
    tokens = MarkdownIt().parse(text)
    return [
        tokens[place + 1].content
        for place, token in enumerate(tokens)
        if token.type == "heading_open" and token.tag == "h2"
    ]


def test_prompts_and_answers_stand_below_headings() -> None:
    text = conversation_text(
        [
            PromptItem("why?"),
            AnswerItem("Because **so**."),
            AnswerItem("And more.\n"),
            PromptItem("and?"),
            AnswerItem("Nothing."),
        ]
    )

    assert text == (
        "## You\n\nwhy?\n\n## Agent\n\nBecause **so**.\n\nAnd more.\n\n"
        "## You\n\nand?\n\n## Agent\n\nNothing."
    )


def test_a_fence_that_was_left_open_ends_with_its_item() -> None:
    text = conversation_text(
        [PromptItem("look:\n~~~~\ncode"), AnswerItem("```python\nx = 1"), PromptItem("thanks")]
    )

    assert headings(text) == ["You", "Agent", "You"]


def test_a_fence_that_ends_is_left_as_it_is() -> None:
    answer = "````\n```\n````\n\n``` `not` a fence"

    assert conversation_text([AnswerItem(answer)]) == f"## Agent\n\n{answer}"


def test_a_prompt_after_a_prompt_has_its_own_heading() -> None:
    assert headings(conversation_text([PromptItem("one"), PromptItem("two")])) == ["You", "You"]


def test_what_the_session_says_belongs_to_the_agent_and_the_greeting_is_left_out() -> None:
    notice = NoticeItem(NoticeLevel.WARNING, "Disk", "12 MB are left.")

    text = conversation_text([GreetingItem("chat", "/proj", "? help"), notice])

    assert text == "## Agent\n\nDisk\n\n12 MB are left."


def test_an_empty_conversation_has_no_heading() -> None:
    assert conversation_text([]) == ""

"""How full the window is, what fills it and what it cost, in words."""

from __future__ import annotations

import pytest

from agent_tui.engine.compaction.compacted_history import head_message
from agent_tui.engine.compaction.context_parts import message_parts
from agent_tui.engine.compaction.large_messages import large_messages
from agent_tui.protocol.messages import ChatMessage, Role, TextPart
from agent_tui.protocol.session_events import (
    ContextDescribed,
    ContextPart,
    ContextSource,
    LargeMessage,
)
from agent_tui.protocol.sessions import SessionInfo
from agent_tui.protocol.usage import Usage
from agent_tui.providers.demo.demo_summary import demo_summary
from agent_tui.ui.render.context_listing import context_listing
from agent_tui.ui.render.costs import usage_cost
from agent_tui.ui.widgets.status_facts import StatusFacts
from agent_tui.ui.widgets.status_line import Tone, status_line
from tests.ui.compaction.test_preview import a_mark


def said(tokens: int, width: int = 100) -> list[tuple[str, Tone]]:
    info = SessionInfo(id="s", model="m", context_tokens=tokens, context_window=1_000)
    return list(status_line(StatusFacts(info=info), width, now=0.0).left)


@pytest.mark.parametrize(
    ("tokens", "text", "tone"),
    [
        (790, "ctx 79 % (790/1.0k)", Tone.CALM),
        (810, "ctx 81 % (810/1.0k) high", Tone.LOUD),
        (930, "ctx 93 % (930/1.0k) nearly full", Tone.LOUD),
    ],
)
def test_a_window_that_fills_up_is_said_in_words_and_loud(
    tokens: int, text: str, tone: Tone
) -> None:
    assert (text, tone) in said(tokens)


def test_a_nearly_full_window_is_still_said_where_the_line_is_short() -> None:
    assert any(text.startswith("ctx 93 %") for text, _ in said(930, width=24))


def test_the_listing_says_what_is_free_and_which_messages_are_large() -> None:
    event = ContextDescribed(
        parts=(ContextPart(source=ContextSource.SUMMARY, tokens=100),),
        context_window=1_000,
        largest=(
            LargeMessage(source=ContextSource.PROMPTS, tokens=90, turn="a\x1b[31m\nb"),
            LargeMessage(source=ContextSource.ANSWERS, tokens=9, turn="too small to be named"),
        ),
        auto_at=0.9,
    )

    listing = context_listing(event)

    assert listing.rows[1][:2] == ("free", "~900")
    assert [row[0] for row in listing.rows[2:]] == ["large: prompts"]
    assert all("\x1b" not in cell and "\n" not in cell for row in listing.rows for cell in row)
    assert "At 90 %" in listing.footer


def test_a_summary_and_what_goes_with_it_are_told_apart_from_the_prompts() -> None:
    pinned = ChatMessage(id="p", role=Role.USER, parts=(TextPart(id="x", text="keep " * 50),))
    head = head_message(a_mark("summary " * 50), [pinned])

    parts = {part.source: part.tokens for part in message_parts([head], head)}

    assert parts[ContextSource.SUMMARY] > parts[ContextSource.PINNED] > 50
    assert parts[ContextSource.PROMPTS] == 0
    assert large_messages([head], 5, head=head)[0].source is ContextSource.SUMMARY


def test_what_stands_in_one_message_with_a_summary_keeps_the_name_of_its_own_prompt() -> None:
    head = head_message(a_mark("summary " * 50))
    for prompt, source in (("go on", ContextSource.SUMMARY), ("p" * 9_000, ContextSource.PROMPTS)):
        sent = f"{head.text}\n\n{prompt}"
        one = ChatMessage(id="p", role=Role.USER, parts=(TextPart(id="p", text=sent),))

        (large,) = large_messages([one], 5, head=head)

        assert (large.source, large.turn[:5]) == (source, prompt[:5])


def test_a_cost_that_we_computed_is_marked() -> None:
    assert usage_cost(Usage(cost_usd=0.5)) == "$0.50"
    assert usage_cost(Usage(cost_usd=0.5, is_cost_computed=True)) == "~$0.50"
    assert usage_cost(Usage()) == ""


def test_the_demo_agent_sums_up_what_was_asked_and_done() -> None:
    told = (
        "[User]\nlist files\n\n[Assistant calls list_dir]\n{}\n\n[Result]\na\n\n[Assistant]\nDone."
    )

    summary = demo_summary(told)

    assert "- list files" in summary
    assert "- Done." in summary
    assert "list_dir" in summary

"""A proposed summary above the composer."""

from __future__ import annotations

from typing import Any

from agent_tui.protocol.compaction_events import (
    CompactionEnded,
    CompactionOutcome,
    CompactionProposed,
    CompactionStarted,
    PinsChanged,
)
from agent_tui.protocol.compaction_inputs import (
    ApplyCompaction,
    CompactSession,
    DismissCompaction,
    PinMessage,
    UndoCompaction,
)
from agent_tui.protocol.compactions import Compaction
from agent_tui.protocol.messages import ChatMessage, Role, TextPart
from agent_tui.ui.compaction import preview
from agent_tui.ui.compaction.compaction_words import mark_title, what_stays
from agent_tui.ui.compaction.preview_rows import foot_row, preview_rows
from agent_tui.ui.render.cells import cells_of
from tests.ui.running_chat import RunningChat, opened, running_chat


def a_mark(text: str = "## Goals\n- to sort", **facts: Any) -> ChatMessage:
    known = {"message_count": 84, "tokens_before": 61_000, "tokens_after": 9_000, **facts}
    return ChatMessage(
        id="c1",
        role=Role.USER,
        parts=(TextPart(id="c1", text=text),),
        compaction=Compaction(**known),
    )


def a_proposal(text: str = "## Goals\n- to sort", **facts: Any) -> CompactionProposed:
    return CompactionProposed(session_id="s1", compaction_id="c1", mark=a_mark(text, **facts))


def sent(chat: RunningChat, kind: type[Any]) -> list[Any]:
    return [one for one in chat.engine.inputs if isinstance(one, kind)]


def test_it_says_how_much_is_summarised_and_what_stays() -> None:
    proposed = a_proposal(request=("p",), pinned=("q",))

    head = preview_rows(proposed, "text", 80).head

    assert head[0].strip() == "Summary of 84 messages · about 61k → 9.0k tokens"
    assert head[1].strip() == "Word for word stay: your last request, 1 pinned"


def test_a_summary_that_gains_nothing_is_told_before_it_is_used() -> None:
    head = preview_rows(a_proposal(tokens_before=900, tokens_after=950), "text", 80).head

    assert "no shorter than what it stands for" in " ".join(head)


def test_what_a_model_wrote_is_harmless_and_fits_whatever_the_width() -> None:
    text = "a\x1b[31mred\n" + "long " * 40 + "漢字" * 30

    for width in (1, 20, 80):
        rows = preview_rows(a_proposal(text), text, width)
        assert all("\x1b" not in row for row in (*rows.head, *rows.body))
        if width > 4:
            assert all(cells_of(row) <= width for row in (*rows.head, *rows.body))
            row = foot_row(width, first=0, shown=3, count=9, is_editing=False)
            assert cells_of(row) <= width


def test_the_line_in_the_transcript_says_what_became_of_it() -> None:
    compaction = a_mark().compaction
    assert compaction is not None

    assert "84 messages summarised, originals stay above" in mark_title(compaction, is_undone=False)
    assert "undone" in mark_title(compaction, is_undone=True)
    assert what_stays(a_mark(), 12) == "the last 12 messages"


async def test_a_proposal_is_read_edited_and_used(monkeypatch: Any) -> None:
    monkeypatch.setattr(preview, "ARMED_AFTER_S", 0.0)
    long_text = "\n".join(["## Goals", *("- to sort" for _ in range(20))])
    async with running_chat() as chat:
        await chat.enter("/compact the tests")
        await chat.emit(CompactionStarted(session_id="s1", compaction_id="c1", message_count=84))
        assert chat.sees("summarising 84 messages")
        await chat.emit(a_proposal(long_text))
        await chat.until_sees("Summary of 84 messages")
        await chat.until(lambda: not chat.is_composing())
        await chat.press("e")
        await chat.pilot.resize_terminal(40, 12)
        await chat.press("!")
        assert chat.sees("Esc ends editing")  # and not below the window
        await chat.press("escape", "enter")
        await chat.pilot.pause()

        assert sent(chat, CompactSession)[0].focus == "the tests"
        applied = sent(chat, ApplyCompaction)[0]
        assert (applied.compaction_id, applied.summary) == ("c1", f"{long_text}!")

        ended = CompactionEnded(
            session_id="s1",
            compaction_id="c1",
            outcome=CompactionOutcome.APPLIED,
            mark=a_mark(),
        )
        await chat.emit(ended)
        assert chat.is_composing()
        assert not chat.sees("Summary of 84 messages")
        assert chat.sees("84 messages summarised")
        await chat.press("f6", "u")
        await chat.pilot.pause()
        assert sent(chat, UndoCompaction)


async def test_a_proposal_that_comes_while_one_writes_takes_no_key() -> None:
    async with running_chat() as chat:
        await chat.write("half a prom")
        await chat.emit(a_proposal())
        await chat.until_sees("Summary of 84 messages")
        await chat.press("p", "t")

        assert chat.is_composing()
        assert chat.composer.text == "half a prompt"
        await chat.press("escape")
        await chat.pilot.pause()
        assert sent(chat, DismissCompaction)


async def test_a_prompt_is_pinned_and_marked_in_the_margin() -> None:
    prompt = ChatMessage(id="p1", role=Role.USER, parts=(TextPart(id="x", text="keep this"),))
    async with running_chat(is_open=False) as chat:
        await chat.emit(opened(messages=(prompt,)))
        await chat.press("f6", "p")
        await chat.pilot.pause()
        assert sent(chat, PinMessage) == [
            PinMessage(session_id="s1", message_id="p1", is_pinned=True)
        ]
        await chat.emit(PinsChanged(session_id="s1", message_ids=("p1",)))
        assert not chat.sees("pinned")
        await chat.emit(PinsChanged(session_id="s1", message_ids=("p1",), changed_id="p1"))
        assert chat.sees("pinned · stays word for word")
        assert chat.sees("◆keep this")

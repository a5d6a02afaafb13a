from __future__ import annotations

from rich.cells import cell_len

from agent_tui.protocol.sessions import QueuedPrompt, SessionInfo
from agent_tui.ui.widgets.queue_rows import queue_rows
from agent_tui.ui.widgets.token_text import context_text, token_text


def prompts(*texts: str) -> list[QueuedPrompt]:
    return [QueuedPrompt(id=str(number), text=text) for number, text in enumerate(texts)]


def test_three_prompts_are_shown_and_the_rest_is_counted() -> None:
    rows = queue_rows(prompts("a", "b", "c", "d", "e"), False, 60)

    assert rows == ["  ◦ a", "  ◦ b", "  ◦ c", "    2 more · queued: Up edits the last"]


def test_no_row_is_wider_than_the_screen_and_none_breaks_it() -> None:
    rows = queue_rows(prompts("漢字" * 40, "x\x1b[2Jy"), True, 30)

    assert all(cell_len(row) <= 30 for row in rows)
    assert rows[0].endswith("…")
    assert "\x1b" not in "".join(rows)


def test_a_low_window_gets_one_row() -> None:
    assert queue_rows(prompts("a", "b"), False, 60, most=0) == ["    2 queued: Up edits the last"]


def test_nothing_waits_nothing_is_shown() -> None:
    assert queue_rows([], False, 60) == []


def test_token_counts_have_at_most_four_digits() -> None:
    counts = [0, 999, 1000, 9949, 9950, 84_000, 999_499, 1_200_000]

    assert [token_text(count) for count in counts] == [
        "0", "999", "1.0k", "9.9k", "10k", "84k", "999k", "1.2M",
    ]  # fmt: skip


def test_context_use_is_said_as_far_as_it_is_known() -> None:
    assert context_text(SessionInfo(id="s")) == ""
    assert context_text(SessionInfo(id="s", context_tokens=1500)) == "1.5k"
    assert (
        context_text(SessionInfo(id="s", context_tokens=1000, context_window=8000))
        == "12 % (1.0k/8.0k)"
    )

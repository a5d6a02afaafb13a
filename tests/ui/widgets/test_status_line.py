from __future__ import annotations

from typing import Any

import pytest
from rich.cells import cell_len

from agent_tui.protocol.sessions import SessionInfo
from agent_tui.protocol.status import AppState
from agent_tui.ui.widgets.status_facts import StatusFacts
from agent_tui.ui.widgets.status_line import (
    SEPARATOR,
    elapsed_text,
    home_relative,
    status_line,
)

INFO = SessionInfo(
    id="s1",
    model="gpt-5.4",
    cwd="/srv/a-rather-long-folder/project",
    context_tokens=84_000,
    context_window=200_000,
)


def said(width: int, *, now: float = 112.0, **facts: Any) -> str:
    """The line as text, `|` between its halves."""
    line = status_line(StatusFacts(**{"info": INFO, **facts}), width, now=now)
    halves = [SEPARATOR.join(text for text, _ in half) for half in (line.left, line.right)]
    return " | ".join(half for half in halves if half)


def test_an_idle_session_says_where_one_is_and_what_helps() -> None:
    assert said(100) == (
        "chat · gpt-5.4 · ctx 42 % (84k/200k) · /srv/a-rather-long-folder/project"
        " | ? help · Ctrl+Q quit"
    )


def test_a_running_turn_says_how_long_what_and_how_to_stop() -> None:
    text = said(100, turn_started_at=100.0, activity="thinking")

    assert text.endswith("| ⠋ 12 s · thinking · Esc stop")


def test_a_retry_counts_down_and_says_why() -> None:
    text = said(120, turn_started_at=100.0, retry_at=116.0, retry_cause="too many requests")

    assert text.endswith("| too many requests · again in 4 s · Esc stop")


def test_before_the_session_is_open_the_line_says_connecting() -> None:
    assert said(80, info=None) == "⠋ connecting"


def test_leaving_says_what_is_awaited_and_that_the_key_forces() -> None:
    text = said(100, app_state=AppState.SHUTTING_DOWN, state_detail="saving")

    assert text.endswith("| ⠋ leaving: saving · Ctrl+Q again forces")


def test_a_conversation_that_is_not_on_disk_is_marked() -> None:
    unsaved = SessionInfo(id="s1", model="m")
    saved = SessionInfo(id="s1", model="m", is_saved=True)

    assert "not saved" in said(80, info=unsaved, has_turns=True)
    assert "not saved" not in said(80, info=unsaved)
    assert "not saved" not in said(80, info=saved, has_turns=True)
    assert "not saved" not in said(80, info=unsaved, has_turns=True, turn_started_at=1.0)


def test_an_estimated_context_use_has_a_tilde() -> None:
    info = SessionInfo(id="s1", model="m", context_tokens=900, is_context_estimated=True)

    assert "ctx ~900" in said(80, info=info)


def test_what_arrived_below_and_what_waits_is_counted() -> None:
    text = said(120, unseen_count=3, queued_count=2)

    assert "↓ 3 new · Ctrl+End" in text
    assert "2 queued" in text


@pytest.mark.parametrize(
    ("width", "left"),
    [
        (72, "gpt-5.4 · ctx 42 % (84k/200k) · project"),
        (60, "gpt-5.4 · ctx 42 % · project"),
        (48, "gpt-5.4 · ctx 42 %"),
        (36, "gpt-5.4"),
    ],
)
def test_a_shorter_line_leaves_out_what_matters_least(width: int, left: str) -> None:
    text = said(width, turn_started_at=100.0, activity="thinking")

    assert text.startswith(f"{left} | ⠋ 12 s")


@pytest.mark.parametrize("width", range(120))
def test_the_line_never_gets_longer_than_the_screen(width: int) -> None:
    cases: list[dict[str, Any]] = [
        {},
        {"turn_started_at": 1.0, "activity": "running 漢字"},
        {"retry_at": 9.0, "retry_cause": "no connection", "turn_started_at": 1.0},
        {"app_state": AppState.SHUTTING_DOWN, "state_detail": "waiting for the running turn"},
        {"hint": "Ctrl+C again to quit", "unseen_count": 12, "queued_count": 4},
    ]
    for facts in cases:
        assert cell_len(said(width, **facts).replace(" | ", "  ")) <= width


def test_foreign_names_cannot_leave_the_line() -> None:
    info = SessionInfo(id="s1", model="evil\x1b[2J\nmodel")

    assert "\x1b" not in said(80, info=info)
    assert "\n" not in said(80, info=info)


@pytest.mark.parametrize(
    ("seconds", "text"), [(0.4, "0 s"), (59.9, "59 s"), (185, "3 min 05 s"), (7620, "2 h 07 min")]
)
def test_durations_are_said_as_people_say_them(seconds: float, text: str) -> None:
    assert elapsed_text(seconds) == text


def test_the_home_folder_is_a_tilde() -> None:
    assert home_relative("/home/me/project", "/home/me") == "~/project"
    assert home_relative("/home/me", "/home/me") == "~"
    assert home_relative("/home/men", "/home/me") == "/home/men"
    assert home_relative("/srv", "") == "/srv"

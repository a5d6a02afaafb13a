from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace
from rich.cells import cell_len

from agent_tui.protocol.permissions import PermissionMode
from agent_tui.protocol.sessions import SessionInfo
from agent_tui.protocol.status import AppState
from agent_tui.ui.widgets.status_facts import StatusFacts
from agent_tui.ui.widgets.status_line import (
    SEPARATOR,
    Hints,
    Tone,
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
        "ask · gpt-5.4 · ctx 42 % (84k/200k) · /srv/a-rather-long-folder/project"
        " | ? help · Ctrl+Q quit"
    )


def test_a_running_turn_says_how_long_what_and_how_to_stop() -> None:
    text = said(100, turn_started_at=100.0, activity="thinking")

    assert text.endswith("| ⠋ 12 s · thinking · Esc stop")


def test_a_command_of_the_users_is_told_with_the_key_that_stops_it() -> None:
    assert said(100, running_shells=("a",)).endswith("| running a command · Esc stop")
    several = said(100, running_shells=("a", "b"))
    assert several.endswith("| running 2 commands · Esc stop the last")


def test_with_a_draft_only_keys_are_named_that_work_with_a_draft() -> None:
    assert said(100, has_draft=True).endswith("| F1 help · Ctrl+Q quit")
    assert "restores" in said(100, stashed_count=1)
    assert "restores" not in said(100, stashed_count=1, has_draft=True)


def test_a_retry_counts_down_and_says_why() -> None:
    text = said(120, turn_started_at=100.0, retry_at=116.0, retry_cause="too many requests")

    assert text.endswith("| too many requests · again in 4 s · Esc stop")


def test_before_the_session_is_open_the_line_says_connecting() -> None:
    assert said(80, info=None) == "⠋ connecting"


def test_leaving_says_what_is_awaited_and_that_the_key_forces() -> None:
    text = said(100, app_state=AppState.SHUTTING_DOWN, state_detail="saving")

    assert text.endswith("| ⠋ leaving: saving · Ctrl+Q again forces")


def test_an_agent_that_has_left_stands_still_and_asks_for_no_key() -> None:
    text = said(100, app_state=AppState.TERMINATED)

    assert text.endswith("| closed")
    assert not StatusFacts(app_state=AppState.TERMINATED).is_moving


def test_where_no_key_leaves_none_is_named() -> None:
    facts = StatusFacts(info=INFO, app_state=AppState.SHUTTING_DOWN)
    hints = Hints(help="", help_writing="", quit="", stop="Esc")

    line = status_line(facts, 100, now=112.0, hints=hints)

    assert [text for text, _ in line.right] == ["⠋ leaving: closing"]


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
        (78, "ask · gpt-5.4 · ctx 42 % (84k/200k) · project"),
        (66, "ask · gpt-5.4 · ctx 42 % · project"),
        (54, "ask · gpt-5.4 · ctx 42 %"),
        (48, "ask · gpt-5.4"),
        (36, "ask · gpt-5.4"),
        (24, "ask"),
    ],
)
def test_a_shorter_line_leaves_out_what_matters_least(width: int, left: str) -> None:
    text = said(width, turn_started_at=100.0, activity="thinking")

    assert text.startswith(f"{left} | ⠋ 12 s")


RUNNING: dict[str, Any] = {
    "turn_started_at": 100.0,
    "activity": "running pytest -q tests/ui/transcript/test_items",
}


@pytest.mark.parametrize(
    ("width", "text"),
    [
        (
            120,
            "ask · gpt-5.4 · ctx 42 % (84k/200k) · project"
            " | ⠋ 12 s · running pytest -q tests/ui/transcript/test_items · Esc stop",
        ),
        (80, "ask · gpt-5.4 · ctx 42 % · project | ⠋ 12 s · running pytest -q tests… · Esc stop"),
        (60, "ask · gpt-5.4 | ⠋ 12 s · running pytest -q tests… · Esc stop"),
        (40, "ask · gpt-5.4 | ⠋ 12 s · Esc stop"),
    ],
)
def test_a_running_command_is_named_as_far_as_there_is_room(width: int, text: str) -> None:
    assert said(width, **RUNNING) == text


@pytest.mark.parametrize(
    ("mode", "tone"),
    [
        (PermissionMode.PLAN, Tone.ACCENT),
        (PermissionMode.ASK, Tone.CALM),
        (PermissionMode.EDITS, Tone.ACCENT),
        (PermissionMode.FULL, Tone.ALARM),
    ],
)
def test_the_permission_mode_stands_first(mode: PermissionMode, tone: Tone) -> None:
    info = SessionInfo(id="s1", model="m", permission_mode=mode)
    text, seen_tone = status_line(StatusFacts(info=info), 80, now=0.0).left[0]

    assert (text.strip(), seen_tone) == (mode.value, tone)


@pytest.mark.parametrize("width", [16, 24, 30, 40, 60, 80])
def test_full_access_is_said_on_every_screen(width: int) -> None:
    info = replace(INFO, permission_mode=PermissionMode.FULL)

    assert "full" in said(width, info=info, **RUNNING)


@pytest.mark.parametrize(
    ("width", "text"),
    [
        (80, "ask · gpt-5.4 · ctx 42 % (84k/200k) · project | waits for you · Esc stop"),
        (60, "ask · gpt-5.4 · ctx 42 % · project | waits for you · Esc stop"),
        (40, "ask · gpt-5.4 | waits for you · Esc stop"),
        (20, "ask | waits for you"),
    ],
)
def test_what_waits_for_the_user_is_said_instead_of_the_spinner(width: int, text: str) -> None:
    assert said(width, is_waiting_for_user=True, **RUNNING) == text


def test_nothing_moves_while_the_user_is_awaited() -> None:
    running = StatusFacts(info=INFO, turn_started_at=1.0)
    waiting = replace(running, is_waiting_for_user=True)

    assert running.is_moving
    assert not waiting.is_moving
    assert replace(waiting, retry_at=9.0).is_moving
    assert replace(waiting, app_state=AppState.SHUTTING_DOWN).is_moving


def test_other_sessions_that_wait_have_a_badge() -> None:
    others = ("2 more: 1 waiting", "1 waiting", "")
    assert "2 more: 1 waiting · ? help" in said(100, others=others, is_other_urgent=True)
    assert "1 waiting · " in said(40, others=others, is_other_urgent=True, turn_started_at=100.0)
    assert "waiting" not in said(100)


@pytest.mark.parametrize("width", range(120))
def test_the_line_never_gets_longer_than_the_screen(width: int) -> None:
    cases: list[dict[str, Any]] = [
        {},
        {"turn_started_at": 1.0, "activity": "running 漢字"},
        {"retry_at": 9.0, "retry_cause": "no connection", "turn_started_at": 1.0},
        {"app_state": AppState.SHUTTING_DOWN, "state_detail": "waiting for the running turn"},
        {"is_waiting_for_user": True, "turn_started_at": 1.0, "others": ("3 more: 1 waiting", "")},
        {"info": replace(INFO, permission_mode=PermissionMode.FULL), **RUNNING},
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

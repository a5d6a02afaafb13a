"""Which sessions are open, how they stand, and which one a key leads to."""

from __future__ import annotations

import pytest

from agent_tui.protocol.agent_event import AgentEvent
from agent_tui.protocol.asking_events import PermissionClosed
from agent_tui.protocol.events import (
    QueueChanged,
    SessionClosed,
    SessionInfoChanged,
    SessionStatusChanged,
    TurnEnded,
    TurnStarted,
)
from agent_tui.protocol.messages import ShellCommand
from agent_tui.protocol.permissions import PromptOutcome
from agent_tui.protocol.prompt_events import ShellEnded, ShellStarted
from agent_tui.protocol.results import TurnResult
from agent_tui.protocol.sessions import QueuedPrompt
from agent_tui.protocol.status import SessionStatus, TurnStatus
from agent_tui.ui.forwarders.open_sessions_forwarder import OpenSessionsForwarder
from agent_tui.ui.sessions.open_sessions import Badge, OpenSessions
from agent_tui.ui.sessions.others_text import others_forms
from agent_tui.ui.widgets.status_facts import StatusFacts
from tests.ui.panels.asked import asked, requested
from tests.ui.running_chat import a_message, a_session, opened


class Watch:
    """The list, fed with events. said: hints. paints: how often the status bar was painted."""

    def __init__(self, *ids: str, key: str = "F8") -> None:
        self.shown = "s1"
        self.said: list[str] = []
        self.paints = 0
        self.now = 100.0
        self.facts = StatusFacts()
        self.sessions = OpenSessions(lambda: self.shown)
        self._forwarder = OpenSessionsForwarder(
            self.sessions,
            self.facts,
            show=self._paint,
            say=self.said.append,
            next_key=lambda: key,
            monotonic=lambda: self.now,
        )
        for session_id in ids:
            self.see(opened(session_id))

    def see(self, *events: AgentEvent) -> None:
        for event in events:
            self._forwarder.forward(event)

    def badges(self) -> dict[str, Badge]:
        return {one.info.id: one.badge for one in self.sessions.all}

    def _paint(self) -> None:
        self.paints += 1


def started(session_id: str) -> TurnStarted:
    return TurnStarted(session_id=session_id, turn_id="t", prompt=a_message("x"))


def ended(session_id: str, status: TurnStatus = TurnStatus.OK) -> TurnEnded:
    result = TurnResult(session_id=session_id, turn_id="t", status=status)
    return TurnEnded(session_id=session_id, turn_id="t", result=result)


def answered(session_id: str) -> PermissionClosed:
    return PermissionClosed(session_id=session_id, request_id="r1", outcome=PromptOutcome.ANSWERED)


def test_a_badge_follows_what_happens_in_the_session() -> None:
    watch = Watch("s1", "s2")
    seen = []
    for event in (
        started("s2"),
        requested(session_id="s2", request_id="r1"),
        answered("s2"),
        ended("s2"),
        started("s2"),
        ended("s2", TurnStatus.ERROR),
        started("s2"),
        ended("s2", TurnStatus.CANCELLED),
    ):
        watch.see(event)
        seen.append(watch.badges()["s2"])

    assert seen == [
        Badge.RUNNING,
        Badge.WAITING,
        Badge.RUNNING,
        Badge.DONE,
        Badge.RUNNING,
        Badge.FAILED,
        Badge.RUNNING,
        Badge.OPEN,
    ]


def test_what_one_has_looked_at_is_no_news_any_more() -> None:
    watch = Watch("s1", "s2")
    watch.see(ended("s2"))

    watch.shown = "s2"
    watch.see(opened("s2"))
    assert watch.badges()["s2"] is Badge.OPEN

    watch.see(started("s2"), ended("s2"))
    watch.shown = "s1"
    watch.see(opened("s1"))
    assert watch.badges()["s2"] is Badge.OPEN


def test_a_session_that_is_told_while_it_runs_is_running() -> None:
    watch = Watch("s1")
    watch.see(opened("s2", info=a_session("s2", status=SessionStatus.INTERRUPTED)))

    assert watch.badges()["s2"] is Badge.RUNNING
    watch.see(SessionStatusChanged(session_id="s2", status=SessionStatus.IDLE))
    assert watch.badges()["s2"] is Badge.OPEN


def test_one_is_told_once_when_a_session_behind_needs_one() -> None:
    watch = Watch("s1", "s2")
    watch.see(SessionInfoChanged(session_id="s2", info=a_session("s2", title="Fix\x1b it")))
    watch.see(started("s2"), requested(session_id="s2", request_id="r1"))
    watch.see(asked(session_id="s2", request_id="q2"), answered("s2"))
    watch.see(started("s1"), ended("s1"))

    assert watch.said == ["'Fix␛ it' waits for you · F8"]


def test_no_hint_takes_the_place_of_another() -> None:
    watch = Watch("s1", "s2")
    watch.facts.hint = "3 lines selected"

    watch.see(ended("s2"))

    assert watch.said == []
    assert watch.facts.others[0] == "1 more: 1 done"


def test_a_turn_that_is_followed_by_the_next_prompt_is_not_told_as_the_end() -> None:
    watch = Watch("s1", "s2")
    waiting = (QueuedPrompt(id="q", text="next"),)
    watch.see(started("s2"), QueueChanged(session_id="s2", prompts=waiting), ended("s2"))
    assert watch.said == []

    watch.see(started("s2"), QueueChanged(session_id="s2", prompts=()), ended("s2"))
    assert len(watch.said) == 1


def test_the_status_bar_is_painted_only_when_it_says_something_else() -> None:
    watch = Watch("s1", "s2", "s3")
    watch.see(started("s2"))
    before = watch.paints

    watch.see(
        started("s1"),
        started("s2"),
        SessionInfoChanged(session_id="s2", info=a_session("s2", title="other")),
        QueueChanged(session_id="s3", prompts=()),
    )

    assert watch.paints == before


def test_a_turn_that_is_told_anew_runs_since_it_began() -> None:
    watch = Watch("s1", "s2")
    watch.see(started("s2"))

    watch.now, watch.shown = 160.0, "s2"
    watch.facts.turn_started_at = 160.0  # what the view makes of it
    watch.see(opened("s2"), started("s2"))

    assert watch.facts.turn_started_at == 100.0


def test_a_closed_session_is_gone() -> None:
    watch = Watch("s1", "s2")

    watch.see(SessionClosed(session_id="s2", reason="idle"), started("s2"))

    assert watch.sessions.badge("s2") is None
    assert watch.facts.others == ()


@pytest.mark.parametrize(
    ("events", "said"),
    [
        ([], ""),
        ([started("s1")], "a turn is running"),
        ([requested(session_id="s1")], "a turn is running"),
        (
            [ShellStarted(session_id="s1", command=ShellCommand(id="c", command="ls"))],
            "a shell command is running",
        ),
        (
            [
                ShellStarted(session_id="s1", command=ShellCommand(id="c", command="ls")),
                ShellEnded(session_id="s1", message=a_message("", message_id="c")),
            ],
            "",
        ),
        (
            [QueueChanged(session_id="s1", prompts=(QueuedPrompt(id="q", text="x"),))],
            "prompts are waiting",
        ),
        (
            [
                QueueChanged(
                    session_id="s1", prompts=(QueuedPrompt(id="q", text="x"),), is_held=True
                )
            ],
            "",
        ),
    ],
)
def test_what_closing_would_cut_short_is_known(events: list[AgentEvent], said: str) -> None:
    watch = Watch("s1")
    watch.see(*events)

    session = watch.sessions.find("s1")
    assert session is not None
    assert session.going_on == said


@pytest.mark.parametrize(
    ("events", "next_id"),
    [
        ([], "s3"),
        ([ended("s1")], "s1"),
        ([ended("s4"), requested(session_id="s1", request_id="r")], "s1"),
        ([started("s4")], "s3"),
    ],
)
def test_the_next_session_waits_or_has_news_or_comes_by_place(
    events: list[AgentEvent], next_id: str
) -> None:
    watch = Watch("s1", "s2", "s3", "s4")
    watch.shown = "s2"
    watch.see(*events)

    assert watch.sessions.next() == next_id
    assert watch.sessions.previous() == "s1"


def test_places_are_counted_from_one_and_go_round() -> None:
    watch = Watch("s1", "s2")

    assert [watch.sessions.at(place) for place in (0, 1, 2, 3)] == ["", "s1", "s2", ""]
    watch.shown = "s2"
    assert (watch.sessions.next(), watch.sessions.previous()) == ("s1", "s1")
    watch.see(SessionClosed(session_id="s1", reason="user"))
    assert (watch.sessions.next(), watch.sessions.previous()) == ("", "")


def test_the_words_for_the_other_sessions_begin_with_the_most_urgent() -> None:
    badges = [Badge.OPEN, Badge.DONE, Badge.RUNNING, Badge.WAITING, Badge.WAITING]

    assert others_forms(badges) == (
        "5 more: 2 waiting, 1 running, 1 done",
        "5 more: 2 waiting",
        "2 waiting",
        "",
    )
    assert others_forms([Badge.OPEN]) == ("1 more", "")
    assert others_forms([]) == ()

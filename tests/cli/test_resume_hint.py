from __future__ import annotations

from agent_tui.cli.full_screen import resume_hint


def test_the_hint_names_the_session_in_front_and_how_many_more_were_open() -> None:
    assert resume_hint("ab12", 0) == "Resume with: agent-tui --resume ab12"
    assert resume_hint("ab12", 2).endswith("ab12 · --resume alone lists 2 more that you had open")


def test_sessions_behind_an_empty_one_are_not_passed_over() -> None:
    assert resume_hint("", 0) == ""
    assert resume_hint("", 2).endswith("--resume, which lists the 2 sessions you had open")

from __future__ import annotations

from agent_tui.cli.full_screen import resume_hint


def test_the_hint_names_the_session_in_front_and_how_many_more_were_open() -> None:
    assert resume_hint("ab12", ()) == "Resume with: agent-tui --resume ab12"
    assert resume_hint("ab12", ("c", "d")).endswith(
        "ab12 · --resume alone lists 2 more that you had open"
    )


def test_sessions_behind_an_empty_one_are_not_passed_over() -> None:
    assert resume_hint("", ()) == ""
    assert resume_hint("", ("c", "d")).endswith("--resume, which lists the 2 sessions you had open")


def test_one_other_session_is_named() -> None:
    other = "cd34" * 8

    assert resume_hint("ab12", (other,)).endswith(" --resume ab12 · the other one: cd34cd34")
    assert resume_hint("", (other,)) == "Resume with: agent-tui --resume cd34cd34"

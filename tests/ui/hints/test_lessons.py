from __future__ import annotations

import pytest

from agent_tui.config.key_bindings import KeyBindings
from agent_tui.protocol.hints import HintsSeen
from agent_tui.ui.hints.lessons import LAST_PROMPT, LESSONS, Lessons


def lessons(seen: HintsSeen | None = None, keys: KeyBindings | None = None) -> Lessons:
    return Lessons(keys or KeyBindings.default(), seen or HintsSeen())


def test_one_thing_is_said_for_an_empty_composer_and_another_while_one_writes() -> None:
    taught = lessons()

    assert taught.hint(is_blank=True) == "/ lists commands"
    assert taught.hint(is_blank=False) == "Enter sends"


def test_with_each_prompt_another_hint_has_its_turn() -> None:
    taught = lessons()
    said = []
    for _ in range(3):
        said.append(taught.hint(is_blank=True))
        taught.note_sent("hello")

    assert len(set(said)) == 3


@pytest.mark.parametrize(
    ("text", "name"),
    [("/help", "commands"), ("look at @a.py", "files"), ("!ls", "shell"), ("hello", "send")],
)
def test_what_was_sent_tells_what_is_known(text: str, name: str) -> None:
    taught = lessons()
    taught.note_sent(text)

    assert name in taught.seen.used


def test_a_used_key_ends_its_hint() -> None:
    taught = lessons()

    assert taught.note_key("ctrl+r")
    assert not taught.note_key("ctrl+r")
    assert not taught.note_key("f6")
    assert "history" in taught.seen.used


def test_enter_alone_is_no_prompt_that_was_sent() -> None:
    taught = lessons()

    assert not taught.note_key("enter")
    assert taught.hint(is_blank=False) == "Enter sends"


def test_after_a_handful_of_prompts_nothing_is_said_any_more() -> None:
    taught = lessons(HintsSeen(prompts=LAST_PROMPT - 1))
    taught.note_sent("hello")

    assert taught.is_over
    assert taught.hint(is_blank=True) == taught.hint(is_blank=False) == ""
    assert not taught.note_sent("hello")


def test_who_knows_everything_is_told_nothing() -> None:
    assert lessons(HintsSeen(used=tuple(lesson.name for lesson in LESSONS))).is_over


def test_a_hint_names_the_key_that_is_bound_and_none_without_one() -> None:
    keys = KeyBindings.default().bind("submit", "ctrl+j").bind("new_line")

    assert lessons(keys=keys).hint(is_blank=False) == "Ctrl+J sends"
    assert lessons(HintsSeen(used=("send",)), keys).hint(is_blank=False) == ""

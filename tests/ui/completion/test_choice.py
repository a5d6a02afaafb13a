from __future__ import annotations

from msgspec.structs import replace

from agent_tui.ui.completion.choice import Choice
from agent_tui.ui.completion.offer import Entry, Offer, TypedLine, agreed_start

TYPED = TypedLine("/m", 2)


def entries(*texts: str) -> list[Entry]:
    return [Entry(inserted=text, label=text) for text in texts]


class FakeSource:
    """Offers what a test says."""

    def __init__(self, *texts: str, prefers_first: bool = False) -> None:
        self.next: Offer | None = Offer(
            start=0, end=2, kind="fake", entries=entries(*texts), prefers_first=prefers_first
        )

    def offer(self, typed: TypedLine) -> Offer | None:
        return self.next


def a_choice(*texts: str, prefers_first: bool = False) -> tuple[Choice, FakeSource]:
    choice, source = Choice(), FakeSource(*texts, prefers_first=prefers_first)
    choice.sources = (source,)
    choice.update(TYPED)
    return choice, source


def chosen(choice: Choice) -> str:
    return choice.entry.inserted if choice.entry is not None else ""


def test_nothing_is_chosen_before_a_key_chooses() -> None:
    assert chosen(a_choice("a", "b")[0]) == ""
    assert chosen(a_choice("a", "b", prefers_first=True)[0]) == "a"


def test_behind_the_last_entry_comes_none_and_then_the_first() -> None:
    choice, _ = a_choice("a", "b")
    seen = []

    for _ in range(4):
        choice.move(1)
        seen.append(chosen(choice))

    assert seen == ["a", "b", "", "a"]
    choice.move(-2)
    assert chosen(choice) == "b"


def test_what_was_chosen_stays_chosen_when_more_entries_come() -> None:
    choice, source = a_choice("a", "b", prefers_first=True)
    choice.move(1)
    assert source.next is not None
    source.next = replace(source.next, entries=entries("new", "a", "b"))

    choice.update(TYPED)

    assert chosen(choice) == "b"


def test_another_letter_begins_the_choice_anew() -> None:
    choice, source = a_choice("a", "b", prefers_first=True)
    choice.move(1)
    assert source.next is not None
    source.next = replace(source.next, end=3)

    choice.update(TypedLine("/mo", 3))

    assert chosen(choice) == "a"


def test_a_dismissed_offer_stays_away_until_another_is_begun() -> None:
    choice, source = a_choice("a")
    begun = source.next

    choice.dismiss()
    choice.update(TypedLine("/mo", 3))
    assert choice.offer is None

    source.next = None
    choice.update(TypedLine("x", 1))
    source.next = begun
    choice.update(TYPED)
    assert choice.offer is begun


def test_a_list_that_became_shorter_has_no_chosen_entry_outside() -> None:
    choice, source = a_choice("a", "b", "c")
    choice.move(3)
    assert source.next is not None
    source.next = replace(source.next, entries=[])

    choice.update(TYPED)

    assert choice.entry is None


def test_texts_agree_as_far_as_they_begin_alike() -> None:
    assert agreed_start(["/model ", "/mode "]) == "/mode"
    assert agreed_start(["/model "]) == "/model "
    assert agreed_start([]) == ""

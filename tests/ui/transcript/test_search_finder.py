from __future__ import annotations

import random
from collections.abc import Callable

import pytest

from agent_tui.ui.transcript.search.finder import Finder
from agent_tui.ui.transcript.search.query import Query


class Texts:
    """Numbered texts that count how often each was read."""

    def __init__(self, texts: list[str]) -> None:
        self.first = 0
        self.texts = dict(enumerate(texts))
        self.read: list[int] = []

    @property
    def end(self) -> int:
        return self.first + len(self.texts)

    def source(self, number: int) -> str:
        self.read.append(number)
        return self.texts[number]

    def put_above(self, text: str) -> None:
        self.first -= 1
        self.texts[self.first] = text

    def put_below(self, text: str) -> None:
        self.texts[self.end] = text


def after(count: int) -> Callable[[], bool]:
    """Over after so many texts."""
    left = [count]

    def is_over() -> bool:
        left[0] -= 1
        return left[0] < 0

    return is_over


def never() -> bool:
    return False


def seeking(texts: Texts, text: str, origin: int | None = None) -> Finder:
    finder = Finder(texts)
    finder.start(Query(text), texts.end - 1 if origin is None else origin)
    return finder


@pytest.mark.parametrize(
    ("sought", "text", "count"),
    [
        ("reader", "Reader reads READER", 2),
        ("Reader", "Reader reads READER", 1),
        ("aa", "aaaa", 2),
        ("ä", "Ä ä", 2),
        ("流", "流れ星 流", 2),
        (".*", "a.*b", 1),
        ("", "anything", 0),
        ("ß", "STRASSE Straße", 1),
        ("i", "İ I i", 2),
    ],
)
def test_text_is_literal_and_an_upper_case_letter_makes_case_count(
    sought: str, text: str, count: int
) -> None:
    assert Query(sought).count(text) == count
    assert len(list(Query(sought).spans(text))) == count


@pytest.mark.parametrize(
    "source",
    ["red fox", "red\nfox", "a red\n  fox", "the **red** fox", "> a red\n> fox", "`red` *fox*"],
)
def test_words_are_found_across_lines_and_the_marks_of_markdown(source: str) -> None:
    assert Query("red fox").count(source) == 1


def test_words_that_touch_are_not_two_words() -> None:
    assert Query("red fox").count("redfox") == 0


def test_offsets_hold_where_lower_case_is_longer() -> None:
    text = "İİ end"
    [(start, end)] = Query("end").spans(text)

    assert text[start:end] == "end"


def test_it_searches_from_the_origin_upwards_and_then_from_the_end() -> None:
    texts = Texts(["x"] * 6)
    finder = seeking(texts, "x", origin=2)

    finder.work(never)

    assert texts.read == [2, 1, 0, 5, 4, 3]
    assert finder.total == 6


def test_it_can_be_interrupted_at_each_text_and_goes_on_there() -> None:
    texts = Texts(["x", "y", "x x", "y", "x"])
    finder = seeking(texts, "x")

    totals = []
    while not finder.is_done:
        finder.work(after(1))
        totals.append(finder.total)

    assert totals == [1, 1, 3, 3, 4]
    assert len(texts.read) == 5


def test_a_longer_query_looks_only_where_the_shorter_one_occurs() -> None:
    texts = Texts(["abc", "ab", "none", "abc abc", "x"])
    finder = seeking(texts, "ab")
    finder.work(never)
    texts.read.clear()

    finder.start(Query("abc"), 4)
    finder.work(never)

    assert texts.read == [3, 1, 0]
    assert finder.counts == {3: 2, 0: 1}


def test_a_longer_query_also_looks_where_the_shorter_one_had_not_got() -> None:
    texts = Texts(["abc", "ab", "none", "abc", "x"])
    finder = seeking(texts, "ab")
    finder.work(after(2))
    texts.read.clear()

    finder.start(Query("abc"), 4)
    finder.work(never)

    assert texts.read == [3, 2, 1, 0]
    assert finder.total == 2


def test_a_shorter_query_starts_over() -> None:
    texts = Texts(["ab", "abc"])
    finder = seeking(texts, "abc")
    finder.work(never)

    finder.start(Query("ab"), 1)
    finder.work(never)

    assert finder.total == 2


def test_a_text_that_changed_is_searched_again() -> None:
    texts = Texts(["x", "x", "y"])
    finder = seeking(texts, "x")
    finder.work(never)

    texts.texts[2] = "y x x"
    texts.texts[0] = "y"
    finder.changed(2)
    finder.changed(0)

    assert not finder.is_done
    finder.work(never)
    assert finder.counts == {1: 1, 2: 2}
    assert finder.total == 3


def test_texts_that_are_added_at_either_end_are_searched_when_they_come() -> None:
    texts = Texts(["x"])
    finder = seeking(texts, "x")
    finder.work(never)

    texts.put_above("x in history")
    texts.put_below("x at last")

    assert not finder.is_done
    finder.work(never)
    assert finder.total == 3
    assert finder.above(0) == -1
    assert finder.below(0) == 1


def test_the_nearest_hit_is_known_before_the_rest_is_searched() -> None:
    texts = Texts(["x"] * 1000)
    finder = seeking(texts, "x")

    finder.work(after(2))

    assert finder.nearest() == 999
    assert finder.above(999) == 998
    assert finder.above(998) is None
    assert finder.total_below(998) == 1


def test_a_hit_that_may_not_be_the_nearest_is_not_told() -> None:
    texts = Texts(["x", "y", "x", "y", "y"])
    finder = seeking(texts, "x", origin=1)

    finder.work(after(1))
    texts.texts[4] = "x"
    finder.changed(4)
    finder.work(after(1))

    assert finder.counts == {4: 1}
    assert finder.nearest() is None
    finder.work(never)
    assert finder.nearest() == 0


def test_around_the_ends_one_goes_on_at_the_other() -> None:
    texts = Texts(["x", "y", "x"])
    finder = seeking(texts, "x")
    finder.work(never)

    assert (finder.above(0), finder.below(2)) == (2, 0)


def test_without_a_hit_there_is_no_way() -> None:
    texts = Texts(["y"])
    finder = seeking(texts, "x")
    finder.work(never)

    assert finder.is_done
    assert finder.nearest() is finder.above(0) is finder.below(0) is None


def test_nothing_at_all_is_searched_at_once() -> None:
    finder = seeking(Texts([]), "x")

    finder.work(never)

    assert finder.is_done


@pytest.mark.parametrize("seed", range(20))
def test_whatever_happens_on_the_way_the_counts_are_right_in_the_end(seed: int) -> None:
    chance = random.Random(seed)
    texts = Texts(["".join(chance.choices("abx ", k=6)) for _ in range(chance.randrange(1, 30))])
    origin = chance.randrange(texts.end)
    finder = Finder(texts)
    sought = ""
    for _ in range(40):
        match chance.randrange(6):
            case 0:
                texts.put_above("".join(chance.choices("abx ", k=6)))
            case 1:
                texts.put_below("".join(chance.choices("abx ", k=6)))
            case 2:
                number = chance.randrange(texts.first, texts.end)
                texts.texts[number] = "".join(chance.choices("abx ", k=6))
                finder.changed(number)
            case 3:
                sought = (sought + chance.choice("abx"))[:2]
                finder.start(Query(sought), origin)
            case 4:
                sought = chance.choice("abx")
                finder.start(Query(sought), origin)
            case _:
                finder.work(after(chance.randrange(8)))
    finder.work(never)

    expected = {number: text.count(sought) for number, text in texts.texts.items() if sought}
    assert finder.counts == {number: count for number, count in expected.items() if count}
    assert finder.total == sum(finder.counts.values())


@pytest.mark.parametrize("seed", range(20))
def test_what_is_told_as_the_next_hit_stays_the_next_hit(seed: int) -> None:
    chance = random.Random(seed)
    texts = Texts([chance.choice(["ab", "a", "y"]) for _ in range(30)])
    origin = chance.randrange(texts.end)
    finder = seeking(texts, "a", origin)
    finder.work(after(chance.randrange(30)))
    finder.start(Query("ab"), origin)
    hits = [number for number in texts.texts if "ab" in texts.texts[number]]
    while not finder.is_done:
        finder.work(after(1))
        for number in hits:
            if (above := finder.above(number)) is not None:
                assert above == max([hit for hit in hits if hit < number] or hits)
            if (below := finder.below(number)) is not None:
                assert below == min([hit for hit in hits if hit > number] or hits)
            if (total := finder.total_below(number)) is not None:
                assert total == sum(hit > number for hit in hits)

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent_tui.protocol.mentions import mention_at, mention_of, mentions_in


def targets(text: str) -> list[str]:
    return [mention.target for mention in mentions_in(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("look at @src/main.py please", ["src/main.py"]),
        ("@a.py and @b.py", ["a.py", "b.py"]),
        ("(@a.py)", ["a.py)"]),  # whoever looks for it tries without the bracket, too
        ('@"a b.txt" now', ["a b.txt"]),
        ("mail me: somebody@example.org", []),
        ("alone: @ and @@twice", []),
        ("one\n@two", ["two"]),
        ('@"" is nothing', []),
        (r'@"C:\dir"', [r"C:\dir"]),  # no escape, so it means itself
    ],
)
def test_mentions_begin_at_a_words_beginning(text: str, found: list[str]) -> None:
    assert targets(text) == found


def test_punctuation_behind_a_mention_may_belong_to_the_sentence() -> None:
    (mention,) = mentions_in("Is it in @src/main.py?")

    assert mention.spellings == ("src/main.py?", "src/main.py")


@given(st.text(min_size=1).filter(lambda name: "\0" not in name))
def test_whatever_a_file_is_called_its_mention_means_it(name: str) -> None:
    assert targets(f"see {mention_of(name)} there") == [name]
    assert mention_of(name).isprintable()


# What the system gives for bytes that are no UTF-8.
BYTES = st.characters(min_codepoint=0xDC80, max_codepoint=0xDCFF, categories=["Cs"])


@given(st.text(BYTES | st.characters(categories=["Cc", "Ll"]), min_size=1))
def test_names_that_are_no_text_survive_their_mention(name: str) -> None:
    assert targets(mention_of(name)) == [name]


@pytest.mark.parametrize(
    ("line", "target"),
    [
        ("@|", ""),
        ("see @sr|", "sr"),
        ("see @src/ma|", "src/ma"),
        ("see @sr|c", "sr"),
        ('see @"a b|', "a b"),
        ('see @"a b/"|', "a b/"),
        ('see @"a b/"ma|', "a b/ma"),
        ("me@example|", None),
        ("@done |", None),
        ('@"done" |', None),
        ("|@later", None),
        ("@@|", None),
    ],
)
def test_what_is_being_typed_is_known_at_the_cursor(line: str, target: str | None) -> None:
    column = line.index("|")

    mention = mention_at(line.replace("|", ""), column)

    assert (mention.target if mention else None) == target


def test_a_mention_in_the_middle_of_a_word_reaches_to_its_end() -> None:
    mention = mention_at("see @src/main.py now", 7)

    assert mention is not None
    assert (mention.start, mention.end) == (4, 16)


def test_ten_thousand_mentions_are_read_one_by_one() -> None:
    assert len(targets("@a.py " * 10_000)) == 10_000

"""Bad input: huge counts, endless macros, huge lines, texts that must not change."""

from __future__ import annotations

import pytest

from agent_tui.ui.vim.engine import VimEngine
from agent_tui.ui.vim.mode import Mode
from agent_tui.ui.vim.text import Buffer
from tests.ui.vim.typing_keys import after, feed_all, opened, shown

HUGE = "999999999"
TOO_MUCH = "The text would grow by more than 1000000 characters"


class Lines:
    """A text of a million lines, none of which is kept."""

    line_count = 1_000_000

    def line(self, row: int) -> str:
        return f"line {row}" if row % 10 else ""

    def wraps(self, row: int) -> tuple[int, ...]:
        return (0,)


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        ("x", "|a\nbb"),
        ("l", "a|a\nbb"),
        ("j", "aa\nb|b"),
        ("w", "aa\nb|b"),
        ("dd", "|"),
        ("J", "aa| bb"),
        ("~", "a|A\nbb"),
        ("G", "aa\n|bb"),
        ("u", "a|a\nbb"),
        ("fx", "a|a\nbb"),
        ("rx", "a|a\nbb"),
    ],
)
def test_a_huge_count_ends_where_the_text_does(keys: str, expected: str) -> None:
    assert after("a|a\nbb", HUGE + keys) == expected


@pytest.mark.parametrize(
    "keys",
    [
        f"yy{HUGE}p",
        f"{HUGE}ix<Esc>",
        f"{HUGE}o<Esc>",
        f"{HUGE}ix<BS>y<Esc>",
        f"v{HUGE}>",
        f"ix<Esc>{HUGE}.",
        f'ix<Esc>{HUGE}".p',
    ],
)
def test_what_would_fill_the_memory_is_refused_with_a_message(keys: str) -> None:
    engine, buffer = opened("|one")

    effects = feed_all(engine, keys)

    assert effects.message == TOO_MUCH
    assert effects.is_error
    assert len(buffer.text) < 10


def test_a_macro_that_calls_itself_ends_with_a_message() -> None:
    engine, _ = opened("|")

    effects = feed_all(engine, "qqia<Esc>@qq@q")

    assert effects.message == "E132: The macro calls itself too often"
    assert engine.mode is Mode.NORMAL
    assert feed_all(engine, "0").message == ""


def test_a_macro_stops_at_the_first_command_that_fails() -> None:
    assert after("|1\n2\n3", "qqA,<Esc>jq9@q") == "1,\n2,\n3|,"


@pytest.mark.parametrize("keys", ["x", "p", "ix", "dd", "J", "r1", "cwx", "vd", "u", ">>", "~"])
def test_a_text_for_reading_is_never_changed(keys: str) -> None:
    buffer = Buffer("one two\nthree")
    engine = VimEngine(buffer, is_read_only=True)

    feed_all(engine, "yiw")
    effects = feed_all(engine, keys)

    assert effects.message == "E21: Cannot make changes, 'modifiable' is off"
    assert effects.edits == ()
    assert engine.mode is Mode.NORMAL
    assert buffer.text == "one two\nthree"


def test_a_text_for_reading_is_searched_selected_and_yanked() -> None:
    engine = VimEngine(Buffer("one two\nthree"), is_read_only=True)

    feed_all(engine, "/th<CR>viwy")

    content = engine.registers.get('"')
    assert content is not None
    assert content.text == "three"


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        ("G", (999_999, 0)),
        ("500000G", (499_999, 0)),
        ("}}", (20, 0)),
        ("/line 777<CR>", (777, 0)),
        ("Gk", (999_998, 0)),
    ],
)
def test_a_million_lines_are_walked_without_being_copied(
    keys: str, expected: tuple[int, int]
) -> None:
    engine = VimEngine(Lines(), is_read_only=True)

    feed_all(engine, keys)

    assert engine.cursor == expected


@pytest.mark.parametrize(
    "keys", ["x", "dw", "ix<Esc>", "gqq", "cibx<Esc>", "%", "das", "viwy", "<C-v>$p"]
)
def test_a_line_of_a_million_characters_is_edited(keys: str) -> None:
    engine, buffer = opened("|" + "word " * 200_000)

    feed_all(engine, keys)

    assert engine.mode is Mode.NORMAL
    assert engine.cursor[0] < buffer.line_count


@pytest.mark.parametrize("key", ["<F13>", "<C-]>", "\x00", "<Nonsense>", "\ue000", "<PageUp>"])
def test_keys_that_mean_nothing_change_nothing(key: str) -> None:
    engine, buffer = opened("o|ne")

    engine.feed(key)

    assert shown(buffer, engine.cursor) == "o|ne"
    assert engine.mode is Mode.NORMAL

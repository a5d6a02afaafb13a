"""What real Vim 9 makes of insert and replace mode. A "|" stands where the cursor is."""

from __future__ import annotations

import pytest

from tests.ui.vim.typing_keys import after

CASES = (
    ("|b", "ia<Esc>", "|ab"),
    ("|b", "3ia<Esc>", "aa|ab"),
    ("|b", "Ac<Esc>", "b|c"),
    ("  |b", "Ia<Esc>", "  |ab"),
    ("|a", "ob<Esc>", "a\n|b"),
    ("|a", "Ob<Esc>", "|b\na"),
    ("|a", "3ob<Esc>", "a\nb\nb\n|b"),
    ("one |two", "i<C-w>x<Esc>", "|xtwo"),
    ("one |two", "i<C-u>x<Esc>", "|xtwo"),
    ("one\n|two", "i<BS>x<Esc>", "one|xtwo"),
    ("|ab", "Rxyz<Esc>", "xy|z"),
    ("|abc", "Rxy<BS><Esc>", "|xbc"),
    ("|abc", "2Rx<Esc>", "x|xc"),
    ("|one two", 'yiwA <C-r>"<Esc>', "one two on|e"),
    ("|one", "i<C-v>x41<Esc>", "|Aone"),
    ("|ab", "aX<Left>Y<Esc>", "a|YXb"),
    ("one |two", "i<C-o>Dx<Esc>", "one |x"),
    ("|one", "A<C-o>0x<Esc>", "|xone"),
    ("|ab", "i<CR><Esc>", "\n|ab"),
    ("a|b", "a<Del>c<Esc>", "ab|c"),
    ("|one", "A two<Esc>ggA<C-a><Esc>", "one two tw|o"),
    ("|x", "iab<Esc>giC<Esc>", "ab|Cx"),
    ("|one two", "cwX<Esc>w.", "X |X"),
    ("|one", "i<Tab><Esc>", "|\tone"),
    ("|one", "i<C-t><Esc>", "|\tone"),
    ("\t|one", "i<C-d><Esc>", "|one"),
    ("|ab\ncd", "jA<C-y><Esc>", "ab\nc|d"),
    ("|one", "sX<Esc>", "|Xne"),
    ("|one two", "SX<Esc>", "|X"),
    ("|one\ntwo\nthree", "2ccX<Esc>", "|X\nthree"),
)


@pytest.mark.parametrize(("text", "keys", "expected"), CASES)
def test_insert_mode_types_edits_and_repeats(text: str, keys: str, expected: str) -> None:
    assert after(text, keys) == expected

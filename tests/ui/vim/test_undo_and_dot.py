"""What real Vim 9 makes of u, Ctrl+R, U and ".". A "|" stands where the cursor is."""

from __future__ import annotations

import pytest

from tests.ui.vim.typing_keys import after

CASES = (
    ("|one two", "dwu", "|one two"),
    ("|one two", "dwu<C-r>", "|two"),
    ("|one two three", "dw.u", "|two three"),
    ("|one two three", "dw.uu", "|one two three"),
    ("|abc", "x3.", "|"),
    ("|abc", "3xu", "|abc"),
    ("|one", "iab<Esc>u", "|one"),
    ("|one", "iab<Left>c<Esc>u", "a|bone"),
    ("|one", "iab<Left>c<Esc>uu", "|one"),
    ("|one\ntwo", "ddu", "|one\ntwo"),
    ("one\n|two", "Px<Esc>u", "one\n|two"),
    ("|a", "ob<Esc>u", "|a"),
    ("|one two", "xxU", "|one two"),
    ("|one two", "xxUU", "|e two"),
    ("|a b c d", "dw..", "|d"),
    ("|one", "3ix<Esc>.", "xxxx|xxone"),
    ("|one two", "A!<Esc>.", "one two!|!"),
    ("|a\nb\nc", "A,<Esc>j.j.", "a,\nb,\nc|,"),
    ("|one two three", "v2ld.", "|o three"),
    ("|one\ntwo\nthree", "Vd.", "|three"),
    ("|abc\nabc\nabc", "<C-v>jd.", "|c\nc\nabc"),
    ("|one two", "ciwX<Esc>w.", "X |X"),
    ("|f(a) g(b)", "f(ci(X<Esc>f(.", "f(X) g(|X)"),
    ("|1\n2\n3", '"add"bddu"ap', "2\n|1\n3"),
    ("|1\n2\n3\n4", 'dddd"1pu.', "3\n|1\n4"),
    ("|a b c", "dwu<C-r>u", "|a b c"),
    ("|a b", "dwdwuu<C-r>", "|b"),
    ("|one\ntwo", "Ju", "|one\ntwo"),
    ("|one", "rXu", "|one"),
    ("|one", "~u.", "O|ne"),
    ("a|b", "i<CR><Esc>u", "a|b"),
)


@pytest.mark.parametrize(("text", "keys", "expected"), CASES)
def test_undo_and_repetition_do_what_vim_does(text: str, keys: str, expected: str) -> None:
    assert after(text, keys) == expected

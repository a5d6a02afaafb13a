"""What real Vim 9 makes of registers and macros. A "|" stands where the cursor is."""

from __future__ import annotations

import pytest

from tests.ui.vim.typing_keys import after

CASES = (
    ("|one two three", '"adw"bdw"aP', "one| three"),
    ("|one two", '"ayw"Aywx"ap', "none one| e two"),
    ("|one\ntwo\nthree", 'dddd"2p', "three\n|one"),
    ("|one two", 'yiwdw"0P', "on|etwo"),
    ("|one two", '"_dwp', "|two"),
    ("|one two", 'dw"-P', "one| two"),
    ("|one", '"ayy"Ayy"ap', "one\n|one\none"),
    ("|a", "qqA1<Esc>q2@q", "a11|1"),
    ("|1\n2\n3", "qqA,<Esc>jq2@q", "1,\n2,\n3|,"),
    ("|1\n2\n3", "qqA,<Esc>jq9@q", "1,\n2,\n3|,"),
    ("|1\n2", "qqxjq@q@@", "\n|"),
    ("|x", "qqiab<Esc>q@@", "a|bx"),
    ("|ab", '"qyl@q', "a|b"),
    ("|one two", '"ayiw"byiwP', "on|eone two"),
    ("|one\ntwo", '"ayyj"ap3"aP', "one\ntwo\n|one\none\none\none"),
    ("|1\n2\n3\n4\n5\n6\n7\n8\n9\n10", "dd..........", "|"),
    ("|(a) b", 'd%"1P', "(a|) b"),
    ("|one two", 'd/two<CR>"1P', "one| two"),
)


@pytest.mark.parametrize(("text", "keys", "expected"), CASES)
def test_registers_and_macros_hold_what_vim_holds(text: str, keys: str, expected: str) -> None:
    assert after(text, keys) == expected

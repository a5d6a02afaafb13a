"""What real Vim 9 makes of visual mode. A "|" stands where the cursor is."""

from __future__ import annotations

import pytest

from tests.ui.vim.typing_keys import after

CASES = (
    ("|one two", "vld", "|e two"),
    ("|one two", "veyP", "on|eone two"),
    ("|one\ntwo\nthree", "Vjd", "|three"),
    ("|abc\nabc\nabc", "<C-v>jld", "|c\nc\nabc"),
    ("|abc\nabc", "<C-v>jIx<Esc>", "|xabc\nxabc"),
    ("|abc\na\nabc", "<C-v>2jlAx<Esc>", "|abxc\na x\nabxc"),
    ("|abc\na\nabcd", "<C-v>2j$Ax<Esc>", "|abcx\nax\nabcdx"),
    ("|abc\nabc", "<C-v>jlcX<Esc>", "|Xc\nXc"),
    ("|one two", "vey$vp", "one twon|e"),
    ("|one two three", "yiwwviwp", "one on|e three"),
    ("|one\ntwo", "vjJ", "one| two"),
    ("|one two", "viwU", "|ONE two"),
    ("|one two", "viw~", "|ONE two"),
    ("|one two", "veo<Esc>", "|one two"),
    ("|one two", "vlrX", "|XXe two"),
    ("|one\ntwo", "Vj>", "\t|one\n\ttwo"),
    ("|one\ntwo\nthree", "Vjy2jP", "one\ntwo\n|one\ntwo\nthree"),
    ("one |two three", "viwiwd", "one |three"),
    ("(a (|b) c)", "vi(i(d", "(a (|) c)"),
    ('"a |b" c', 'vi"a"d', "|c"),
    ("|one\n\ntwo\n\nthree", "vipipd", "|two\n\nthree"),
    ("|one two", "vwgvd", "|wo"),
    ("|one two", "vee<Esc>gvd", "|"),
    ("|1\n1\n1", "Vjg<C-a>", "|2\n3\n1"),
    ("|one\ntwo", "Vp", "|two"),
    ("|one\ntwo", "yyVjp", "|one"),
    ("|ab\ncd", "<C-v>jyP", "|aab\nccd"),
    ("|ab\ncd\nef", "<C-v>jy$p", "ab|a\ncdc\nef"),
    ("|one", "vlcX<Esc>u", "|one"),
    ("|abc", "vlS<Esc>", "|"),
    ("|one two", "vwX", "|"),
    ("|a\tb", "<C-v>ld", "|b"),
    ("|one\ntwo", "v$d", "|two"),
    ("|one two", "v:s/o/0/g<CR>", "|0ne tw0"),
)


@pytest.mark.parametrize(("text", "keys", "expected"), CASES)
def test_a_selection_is_operated_on(text: str, keys: str, expected: str) -> None:
    assert after(text, keys) == expected

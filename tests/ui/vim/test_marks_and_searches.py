"""What real Vim 9 makes of marks and searches. A "|" stands where the cursor is."""

from __future__ import annotations

import pytest

from tests.ui.vim.typing_keys import after

CASES = (
    ("|one\ntwo\nthree", "majjx`ax", "|ne\ntwo\nhree"),
    ("one |two\nthree", "majd`a", "one |e"),
    ("|one\ntwo\nthree", "majjd'a", "|"),
    ("|one two\none two", "/two<CR>x", "one |wo\none two"),
    ("|one two\none two", "/two<CR>nx", "one two\none |wo"),
    ("|one two\none two", "?two<CR>x", "one two\none |wo"),
    ("|one two one", "*x", "one two |ne"),
    ("one two |one", "#x", "|ne two one"),
    ("|one two", "/two/e<CR>x", "one t|w"),
    ("|one\ntwo\nthree", "/two/+1<CR>x", "one\ntwo\n|hree"),
    ("|one two", "d/two<CR>", "|two"),
    ("|one two", "c/w<CR>X<Esc>", "|Xwo"),
    ("|one\ntwo", "Gx``x", "|ne\nwo"),
    ("|ab\ncd", "ddu``", "ab\n|cd"),
    ("a\nb|b\n\txx", "ggjddu``", "a\nbb\n\t|xx"),
    ("|ab", "O<Esc>``", "\n|ab"),
    ("|ab\ncd\n", "X:m+<CR>U", "cd\n|ab\n"),
    ("|ab\ncd", "x:t.<CR>kU", "|b\nb\ncd"),
    ("a\n|b\nc\nd", "Vj:%d<CR>", "a\n|d"),
    ("a\n|b\nc\nd", ":1,2$d<CR>", "|c\nd"),
    ("a\n|b\nc\nb", "Vj:%s/b/X/<CR>", "a\n|b\nc\nb"),
    ("a\n|bb\nc\nb", ":2,4s/b/xb/<CR>G`[", "a\n|xbb\nc\nxb"),
    ("a\n|bb\nc\nb", ":2,4s/b/x/<CR>gg`]", "a\nxb\nc\n|x"),
    ("a\n|bb\nc\nb", ":2,3><CR>gg`]", "a\n\tbb\n\t|c\nb"),
    ("|n\no", "Jg;x", "n|o"),
    ("|\na", "<C-v>yPgv<Esc>", "|\na"),
    ("|\na", "<C-v>yPgvp", "|\na"),
    ("|one\ntwo\nthree", "GkxG'.x", "one\n|o\nthree"),
    ("|one two", "wyiw`[x", "one |wo"),
    ("|one two", "wyiw`]x", "one t|w"),
    ("|one two three", "wv e<Esc>`<lt>x", "one |wo three"),
    ("|one two three", "wve<Esc>`>x", "one tw| three"),
    ("|one two", "/zzz<CR>x", "|ne two"),
    ("|foo foox foo", "*x", "foo foox |oo"),
    ("|foo foox foo", "g*x", "foo |oox foo"),
    ("|a.b a.b", "/a\\.b<CR>x", "a.b |.b"),
    ("|one\ntwo", "jx<C-o>x", "one\n|o"),
)


@pytest.mark.parametrize(("text", "keys", "expected"), CASES)
def test_marks_and_searches_lead_where_vim_goes(text: str, keys: str, expected: str) -> None:
    assert after(text, keys) == expected

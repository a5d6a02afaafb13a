from __future__ import annotations

import pytest

from agent_tui.ui.widgets.clean_paste import clean_paste


@pytest.mark.parametrize(
    ("pasted", "cleaned"),
    [
        ("a\r\nb\rc\n", "a\nb\nc\n"),
        ("\x1b[1;31mred\x1b[0m", "red"),
        ("\x1b]0;title\x07text", "text"),
        ("\x1b]8;;http://x\x1b\\link\x1b]8;;\x1b\\", "link"),
        ("a\x00b\x7fc\x9bd", "abcd"),
        ("a\x85b\u2028c\u2029d", "a\nb\nc\nd"),
        ("half \ud83d of one", "half \ufffd of one"),
        ("\x1b]52;c;never ended", "52;c;never ended"),
        ("tab\tstays, é 漢 👍 too", "tab\tstays, é 漢 👍 too"),
    ],
)
def test_a_paste_brings_text_and_nothing_that_moves_the_cursor(pasted: str, cleaned: str) -> None:
    assert clean_paste(pasted) == cleaned

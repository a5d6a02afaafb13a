"""What a delta costs does not grow with the text."""

from __future__ import annotations

import gc
import subprocess
import sys

import pytest

from agent_tui.ui.markdown.markdown_rows import MarkdownRows
from agent_tui.ui.markdown.row_writer import Frame
from tests.ui.markdown.drawn import PALETTE, lines

_ENDLESS = {
    "one line": "word ",
    "one word": "aB3d",
    "wide characters": "日本語",
    "paragraph": "some words on a line\n",
    "list": "- an item of a list\n",
    "one item": "  more of the same item\n",
    "quote": "> some quoted words\n",
    "code": "x = f(1)\n",
    "table": "| some | words |\n",
}
_BEGINNINGS = {"one item": "- first\n", "code": "```py\n", "table": "| a | b |\n|---|---|\n"}


@pytest.mark.parametrize("kind", _ENDLESS)
def test_of_an_endless_block_only_the_end_is_drawn_again(kind: str) -> None:
    drawing = MarkdownRows(Frame(80), PALETTE)
    drawing.append(_BEGINNINGS.get(kind, ""))
    most_drawn_again = 0

    for _ in range(60):
        drawing.append(_ENDLESS[kind] * (1_000 // len(_ENDLESS[kind])))
        most_drawn_again = max(most_drawn_again, drawing.row_count - drawing.frozen_count)

    assert drawing.frozen_count > 500
    assert most_drawn_again < 200


def test_the_first_paint_does_not_pay_for_parser_and_highlighter() -> None:
    code = (
        "import sys, agent_tui.ui.transcript.transcript;"
        "print([name for name in ('markdown_it', 'pygments') if name in sys.modules])"
    )
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert shown.stdout.strip() == "[]"


def test_drawing_leaves_nothing_behind_that_waits_for_the_garbage_collector() -> None:
    lines("# One\n\ntext\n\n- list\n\n> quote\n\n```\ncode\n```\n")  # fills what is kept
    gc.collect()
    gc.disable()
    try:
        before = _renderers()
        lines("# One\n\ntext\n\n- list\n\n> quote\n\n```\ncode\n```\n")

        assert _renderers() == before
    finally:
        gc.enable()


def _renderers() -> int:
    return sum(type(found).__name__ == "_BlockRenderer" for found in gc.get_objects())

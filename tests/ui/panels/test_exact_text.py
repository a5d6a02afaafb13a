"""Nothing foreign hides, moves the cursor or is taken for markup."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from rich.style import Style

from agent_tui.protocol.permissions import PermissionItem
from agent_tui.protocol.questions import Choice, Question, QuestionKind
from agent_tui.ui.markdown.wrap import row_cells
from agent_tui.ui.panels.permission.arguments import pretty
from agent_tui.ui.render.exact_text import exact_rows, hard_wrapped, is_plain, revealed
from tests.ui.panels.asked import a_bare_app, a_command, a_fetch, a_request, questions

PLAIN, MARK = Style(), Style(bold=True)

HIDDEN = {
    "escape": ("a\x1b[2Jb", "a␛[2Jb"),
    "backspace": ("rm\x08\x08ls", "rm␈␈ls"),
    "carriage return": ("safe\rrm", "safe‹U+000D›rm"),
    "bidi override": ("a\u202eb", "a‹U+202E›b"),
    "bidi isolate": ("a\u2066b", "a‹U+2066›b"),
    "zero-width space": ("a\u200bb", "a‹U+200B›b"),
    "zero-width joiner": ("a\u200db", "a‹U+200D›b"),
    "soft hyphen": ("a\u00adb", "a‹U+00AD›b"),
    "no-break space": ("a\u00a0b", "a‹U+00A0›b"),
    "ideographic space": ("a\u3000b", "a‹U+3000›b"),
    "Hangul filler": ("a\u3164b", "a‹U+3164›b"),
    "braille blank": ("a\u2800b", "a‹U+2800›b"),
    "variation selector": ("a\ufe0fb", "a‹U+FE0F›b"),
    "tag character": ("a\U000e0041b", "a‹U+E0041›b"),
    "line separator": ("a\u2028b", "a‹U+2028›b"),
    "byte order mark": ("\ufeffa", "‹U+FEFF›a"),
    "C1": ("a\x9bb", "a\\x9bb"),
    "lone surrogate": ("a\ud800b", "a\ufffdb"),
}


@pytest.mark.parametrize(("foreign", "shown"), HIDDEN.values(), ids=HIDDEN.keys())
def test_what_one_could_not_see_is_spelled_out(foreign: str, shown: str) -> None:
    assert revealed(foreign) == shown
    assert not is_plain(foreign)


@pytest.mark.parametrize("text", ["ls -la", "größe", "漢字", "a\tb\nc", "if x:\n        y\n\n\nz"])
def test_plain_text_stays_as_it_is(text: str) -> None:
    assert revealed(text) == text
    assert is_plain(text)


def test_blanks_and_breaks_that_push_the_rest_out_of_sight_are_counted() -> None:
    assert revealed("ls" + " " * 500 + "; rm -rf x") == "ls ‹500 blanks› ; rm -rf x"
    assert revealed("ls" + "\n" * 300 + "rm -rf x") == "ls‹300 line breaks›\nrm -rf x"


def test_every_blank_and_line_break_of_a_command_is_shown() -> None:
    rows = ["".join(run.text for run in row) for row in exact_rows("a  b \n c", 20, PLAIN, MARK)]

    assert rows == ["a  b ↵", " c"]


@pytest.mark.parametrize("width", [2, 3, 7, 80])
@pytest.mark.parametrize(
    "text", ["x" * 200, "漢字かな" * 30, "e\u0301" * 50, "a\tb\tc", "👍🏽 ok" * 9, ""]
)
def test_rows_are_as_wide_as_they_say_and_lose_nothing(text: str, width: int) -> None:
    rows = list(exact_rows(text, width, PLAIN, MARK))

    assert all(row_cells(row) <= width for row in rows)
    joined = "".join(run.text for row in rows for run in row)
    assert joined.replace(" ", "") == text.replace("\t", "").replace(" ", "")


def test_a_tab_stands_where_it_stands_in_the_line() -> None:
    (row,) = exact_rows("ab\u200b\tc", 40, PLAIN, MARK)

    assert "".join(run.text for run in row) == "ab‹U+200B›  c"


def test_a_megabyte_in_one_line_is_wrapped_in_time() -> None:
    assert sum(1 for _ in exact_rows("x" * 1_000_000, 80, PLAIN, MARK)) == 12_500


def test_a_line_without_text_is_one_row() -> None:
    assert list(hard_wrapped([], 10)) == [[]]


def test_pretty_json_hides_nothing_and_keeps_what_is_no_json() -> None:
    assert pretty('{"a":"\\u200b"}') == '{\n  "a": "\\u200b"\n}'
    assert pretty('{"a":"ü"}') == '{\n  "a": "ü"\n}'
    assert pretty("{broken") == "{broken"


EVIL = "[red]x[/red] \x1b[31m\x1b]0;t\x07 \u202e\u200b 漢字"


def evil_item(**fields: object) -> PermissionItem:
    every = {
        "tool": EVIL,
        "summary": EVIL,
        "reason": EVIL,
        "session_rules": (f"run({EVIL})",),
        "always_rules": (f"run({EVIL})",),
        "warnings": (EVIL,),
    }
    return replace(a_command(EVIL), **{**every, **fields})


DIFF_OF_EVIL = f"--- a/{EVIL}\n+++ b/{EVIL}\n@@ -1 +1 @@ {EVIL}\n-{EVIL}\n+{EVIL}2\n"
ITEMS = {
    "command": (evil_item(),),
    "arguments": (a_fetch(arguments=f'{{"x": "{EVIL}'),),
    "diff": (evil_item(command="", diff=DIFF_OF_EVIL),),
    "batch": (evil_item(), evil_item(call_id="c2")),
}


@pytest.mark.parametrize("keys", [[], ["p"], ["n"], ["e"], ["pagedown"]], ids=str)
@pytest.mark.parametrize("size", [(60, 24), (140, 50)])
@pytest.mark.parametrize("items", ITEMS.values(), ids=ITEMS.keys())
async def test_no_field_of_a_request_can_harm_the_screen(
    items: tuple[PermissionItem, ...], size: tuple[int, int], keys: list[str]
) -> None:
    async with a_bare_app(size=size) as hands:
        await hands.ask(a_request(*items))
        await hands.press(*keys)

        strips = hands.app.screen._compositor.render_strips()
        assert [strip.cell_length for strip in strips] == [size[0]] * size[1]
        seen = "".join(strip.text for strip in strips)
        assert not set(seen) & set("\x1b\x07\u202e\u200b")
        assert "[red]x[/red]" in seen or "exactly as written" in seen


async def test_no_field_of_a_question_can_harm_the_screen() -> None:
    one = Question(
        id="a",
        text=EVIL,
        header=EVIL,
        kind=QuestionKind.MULTI,
        choices=(Choice(label=EVIL, description=EVIL),),
        default=EVIL,
    )
    two = Question(id="b", text=EVIL, header=EVIL, default=EVIL)
    async with a_bare_app(size=(60, 40)) as hands:
        await hands.ask(questions(one, two, title=EVIL))
        for keys in ((), ("right",), ("escape", "right")):
            await hands.press(*keys)
            strips = hands.app.screen._compositor.render_strips()
            assert [strip.cell_length for strip in strips] == [60] * 40
            seen = "".join(strip.text for strip in strips)
            assert not set(seen) & set("\x1b\x07\u202e")
            assert "[red]x[/red]" in seen

from __future__ import annotations

import pytest

from agent_tui.ui.vim import patterns
from agent_tui.ui.vim.mode import Mode
from agent_tui.ui.vim.visual_state import Selection
from agent_tui.ui.vim.widths import MAX_COLUMN
from agent_tui.ui.widgets.cursor_shape import CursorShape
from agent_tui.ui.widgets.paste_chips import PasteChips
from agent_tui.ui.widgets.status_facts import StatusFacts
from agent_tui.ui.widgets.status_line import Tone, status_line
from agent_tui.ui.widgets.vim_keys import vim_key
from agent_tui.ui.widgets.vim_labels import cursor_shape, mode_label
from agent_tui.ui.widgets.vim_marks import found_spans, selected_span
from agent_tui.ui.widgets.vim_remaps import VimRemaps
from agent_tui.ui.widgets.vim_text import FoldedChips


@pytest.mark.parametrize(
    ("key", "character", "wanted"),
    [
        ("a", "a", "a"),
        ("A", "A", "A"),
        ("left_square_bracket", "[", "["),
        ("less_than_sign", "<", "<"),
        ("space", " ", " "),
        ("ä", "ä", "ä"),
        ("語", "語", "語"),
        ("escape", "\x1b", "<Esc>"),
        ("ctrl+left_square_bracket", None, "<Esc>"),
        ("enter", "\r", "<CR>"),
        ("backspace", "\x7f", "<BS>"),
        ("tab", "\t", "<Tab>"),
        ("ctrl+r", "\x12", "<C-r>"),
        ("ctrl+right_square_bracket", "\x1d", "<C-]>"),
        ("f6", None, ""),
        ("shift+tab", None, ""),
        ("alt+x", None, ""),
        ("ctrl+home", None, ""),
    ],
)
def test_keys_of_the_terminal_have_the_names_that_vim_gives_them(
    key: str, character: str | None, wanted: str
) -> None:
    assert vim_key(key, character) == wanted


@pytest.mark.parametrize(
    ("mode", "pending", "recording", "label", "shape"),
    [
        (Mode.NORMAL, "", "", "NORMAL", CursorShape.PAINTED),
        (Mode.OPERATOR_PENDING, "2d", "", "NORMAL 2d", CursorShape.PAINTED),
        (Mode.INSERT, "", "a", "INSERT recording @a", CursorShape.BAR),
        (Mode.REPLACE, "", "", "REPLACE", CursorShape.UNDERLINE),
        (Mode.VISUAL, "", "", "VISUAL", CursorShape.PAINTED),
        (Mode.VISUAL_LINE, "", "", "V-LINE", CursorShape.PAINTED),
        (Mode.VISUAL_BLOCK, "", "", "V-BLOCK", CursorShape.PAINTED),
        (Mode.COMMAND, "", "", "COMMAND", CursorShape.PAINTED),
    ],
)
def test_each_mode_has_a_label_and_a_cursor(
    mode: Mode, pending: str, recording: str, label: str, shape: CursorShape
) -> None:
    assert mode_label(mode, pending=pending, recording=recording) == label
    assert cursor_shape(mode) is shape


def test_a_chip_is_one_character_to_vim_and_comes_back_as_what_it_was() -> None:
    chips = PasteChips()
    label = chips.add("1\n2\n3")
    folded = FoldedChips(chips)
    line = f"see {label} now"

    short = folded.folded(line)

    assert len(short) == len("see X now")
    assert folded.unfolded(short) == line
    assert folded.expanded(short) == "see 1\n2\n3 now"
    assert folded.folded_column(line, len("see ") + len(label)) == len("see X")
    assert folded.unfolded_column(line, len("see X")) == len("see ") + len(label)


def test_a_label_that_stands_for_no_paste_is_plain_text() -> None:
    chips = PasteChips()
    chips.add("one")
    text = "[Pasted text #7 +3 lines]"

    assert FoldedChips(chips).folded(text) == text


@pytest.mark.parametrize(
    ("selection", "row", "line", "span"),
    [
        (Selection(Mode.VISUAL, (0, 2), (0, 4)), 0, "abcdefg", (2, 5)),
        (Selection(Mode.VISUAL, (0, 2), (2, 0)), 0, "abc", (2, 3)),
        (Selection(Mode.VISUAL, (0, 2), (2, 0)), 1, "", (0, 1)),
        (Selection(Mode.VISUAL, (0, 2), (2, 0)), 2, "abc", (0, 1)),
        (Selection(Mode.VISUAL, (0, 2), (2, 0)), 3, "abc", None),
        (Selection(Mode.VISUAL_LINE, (1, 2), (1, 2)), 1, "abc", (0, 3)),
        (Selection(Mode.VISUAL_BLOCK, (0, 1), (1, 2), 1, 2), 0, "abcd", (1, 3)),
        (Selection(Mode.VISUAL_BLOCK, (0, 1), (1, 2), 1, 2), 1, "a", None),
        (Selection(Mode.VISUAL_BLOCK, (0, 1), (1, 2), 1, MAX_COLUMN), 0, "abcd", (1, 4)),
        (Selection(Mode.VISUAL_BLOCK, (0, 1), (1, 2), 2, 3), 0, "語語", (1, 2)),
    ],
)
def test_what_is_selected_is_painted_line_by_line(
    selection: Selection, row: int, line: str, span: tuple[int, int] | None
) -> None:
    found = selected_span(selection, row, line, 8)

    assert (found and (found[0], min(found[1], max(len(line), 1)))) == span


def test_matches_are_painted_without_the_empty_ones() -> None:
    expression = patterns.compiled("o*", ignore_case=False, smart_case=False)

    assert list(found_spans(expression, "foo bo")) == [(1, 3), (5, 6)]


def test_the_mode_is_the_last_to_leave_a_narrow_status_bar() -> None:
    facts = StatusFacts(editing_mode="V-BLOCK", hint="")

    assert ("V-BLOCK", Tone.ACCENT) in status_line(facts, 24, now=0.0).left


def test_of_a_long_typed_line_the_end_is_seen() -> None:
    facts = StatusFacts(editing_mode="COMMAND", command_line=":s/" + "x" * 50 + "/end")

    assert status_line(facts, 12, now=0.0).left == (("…xxxxxx/end█", Tone.LOUD),)


def test_a_remapped_sequence_is_taken_back_when_it_is_complete() -> None:
    remaps = VimRemaps({"jj": "<Esc>", "jkl": "<Esc>:w<CR>"})

    assert [remaps.after(key, 0.1) for key in "ajj"] == [["a"], ["j"], ["<BS>", "<Esc>"]]
    assert [remaps.after(key, 0.2) for key in "jkl"][-1] == [
        "<BS>",
        "<BS>",
        "<Esc>",
        ":",
        "w",
        "<CR>",
    ]


def test_a_sequence_does_not_count_over_a_pause_or_another_key() -> None:
    remaps = VimRemaps({"jj": "<Esc>"})

    assert [remaps.after("j", at) for at in (0.0, 5.0)] == [["j"], ["j"]]
    assert [remaps.after(key, 5.1) for key in ("<BS>", "j")] == [["<BS>"], ["j"]]
    remaps.forget()
    assert remaps.after("j", 5.2) == ["j"]

from __future__ import annotations

import pytest

from agent_tui.ui.commands.picking import Pick
from agent_tui.ui.widgets.pick_filter import PickFilter

PICKS = (
    Pick("1", "/copy [n|code]", "Copy the last answer"),
    Pick("2", "/config […]", "Settings and where each comes from"),
    Pick("3", "Fix the build", "session · 2 h ago · /proj"),
    Pick("4", "solarized-dark", "theme"),
)


def fitting(text: str) -> list[str]:
    rows = PickFilter(PICKS)
    rows.set_text(text)
    return [pick.value for pick in rows.fitting]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("", ["1", "2", "3", "4"]),
        ("  ", ["1", "2", "3", "4"]),
        ("config", ["2"]),
        ("CONFIG", ["2"]),
        ("cfg", ["2"]),
        ("fixbuild", ["3"]),
        ("fix build", ["3"]),
        ("theme", ["4"]),
        ("dark theme", ["4"]),
        ("settings", ["2"]),
        ("zzz", []),
    ],
)
def test_rows_fit_by_letters_of_the_label_and_by_words_of_the_note(
    text: str, values: list[str]
) -> None:
    assert fitting(text) == values


def test_a_label_goes_before_a_note() -> None:
    picks = (Pick("note", "other", "all about copies"), Pick("label", "copies", ""))
    rows = PickFilter(picks)
    rows.set_text("copies")

    assert [pick.value for pick in rows.fitting] == ["label", "note"]


def test_the_typed_letters_are_marked_in_the_label_only() -> None:
    rows = PickFilter(PICKS)
    rows.set_text("cfg")

    marked = rows.positions("/config […]")
    assert "".join("/config […]"[place] for place in marked) == "cfg"
    rows.set_text("theme")
    assert rows.positions("solarized-dark") == ()


def test_of_several_words_what_has_them_as_typed_comes_first_then_what_has_them_all() -> None:
    titles = ("Fix 7 and the old build", "Tidy up", "Old build, fixed", "Make the old build fast")
    rows = PickFilter([Pick(title, title) for title in titles])

    rows.set_text("old build")
    assert rows.fitting[0].label == "Old build, fixed"
    rows.set_text("fix build")
    assert [pick.label for pick in rows.fitting] == ["Fix 7 and the old build", "Old build, fixed"]

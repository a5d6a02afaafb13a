"""Which style a piece of text gets."""

from __future__ import annotations

import pytest
from rich.style import Style

from agent_tui.ui.markdown.palette import Palette, palette_from
from tests.ui.markdown.drawn import PALETTE, coloured, style_of


@pytest.mark.parametrize(
    ("source", "attribute"),
    [
        ("**word**", "bold"),
        ("*word*", "italic"),
        ("~~word~~", "strike"),
        ("[word](u)", "underline"),
    ],
)
def test_inline_marks_become_attributes(source: str, attribute: str) -> None:
    assert getattr(style_of("word", f"some {source} here"), attribute)
    assert not getattr(style_of("here", f"some {source} here"), attribute)


def test_marks_nest_and_keep_their_words_together() -> None:
    style = style_of("both", "**bold *both***")

    assert style.bold
    assert style.italic
    assert [row[0][0] for row in coloured(["xx aa**bb**"], 5)] == ["xx", "aa"]


def test_a_link_can_be_followed_by_the_terminal() -> None:
    assert style_of("word", "[word](https://example.com/a)").link == "https://example.com/a"


def test_a_target_that_a_terminal_cannot_open_only_looks_like_a_link() -> None:
    assert style_of("word", "[word](src/app.py)").link is None


def test_an_image_is_a_link_with_its_description() -> None:
    assert (
        style_of("plan", "![plan](https://example.com/p.png)").link == "https://example.com/p.png"
    )


def test_code_is_coloured_by_its_language_and_plain_without_one() -> None:
    assert style_of("def", "```python\ndef f(): pass\n```").color == PALETTE.code_keyword.color
    assert style_of("def", "```\ndef f(): pass\n```").color == PALETTE.code_block.color
    assert style_of("def", "```no-such-language\ndef f()\n```").color == PALETTE.code_block.color


def test_a_string_over_several_lines_has_its_colour_once_the_code_is_closed() -> None:
    source = '```python\n"""one\ntwo def\n"""\n' + "x = 1\n" * 200 + "```\n"

    assert style_of("two def", source).color == PALETTE.code_string.color


def test_headings_of_the_upper_levels_carry_the_accent() -> None:
    assert style_of("One", "# One").color == PALETTE.accent.color
    assert style_of("Three", "### Three").color == PALETTE.text.color
    assert style_of("Three", "### Three").bold


def test_every_cell_has_the_background_of_the_theme() -> None:
    palette = palette_from({"background": "#101020", "foreground": "#f0f0f0"}, dark=True)

    assert palette.text.bgcolor is not None
    assert palette.text.bgcolor.name == "#101020"
    assert all(
        style is not None and style.bgcolor for row in coloured(["a\n\n- b"]) for _, style in row
    )


def test_a_theme_of_terminal_colours_is_never_mixed_with_others() -> None:
    palette = palette_from(
        {"background": "ansi_default", "foreground": "ansi_default", "primary": "ansi_blue"}
        | dict.fromkeys(("secondary", "accent", "success", "warning", "error"), "ansi_red"),
        dark=True,
    )

    colours = [style.color for style in _styles(palette) if style.color is not None]
    assert all(colour.triplet is None for colour in colours)


def test_a_faded_palette_has_one_colour_for_all_text() -> None:
    faded = PALETTE.faded()

    assert {style.color for style in _styles(faded)} == {PALETTE.dim.color}


def _styles(palette: Palette) -> list[Style]:
    return [getattr(palette, name) for name in Palette.__dataclass_fields__]

from __future__ import annotations

from pathlib import Path

import pytest
from rich.color import Color as RichColor
from textual.color import Color
from textual.theme import Theme

from agent_tui.errors import ConfigError
from agent_tui.ui.markdown.palette import Palette, palette_from
from agent_tui.ui.themes import load_theme, theme_folders, theme_names
from tests.ui.running_chat import running_chat

SHIPPED = theme_folders()
NAMES = theme_names(SHIPPED)
TRUE_COLOUR_NAMES = [name for name in NAMES if name != "system"]
WRITTEN_ON = ("background", "surface", "panel")
TONES = ("primary", "secondary", "accent", "success", "warning", "error")


def contrast(one: str, other: str) -> float:
    """The contrast ratio of WCAG 2.2, 1 to 21."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in Color.parse(colour).normalized
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def colour_of(theme: Theme, name: str) -> str:
    colour = getattr(theme, name)
    assert isinstance(colour, str)
    return colour


def palette_of(name: str) -> Palette:
    """What the transcript makes of a theme, as Textual hands it over."""
    theme = load_theme(name, SHIPPED)
    return palette_from(theme.to_color_system().generate() | theme.variables, theme.dark)


def hex_of(colour: RichColor | None) -> str:
    assert colour is not None
    assert colour.triplet is not None
    return colour.triplet.hex


def test_the_themes_that_are_promised_are_there() -> None:
    assert {"agent-tui-dark", "agent-tui-light", "system", "colour-blind-safe"} <= set(NAMES)
    assert "high-contrast" in NAMES
    assert len(NAMES) >= 10


@pytest.mark.parametrize("name", TRUE_COLOUR_NAMES)
def test_a_theme_is_as_dark_as_it_says(name: str) -> None:
    theme = load_theme(name, SHIPPED)

    assert theme.dark is (luminance(colour_of(theme, "background")) < 0.2)


def test_there_is_a_choice_of_dark_and_of_light_themes() -> None:
    dark = [name for name in TRUE_COLOUR_NAMES if load_theme(name, SHIPPED).dark]

    assert len(dark) >= 4
    assert len(TRUE_COLOUR_NAMES) - len(dark) >= 4


@pytest.mark.parametrize("name", TRUE_COLOUR_NAMES)
def test_text_can_be_read_on_everything_it_is_written_on(name: str) -> None:
    theme = load_theme(name, SHIPPED)

    for back in WRITTEN_ON:
        assert contrast(colour_of(theme, "foreground"), colour_of(theme, back)) >= 4.5


@pytest.mark.parametrize("name", TRUE_COLOUR_NAMES)
def test_dim_text_can_be_read(name: str) -> None:
    theme = load_theme(name, SHIPPED)
    text, back = colour_of(theme, "foreground"), colour_of(theme, "background")
    mixed = Color.parse(back).blend(Color.parse(text), 0.62).hex  # the transcript's own mixture

    for behind in WRITTEN_ON:
        assert contrast(theme.variables["text-muted"], colour_of(theme, behind)) >= 3
    assert contrast(mixed, back) >= 3


@pytest.mark.parametrize("name", TRUE_COLOUR_NAMES)
def test_every_tone_can_be_read_as_text(name: str) -> None:
    theme = load_theme(name, SHIPPED)

    for tone in TONES:
        for back in WRITTEN_ON:
            assert contrast(colour_of(theme, tone), colour_of(theme, back)) >= 4.5, (tone, back)


@pytest.mark.parametrize("name", TRUE_COLOUR_NAMES)
def test_selected_text_can_be_read(name: str) -> None:
    theme = load_theme(name, SHIPPED)
    selection = theme.variables["screen-selection-background"]

    assert contrast(colour_of(theme, "foreground"), selection) >= 4.5
    for tone in TONES:
        assert contrast(colour_of(theme, tone), selection) >= 3, tone
    assert contrast(colour_of(theme, "background"), selection) >= 1.3  # it can be seen at all


@pytest.mark.parametrize("name", TRUE_COLOUR_NAMES)
def test_code_can_be_read_on_its_band(name: str) -> None:
    palette = palette_of(name)
    band = palette.code_block.bgcolor

    for style in (
        palette.code_keyword,
        palette.code_name,
        palette.code_string,
        palette.code_number,
    ):
        assert style.bgcolor == band
        assert contrast(hex_of(style.color), hex_of(band)) >= 4.5
    assert contrast(hex_of(palette.code_block.color), hex_of(band)) >= 4.5
    assert contrast(hex_of(palette.code_comment.color), hex_of(band)) >= 3


@pytest.mark.parametrize("name", TRUE_COLOUR_NAMES)
def test_code_can_be_read_on_the_tints_of_a_difference(name: str) -> None:
    palette = palette_of(name)
    lines = (palette.diff_added, palette.diff_removed)
    words = (palette.diff_added_word, palette.diff_removed_word)
    code = (palette.code_keyword, palette.code_name, palette.code_string, palette.code_number)

    for style in (*lines, *words):
        back = hex_of(style.bgcolor)
        assert contrast(hex_of(style.color), back) >= 4.5
        assert all(contrast(hex_of(piece.color), back) >= 3 for piece in code)
        assert contrast(hex_of(palette.dim.color), back) >= 2.5  # line numbers
    for line, word in zip(lines, words, strict=True):
        assert contrast(hex_of(line.bgcolor), hex_of(palette.text.bgcolor)) >= 1.1
        assert contrast(hex_of(word.bgcolor), hex_of(line.bgcolor)) >= 1.15


def test_where_nothing_can_be_tinted_a_difference_is_told_by_the_texts_own_colour() -> None:
    palette = palette_of("system")

    assert palette.diff_added.color != palette.diff_removed.color
    assert palette.diff_added.bgcolor == palette.text.bgcolor
    assert palette.diff_added_word.underline


@pytest.mark.parametrize("name", ["high-contrast", "high-contrast-light"])
def test_high_contrast_is_high(name: str) -> None:
    theme = load_theme(name, SHIPPED)

    for tone in (*TONES, "foreground"):
        assert contrast(colour_of(theme, tone), colour_of(theme, "background")) >= 7, tone


def test_the_system_theme_uses_the_terminals_own_colours_only() -> None:
    theme = load_theme("system", SHIPPED)

    assert theme.ansi
    assert all(colour_of(theme, name).startswith("ansi_") for name in (*WRITTEN_ON, *TONES))


def test_a_theme_that_does_not_exist_suggests_the_nearest() -> None:
    with pytest.raises(ConfigError, match="Did you mean agent-tui-dark"):
        load_theme("agent-tui-drak", SHIPPED)
    with pytest.raises(ConfigError, match="There are: agent-tui-dark, agent-tui-light"):
        load_theme("x", SHIPPED)


def test_the_users_own_theme_hides_ours_of_the_same_name(tmp_path: Path) -> None:
    ours = (SHIPPED[0] / "agent-tui-dark.toml").read_text(encoding="utf-8")
    theirs = ours.replace('text = "#d6dae2"', 'text = "#ffffff"')
    (tmp_path / "agent-tui-dark.toml").write_text(theirs, encoding="utf-8")

    theme = load_theme("agent-tui-dark", theme_folders(str(tmp_path)))

    assert theme.foreground == "#ffffff"


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        ("is_dark = ", "not valid TOML"),
        ("is_dark = 1", "true or false"),
        ("is_dark = true", r"\[colors\] is missing"),
        ('is_dark = true\n[colors]\nbackground = "#000000"', "colour surface is missing"),
        ('is_dark = true\n[colors]\nbackground = "bleu"', "is not a colour"),
    ],
)
def test_a_wrong_theme_file_is_named(tmp_path: Path, content: str, complaint: str) -> None:
    (tmp_path / "mine.toml").write_text(content, encoding="utf-8")

    with pytest.raises(ConfigError, match=complaint) as caught:
        load_theme("mine", [tmp_path])

    assert caught.value.file == tmp_path / "mine.toml"


def test_a_misspelt_colour_is_named(tmp_path: Path) -> None:
    ours = (SHIPPED[0] / "agent-tui-dark.toml").read_text(encoding="utf-8")
    (tmp_path / "mine.toml").write_text(ours + '\naccnt = "#ffffff"\n', encoding="utf-8")

    with pytest.raises(ConfigError, match="Did you mean accent"):
        load_theme("mine", [tmp_path])


async def test_no_color_leaves_no_colour_on_the_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")

    async with running_chat() as chat:
        styles = [
            segment.style
            for strip in chat.painted()
            for segment in strip
            if segment.style is not None
        ]

    assert styles
    assert all(style.color is None or style.color.is_default for style in styles)
    assert all(style.bgcolor is None or style.bgcolor.is_default for style in styles)

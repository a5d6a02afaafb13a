"""How the lines of a diff look: on bands of colour where the theme can mix them."""

from __future__ import annotations

from functools import lru_cache

from msgspec import Struct
from rich.style import Style

from agent_tui.ui.markdown.palette import Palette
from agent_tui.ui.render.diff_lines import LineKind


class LineLook(Struct, frozen=True):
    """The styles of one kind of line. word: added to the style of what changed within it. mark: of
    what was spelled out. has_code_colours: its text may have those of its language."""

    sign: str
    sign_style: Style
    number: Style
    text: Style
    word: Style
    mark: Style
    has_code_colours: bool = True


class DiffLook(Struct, frozen=True):
    """The looks of context, removed and added lines."""

    context: LineLook
    removed: LineLook
    added: LineLook

    def of(self, kind: LineKind) -> LineLook:
        """The look of a line of a file."""
        if kind is LineKind.REMOVED:
            return self.removed
        return self.added if kind is LineKind.ADDED else self.context


@lru_cache(maxsize=4)
def diff_look(palette: Palette) -> DiffLook:
    """The looks in a palette."""
    context = LineLook(
        sign=" ",
        sign_style=palette.text,
        number=palette.dim,
        text=palette.text,
        word=Style(),
        mark=palette.warning,
    )
    removed = _changed("-", palette.error, palette.diff_removed, palette.diff_removed_word, palette)
    added = _changed("+", palette.success, palette.diff_added, palette.diff_added_word, palette)
    return DiffLook(context=context, removed=removed, added=added)


def _changed(sign: str, tone: Style, line: Style, word: Style, palette: Palette) -> LineLook:
    band = Style(bgcolor=line.bgcolor)
    return LineLook(
        sign=sign,
        sign_style=tone + band,
        number=palette.dim + band,
        text=line,
        # Bold is what is left of it without colours.
        word=Style(bgcolor=word.bgcolor, bold=True, underline=word.underline),
        mark=palette.warning + band,
        # Where the text itself says which line it is, they would hide that.
        has_code_colours=line.color == palette.text.color,
    )

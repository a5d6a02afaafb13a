"""One replacement in a text: exact and unique, or an error that helps to make it so."""

from __future__ import annotations

from agent_tui.errors import ToolError
from agent_tui.tools.files.text.lf_text import LfText
from agent_tui.tools.files.text.near_text import nearest_text
from agent_tui.tools.files.text.text_form import TextForm, with_lf

_MAX_PLACES = 10


def edited(text: str, form: TextForm, *, old: str, new: str, replace_all: bool, name: str) -> str:
    """The text with `new` for `old`; line ends of both count as equal to those of the text.

    Raises `ToolError`.
    """
    old, new = with_lf(old), with_lf(new)
    if not old:
        raise ToolError(
            "old_text is empty. Give the lines that stand where the change belongs, or use "
            "write_file for a new file."
        )
    if old == new:
        raise ToolError("old_text and new_text are the same (line ends apart): nothing to do.")
    searched = LfText(text)
    places = searched.places(old)
    if not places:
        raise ToolError(f"old_text is not in {name}. {nearest_text(searched.text, old)}")
    if replace_all:
        places = _apart(places, len(old))
    elif len(places) > 1:
        raise ToolError(_ambiguous(searched, places, name))
    return searched.replaced(places, old, new, form)


def _apart(places: list[int], length: int) -> list[int]:
    kept: list[int] = []
    for place in places:
        if not kept or place >= kept[-1] + length:
            kept.append(place)
    return kept


def _ambiguous(searched: LfText, places: list[int], name: str) -> str:
    lines = dict.fromkeys(searched.line_number(place) for place in places[:_MAX_PLACES])
    numbers = ", ".join(str(line) for line in lines)
    more = " and more" if len(places) > _MAX_PLACES else ""
    return (
        f"old_text stands {len(places)} times in {name}, at lines {numbers}{more}. Add lines "
        "around it until it is unique, or set replace_all."
    )

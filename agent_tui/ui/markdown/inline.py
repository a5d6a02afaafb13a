"""Inline markdown (emphasis, code, links, images, breaks) to styled runs."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from rich.segment import Segment
from rich.style import Style

from agent_tui.ui.foreign_text import harmless
from agent_tui.ui.markdown.definitions import Definition
from agent_tui.ui.markdown.links import link_style, linked, with_places
from agent_tui.ui.markdown.palette import Palette
from agent_tui.ui.markdown.wrap import expanded

if TYPE_CHECKING:
    from markdown_it.token import Token

_BREAK_TAG = re.compile(r"<br\s*/?>", re.IGNORECASE)


def inline_runs(token: Token, base: Style, palette: Palette) -> list[Segment]:
    """Runs of an inline token over the style `base`; "\\n" in a run is a hard break."""
    runs: list[Segment] = []
    styles = [base]
    link_level = 0  # how many styles there are inside the link that is open; 0: none is
    added = {
        "strong_open": palette.strong,
        "em_open": palette.emphasis,
        "s_open": palette.strike,
    }
    for child in token.children or ():
        if child.nesting == 1:
            extra = added.get(child.type)
            if extra is None and (extra := link_style(_target(child, "href"), palette)) is not None:
                link_level = len(styles) + 1
            styles.append(styles[-1] + extra if extra else styles[-1])
        elif child.nesting == -1:
            link_level = 0 if link_level == len(styles) else link_level
            styles.pop()
        else:
            runs.extend(_leaf_runs(child, styles[-1], palette, is_linked=link_level > 0))
    return runs


def definition_runs(definition: Definition, palette: Palette) -> list[Segment]:
    """Runs of a link definition: the text it is, its target a link."""
    link = link_style(definition.target, palette)
    title = definition.shown_title
    return [
        Segment(_one_line(f"[{definition.label}]: "), palette.dim),
        Segment(_one_line(definition.shown_target), palette.text + link if link else palette.text),
        *([Segment(_one_line(f" {title}"), palette.dim)] if title else []),
    ]


def _leaf_runs(
    child: Token, style: Style, palette: Palette, *, is_linked: bool
) -> Iterable[Segment]:
    if child.type == "image":
        return (_image_run(child, style, palette, is_linked=is_linked),)
    text = _text_of(child)
    if not text:
        return ()
    if child.type == "code_inline":
        style += palette.code
        return (Segment(text, style),) if is_linked else with_places(text, style, palette)
    if is_linked or child.type != "text":
        return (Segment(text, style),)
    return linked(text, style, palette)


def _image_run(image: Token, style: Style, palette: Palette, *, is_linked: bool) -> Segment:
    """The description as a link to the picture, unless there is a link around it."""
    target = _target(image, "src")
    link = link_style(target, palette)
    text = _description(image) or (_one_line(target) if link else "image")
    return Segment(text, style + link if link and not is_linked else style)


def _text_of(child: Token) -> str:
    match child.type:
        case "softbreak":
            return " "
        case "hardbreak":
            return "\n"
        case "image":
            return _description(child)
        case "html_inline" if _BREAK_TAG.fullmatch(child.content):
            return "\n"
        case _:
            return _one_line(child.content)


def _description(image: Token) -> str:
    return "".join(map(_text_of, image.children or ())).replace("\n", " ").strip()


def _target(child: Token, name: str) -> str:
    return str(child.attrs.get(name, ""))


def _one_line(text: str) -> str:
    # Entities were decoded by the parser: `&#8238;` is a bidi control only now.
    return expanded(harmless(text)).replace("\n", " ")

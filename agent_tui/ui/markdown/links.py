"""What can be followed: targets of links, bare URLs and places such as `src/app.py:42` in text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from rich.segment import Segment
from rich.style import Style

from agent_tui.ui.foreign_text import harmless
from agent_tui.ui.markdown.link_targets import is_file_like, is_web, link_to
from agent_tui.ui.markdown.palette import Palette

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:")
_LINE_ANCHOR = re.compile(r"#L(\d+)(?:C(\d+))?(?:-.*)?$")

# Behind a URL come punctuation and brackets of the sentence (GFM, "extended autolinks"), also those
# of Chinese and Japanese, and what stands for a control character.
_URL = (
    r"(?<![A-Za-z0-9])(?:[Hh][Tt][Tt][Pp][Ss]?://(?=[\w\[])|www\.(?=[\w-]+\.))"
    r"[^\s<>‹›\u2400-\u2426\u3000-\u303f\uff01-\uff0f\uff1a-\uff20]+"
)
# Possessive, so that a long text without a place is read once.
_PLACE = (
    r"(?<![\w/.:@~#\\$%&=?+-])(?:~?/|(?:\.{1,2}/)++)?(?:[\w@+.-]+/)*+[\w@+.-]++"
    r":[0-9]{1,7}(?::[0-9]{1,5})?(?!\w|\.\d)"
)
_URL_OR_PLACE = re.compile(f"(?P<url>{_URL})|{_PLACE}")
_LINE_NUMBER = re.compile(":[0-9]")
_PLACE_ONLY = re.compile(_PLACE)
_TRAILING = "?!.,:;*_~'\"…"


@lru_cache(maxsize=256)
def link_style(target: str, palette: Palette) -> Style | None:
    """What a link to `target` adds to the style of its text; None: it is not one to follow."""
    target = harmless(target).replace("\n", "")
    if is_web(target):
        return palette.link + link_to(target)
    path = _LINE_ANCHOR.sub(_as_line, target)
    if not path or path[0] == "#" or (_SCHEME.match(path) and not _PLACE_ONLY.fullmatch(path)):
        return None
    from urllib.parse import unquote

    return palette.link + link_to(harmless(unquote(path)).replace("\n", ""))


def linked(text: str, style: Style, palette: Palette) -> Iterable[Segment]:
    """`text` in runs, with bare URLs and places as links."""
    if "://" in text or "www." in text:
        return _runs(text, style, palette, _URL_OR_PLACE)
    return with_places(text, style, palette)


def with_places(text: str, style: Style, palette: Palette) -> Iterable[Segment]:
    """`text` in runs, with places as links and nothing else; for inline code."""
    if _LINE_NUMBER.search(text) is None:  # most text
        return [Segment(text, style)]
    return _runs(text, style, palette, _PLACE_ONLY)


def _runs(text: str, style: Style, palette: Palette, pattern: re.Pattern[str]) -> Iterator[Segment]:
    done = 0
    for match in pattern.finditer(text):
        found = match.group()
        if match.groupdict().get("url"):
            found = _without_trailing(found)
            added = link_style(_address(found), palette)
        else:
            # Nothing to see: an answer may be full of places.
            added = link_to(found) if is_file_like(found.partition(":")[0]) else None
        if added is None:
            continue
        if match.start() > done:
            yield Segment(text[done : match.start()], style)
        yield Segment(found, style + added)
        done = match.start() + len(found)
    if done < len(text):
        yield Segment(text[done:], style)


def _without_trailing(url: str) -> str:
    """`url` without the punctuation of the sentence, and without brackets that it did not open."""
    surplus = {end: url.count(end) - url.count(start) for start, end in ("()", "[]", "{}")}
    end = len(url)
    while end:
        last = url[end - 1]
        if surplus.get(last, 0) > 0:
            surplus[last] -= 1
        elif last not in _TRAILING:
            break
        end -= 1
    return url[:end]


def _address(url: str) -> str:
    if url[:4].lower() == "www.":
        url = f"http://{url}"
    if url.isascii():
        return url
    from markdown_it.common.normalize_url import normalizeLink

    return normalizeLink(url)


def _as_line(anchor: re.Match[str]) -> str:
    line, column = anchor.groups()
    return f":{line}:{column}" if column else f":{line}"

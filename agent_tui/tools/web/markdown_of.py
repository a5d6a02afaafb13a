"""From HTML to markdown, without what no reader of a page would read."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from agent_tui.tools.web.harmless_html import harmless_html
from agent_tui.tools.web.markdown import Markdown

if TYPE_CHECKING:
    from bs4 import BeautifulSoup, Tag

_DROPPED = re.compile(
    "script|style|noscript|template|svg|canvas|iframe|object|embed|audio|video|map|nav|footer|aside"
    "|button|input|select|dialog|link|meta"
)
_DROPPED_ROLES = frozenset(
    ("navigation", "banner", "contentinfo", "complementary", "search", "dialog", "alert", "menu")
)
_INVISIBLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_DECLARATION = re.compile(r"\s*<\?xml[^>]*>")
# Looks back, because it would begin anew at each of a million blanks that end no line.
_BLANKS = re.compile(r"(?<![ \t])[ \t]+$", re.MULTILINE)
_EMPTY_LINES = re.compile(r"\n{3,}")
_TITLE = re.compile(r"<title[^>]{0,200}>([^<]{1,500})</title", re.IGNORECASE)
_HEAD_CHARS = 200_000
# A shorter <main> is likely a shell that scripts fill.
_MIN_MAIN_CHARS = 200


def markdown_of(text: str, url: str) -> Markdown:
    """Blocking, and slow for large pages: see `Conversion`. url: makes links absolute. Never
    raises for any text."""
    title = _title(text)
    harmless = harmless_html(text)
    markdown = _converted(harmless.text, title, url)
    return Markdown(text=markdown, chars=len(markdown), is_cut=harmless.is_cut)


def _converted(text: str, title: str, url: str) -> str:
    # 0.1 s for imports that nothing else needs.
    from bs4 import BeautifulSoup, ParserRejectedMarkup
    from markdownify import MarkdownConverter

    if "<" not in text:
        return html.unescape(text)
    try:
        soup = BeautifulSoup(_DECLARATION.sub("", text, count=1), "html.parser")
    except ParserRejectedMarkup:
        return text
    base = _base(soup, url)
    _drop_unread(soup)
    content = _content(soup)
    _make_links_absolute(content, base)
    try:
        markdown = MarkdownConverter(heading_style="ATX", bullets="-").convert_soup(content)
    except RecursionError:
        # Tags nested a thousand deep; the walk over texts needs no recursion.
        markdown = content.get_text("\n", strip=True)
    markdown = _EMPTY_LINES.sub("\n\n", _BLANKS.sub("", markdown)).strip()
    has_title = not title or title in markdown[: len(title) + 200]
    return markdown if has_title else f"Title: {title}\n\n{markdown}"


def _title(text: str) -> str:
    found = _TITLE.search(text, 0, _HEAD_CHARS)
    return " ".join(html.unescape(found[1]).split()) if found else ""


def _base(soup: BeautifulSoup, url: str) -> str:
    found = soup.find("base", href=True)
    return _joined(url, str(found["href"])) or url if found else url


def _drop_unread(soup: BeautifulSoup) -> None:
    # The list first: an element that was taken out with its parent may be taken out once more.
    for element in [element for element in soup.find_all(True) if _is_unread(element)]:
        element.extract()


def _is_unread(element: Tag) -> bool:
    if _DROPPED.fullmatch(element.name) or "hidden" in element.attrs:
        return True
    if element.get("aria-hidden") == "true" or element.get("role") in _DROPPED_ROLES:
        return True
    style = element.get("style")
    return isinstance(style, str) and bool(_INVISIBLE.search(style))


def _content(soup: BeautifulSoup) -> BeautifulSoup | Tag:
    mains = soup.find_all("main")
    if len(mains) == 1 and len(mains[0].get_text(strip=True)) >= _MIN_MAIN_CHARS:
        return mains[0]
    return soup.body or soup


def _make_links_absolute(content: BeautifulSoup | Tag, base: str) -> None:
    for tag, attribute in (("a", "href"), ("img", "src")):
        for element in content.find_all(tag, attrs={attribute: True}):
            target = _joined(base, str(element[attribute]))
            if target:
                element[attribute] = target
            elif tag == "img":
                element.extract()
            else:
                del element[attribute]


def _joined(base: str, target: str) -> str:
    """ "" for what leads to no page: scripts, data, and what is broken."""
    try:
        joined = urljoin(base, target.strip())
    except ValueError:
        return ""
    return joined if joined.startswith(("http://", "https://", "mailto:")) else ""

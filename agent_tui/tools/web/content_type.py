"""The kind of a page by its Content-Type, and its bytes as text."""

from __future__ import annotations

import codecs
import re

from msgspec import Struct

_NAME = re.compile(r"[a-z0-9][a-z0-9!#$&^_.+-]{0,60}/[a-z0-9][a-z0-9!#$&^_.+-]{0,60}")
_CHARSET = re.compile(r"""charset\s*=\s*["']?\s*([\w.:-]{1,40})""", re.IGNORECASE)
_WIDE = re.compile(r"(?:utf|ucs|iso-10646).?(?:16|32|2|4)", re.IGNORECASE)
_META_BYTES = 2048
_TEXT_NAMES = re.compile(
    r"text/.*|application/(?:.*\+)?(?:json|xml|yaml|x-yaml|toml|javascript|x-javascript|ecmascript"
    r"|typescript|x-ndjson|jsonl|graphql|sql|x-sh|x-httpd-php|x-tex|x-www-form-urlencoded)"
    r"|image/svg\+xml|message/.*"
)
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Codecs that no page is written in: slow on purpose-made input, or not character sets at all.
_NO_CHARSETS = frozenset(("idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined"))


class ContentType(Struct, frozen=True, kw_only=True):
    """name: "text/html", lower case, "" when the server sent none that can be read. charset: as
    declared there, "" for none."""

    name: str
    charset: str

    @property
    def is_html(self) -> bool:
        """Whether it is to be converted."""
        return self.name in ("text/html", "application/xhtml+xml")

    @property
    def is_json(self) -> bool:
        """Whether it is one JSON document."""
        return self.name == "application/json" or self.name.endswith("+json")

    @property
    def is_binary(self) -> bool:
        """Whether the name says that it is no text; without a name the content tells."""
        return bool(self.name) and not _TEXT_NAMES.fullmatch(self.name)


def content_type(header: str) -> ContentType:
    """Never raises; a header that makes no sense counts as none."""
    name = header.partition(";")[0].strip().lower()
    charset = _CHARSET.search(header)
    return ContentType(
        name=name if _NAME.fullmatch(name) else "", charset=charset[1] if charset else ""
    )


def decoded(body: bytes, kind: ContentType, *, is_cut: bool = False) -> str | None:
    """The body as text with "\\n" as line ends, None when it is no text after all. is_cut: it
    may end inside a character.

    Character set: byte order mark, header, the page's own words, UTF-8, and last Windows-1252,
    which browsers take as well.
    """
    marked = next((name for mark, name in _MARKS if body.startswith(mark)), "")
    if not marked and not _WIDE.match(kind.charset) and b"\0" in body:
        return None
    names = (marked, kind.charset, _own_charset(body) if kind.is_html else "")
    charset = next((name for name in names if _is_charset(name)), "")
    text = body.decode(charset, errors="replace") if charset else _guessed(body, is_cut)
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def _guessed(body: bytes, is_cut: bool) -> str:
    try:
        return codecs.getincrementaldecoder("utf-8")().decode(body, not is_cut)
    except UnicodeDecodeError:
        return body.decode("cp1252", errors="replace")


def _own_charset(body: bytes) -> str:
    found = _CHARSET.search(body[:_META_BYTES].decode("ascii", errors="replace"))
    return found[1] if found else ""


def _is_charset(name: str) -> bool:
    if not name:
        return False
    try:
        found = codecs.lookup(name).name.replace("-", "_")
        if found in _NO_CHARSETS:
            return False
        # Refuses codecs that are not from bytes to text; looks at none for no bytes.
        b"a".decode(name, errors="replace")
    except (LookupError, ValueError):
        return False
    return True

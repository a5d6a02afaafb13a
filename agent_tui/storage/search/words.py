"""How text is cut into words: the same way when it is indexed, sought and marked.

SQLite's `unicode61` takes runs of letters and digits, without case and accents. Two things are done
for it before, because they cost a hundredth of what an index of all groups of three letters would:
languages without blanks become words of one character, sought as a phrase; and of identifiers such
as `getUserName` the parts are added, so that each can be found by its beginning.
"""

from __future__ import annotations

import re
import unicodedata

_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3"
    "\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003134f]"
)
"""Characters of scripts that are written without blanks, or nearly so."""

_HUMPED = re.compile(r"[A-Za-z]*(?:[a-z][A-Z]|[A-Z][A-Z][a-z])[A-Za-z]*")
_HUMP = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")
_WORD = re.compile(r"[^\W_]+")


def composed(text: str) -> str:
    """The text with letter and accent as one character: some keyboards and file systems part
    them."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def spaced(text: str) -> str:
    """The text with blanks around each character that is a word of its own."""
    return text if text.isascii() else _UNSPACED.sub(r" \g<0> ", text)


def identifier_parts(text: str) -> str:
    """The words within the identifiers of a text, "" when there is none of several."""
    humped = dict.fromkeys(match.group() for match in _HUMPED.finditer(text))
    return " ".join(part for word in humped for part in _HUMP.findall(word))


def folded(text: str) -> str:
    """The text in lower case and without accents, character by character: as long as before."""
    if text.isascii():
        return text.lower()
    return "".join(map(_folded_character, text))


def words_of(text: str) -> list[str]:
    """The words of a folded text, those of one character among them."""
    return _WORD.findall(spaced(text))


def _folded_character(character: str) -> str:
    if character.isascii():
        return character.lower()
    base = unicodedata.normalize("NFKD", character)[:1].lower()
    return base if len(base) == 1 else character

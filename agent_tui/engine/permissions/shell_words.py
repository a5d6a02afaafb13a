"""Shell text cut into words and operators by the plainest reading, or not at all.

This is the second opinion beside tree-sitter: whatever is allowed without asking must be read the
same way by both. It knows no variables, substitutions, here-documents: on those it gives up.
"""

from __future__ import annotations

import os
import re

from msgspec import Struct


class Word(Struct, frozen=True):
    """One word of a command.

    text: as the program gets it; as it is written when that cannot be known. is_literal: it can be
    known. is_glob: not literal, but a pattern whose first characters are fixed, so that it cannot
    become an option.
    """

    text: str
    is_literal: bool = True
    is_glob: bool = False


class Token(Struct, frozen=True):
    """A word, or an operator (then word is None). start, end: in UTF-8 bytes."""

    raw: str
    start: int
    end: int
    word: Word | None = None


# Bytes are read as Latin-1, so that positions are byte positions, as tree-sitter counts.
_PIECE = r"""[^\s'"\\$`;&|<>()]+|\\[^\n]|\\\n|'[^']*'|"(?:[^"\\$`]|\\.|\\\n)*\""""
_PIECES = re.compile(_PIECE, re.DOTALL)
_WORD = re.compile(rf"(?:{_PIECE})+", re.DOTALL)
_OPERATOR = re.compile(r"&&|\|\||;;&|;;|;&|\|&|&>>|&>|>>|>&|>\||<<<|<<|<&|<>|<\(|>\(|[;&|<>()]|\n")
# Blanks, and comments, which begin where a word could.
_SKIPPED = re.compile(r"[ \t]+|\\\n|#[^\n]*")
_ESCAPED_IN_QUOTES = re.compile(r'\\([$`"\\])|\\\n')
_PLAIN = re.compile(r"[A-Za-z0-9_./:,+@%-][A-Za-z0-9_./:,+@%=-]*", re.ASCII)
_GLOB = re.compile(r"[*?\[]")
_BRACES = re.compile(r"\{.*(?:,|\.\.).*\}|^\{[A-Za-z_]\w*\}$", re.DOTALL)
# These would start something that this reader does not follow.
_UNREADABLE = frozenset({"<<", "<(", ">(", "<>"})


def read_word(raw: str) -> Word:
    """The word that stands in the text as `raw`."""
    if _PLAIN.fullmatch(raw):
        return Word(raw)
    text, bare, end = "", "", 0
    for piece in _PIECES.finditer(raw):
        if piece.start() != end:
            break
        end = piece.end()
        value, is_bare = _piece_value(piece.group())
        text += value
        bare += value if is_bare else "\0" * len(value)
    if end != len(raw):
        return Word(raw, is_literal=False)
    if bare[:1] == "~":
        home = _expanded_home(text, bare)
        return Word(home) if home else Word(raw, is_literal=False)
    # zsh expands a leading "="; "#" would start a comment; "=~/" may expand a home folder.
    if bare[:1] in ("=", "#") or "=~" in bare or ":~" in bare or _BRACES.search(bare):
        return Word(raw, is_literal=False)
    if glob := _GLOB.search(bare):
        return Word(raw, is_literal=False, is_glob=glob.start() > 0)
    return Word(text)


def _piece_value(piece: str) -> tuple[str, bool]:
    """What a piece of a word stands for, and whether its special characters are special."""
    if piece == "\\\n":
        return "", True
    if piece[0] == "\\":
        return piece[1:], False
    if piece[0] == "'":
        return piece[1:-1], False
    if piece[0] == '"':
        return _ESCAPED_IN_QUOTES.sub(lambda match: match.group(1) or "", piece[1:-1]), False
    return piece, True


def _expanded_home(text: str, bare: str) -> str:
    if bare != "~" and not bare.startswith("~/"):
        return ""
    home = os.path.expanduser("~")
    is_plain = not _GLOB.search(bare) and not _BRACES.search(bare)
    return home + text[1:] if is_plain and home != "~" else ""


def tokens_of(text: str) -> tuple[Token, ...] | None:
    """All words and operators of `text`; None when it holds more than this reader knows."""
    line = text.encode("utf-8", "surrogatepass").decode("latin-1")
    tokens: list[Token] = []
    place = 0
    while place < len(line):
        if match := _SKIPPED.match(line, place):
            place = match.end()
        elif match := _WORD.match(line, place):
            raw = match.group().encode("latin-1").decode("utf-8", "surrogatepass")
            tokens.append(Token(raw, place, match.end(), read_word(raw)))
            place = match.end()
        elif match := _OPERATOR.match(line, place):
            if match.group() in _UNREADABLE:
                return None
            tokens.append(Token(match.group(), place, match.end()))
            place = match.end()
        else:
            return None
    return tuple(tokens)

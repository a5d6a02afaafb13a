"""How files, folders and sessions are mentioned in a prompt: @src/main.py, @"a b.txt", @src/,
@session:1f2e3d4c."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from msgspec import Struct

SESSION_PREFIX = "session:"

# An "@" begins a mention where a word begins, so that addresses of mail are none.
_BEGIN = r"(?<![^\s(\[{<\"'`])@"
_MENTION = re.compile(_BEGIN + r"(?:\"(?P<quoted>(?:[^\"\\\n]|\\.)*)\"|(?P<bare>[^\s\"@][^\s\"]*))")
_UNFINISHED = re.compile(
    _BEGIN
    + r"(?:\"(?P<quoted>(?:[^\"\\\n]|\\.)*)(?:(?<=/)\"(?P<below>[^\s\"]*))?"
    + r"|(?P<bare>(?:[^\s\"@][^\s\"]*)?))\Z"
)
_REST_OF_WORD = re.compile(r"[^\s\"]*")
_PUNCTUATION = ".,;:!?)]}>'`"
_LONGEST = 4096  # characters that are looked at before the cursor; no path is longer


class Mention(Struct, frozen=True):
    """target: what is meant, without quotes. is_quoted: it was written with them."""

    target: str
    is_quoted: bool

    @property
    def spellings(self) -> tuple[str, ...]:
        """What may be meant, the likeliest first: a mention at the end of a sentence takes its
        punctuation along."""
        bare = self.target.rstrip(_PUNCTUATION)
        is_same = self.is_quoted or not bare or bare == self.target
        return (self.target,) if is_same else (self.target, bare)


class UnfinishedMention(Struct, frozen=True):
    """What is being typed. start, end: columns of the line, the "@" included. target: so far."""

    start: int
    end: int
    target: str


def mentions_in(text: str) -> Iterator[Mention]:
    """The mentions of a prompt, in their order, repeated ones too."""
    for match in _MENTION.finditer(text):
        quoted = match["quoted"]
        if quoted is None:
            yield Mention(match["bare"], is_quoted=False)
        elif target := _unquoted(quoted):
            yield Mention(target, is_quoted=True)


def mention_of(target: str) -> str:
    """How a path is mentioned: in quotes when it has blanks or characters that cannot be typed."""
    is_plain = target.isprintable() and not re.search(r"[\s\"\\]", target)
    if is_plain and not target.startswith("@"):
        return f"@{target}"
    return "@" + json.dumps(target, ensure_ascii=not target.isprintable())


def mention_at(line: str, column: int) -> UnfinishedMention | None:
    """The mention that is being typed at `column`, None where there is none."""
    first = max(column - _LONGEST, 0)
    match = _UNFINISHED.search(line[first:column])
    if match is None:
        return None
    start = first + match.start()
    quoted, below = match["quoted"], match["below"]
    if quoted is not None and below is None:
        return UnfinishedMention(start, column, _unquoted(quoted))
    rest = _REST_OF_WORD.match(line, column)
    end = rest.end() if rest is not None else column
    # Behind a quoted folder one can go on: @"a b/"ma is ma in it.
    target = match["bare"] if quoted is None else _unquoted(quoted) + below
    return UnfinishedMention(start, end, target)


def _unquoted(quoted: str) -> str:
    try:
        return str(json.loads(f'"{quoted}"'))
    except ValueError:  # typed by hand, with a backslash that means itself
        return quoted

"""What somebody seeks, read from what was typed.

All words must be in a message, in any order. "Words in quotes" must follow each other. The last
word may be unfinished, from three characters on; so may any with a star behind it. `role:you`
(agent, tool, shell, title) and `in:here` narrow it down. Nothing else has a meaning, so nothing is
an error.
"""

from __future__ import annotations

import re

from msgspec import Struct

from agent_tui.protocol.session_search import Speaker
from agent_tui.storage.search.words import composed, folded, words_of

LEAST_UNFINISHED = 3
"""Characters of a word that may be unfinished; two would fit half of all words."""

_TERMS = re.compile(r'"([^"]*)"?|(\S+)')


class Term(Struct, frozen=True):
    """Words that follow each other. is_unfinished: the last of them may go on."""

    words: tuple[str, ...]
    is_unfinished: bool = False

    @property
    def expression(self) -> str:
        """For FTS5. Words are letters and digits, so nothing in the quotes must be escaped."""
        return f'"{" ".join(self.words)}"{"*" if self.is_unfinished else ""}'

    @property
    def pattern(self) -> re.Pattern[str]:
        """Finds it in a folded text."""
        between = r"[\W_]*"
        end = r"[^\W_]*" if self.is_unfinished else ""
        # A word of a script without blanks may stand anywhere; others are matched from their
        # beginning, which in an identifier is anywhere, too.
        return re.compile(between.join(map(re.escape, self.words)) + end)


class Query(Struct, frozen=True):
    """terms: all must be found; () finds nothing. speakers: () for all."""

    terms: tuple[Term, ...] = ()
    speakers: tuple[Speaker, ...] = ()
    is_here: bool = False

    @property
    def expression(self) -> str:
        """For FTS5."""
        return " ".join(term.expression for term in self.terms)


def parsed_query(text: str) -> Query:
    """The query that a text means."""
    terms: list[Term] = []
    speakers: list[Speaker] = []
    is_here = False
    text = composed(text)
    for match in _TERMS.finditer(text):
        quoted, word = match.groups()
        if word == "in:here":
            is_here = True
        elif word is not None and (speaker := _speaker(word)) is not None:
            speakers.append(speaker)
        elif words := tuple(words_of(folded(quoted if word is None else word))):
            is_open = word is not None and (word.endswith("*") or match.end() == len(text))
            is_unfinished = is_open and _may_go_on(words[-1])
            terms.append(Term(words, is_unfinished))
    return Query(tuple(terms), tuple(speakers), is_here)


def _speaker(word: str) -> Speaker | None:
    name = word.removeprefix("role:")
    return Speaker(name) if name != word and name in Speaker.__members__.values() else None


def _may_go_on(word: str) -> bool:
    return len(word) >= LEAST_UNFINISHED

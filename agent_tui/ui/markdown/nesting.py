"""Limits to nesting, so that no text costs much more than its length and none of it is lost."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_inline import StateInline

# A list needs two levels. Below this markers are text; the parser's own limit drops the text.
_MOST_LEVELS = 104
MOST_NESTING = _MOST_LEVELS + 16

# For every open bracket the parser looks for the closing one through the rest of the paragraph.
# Where there are many, only those that may belong to a link are tried.
_MANY_BRACKETS = 64
_MOST_BRACKET_LEVELS = 8
_BRACKET = re.compile(r"\\.|[\[\]]", re.DOTALL)

BlockRule = Callable[["StateBlock", int, int, bool], bool]
LabelSearch = Callable[["StateInline", int, bool], int]


def limited_container(rule: BlockRule) -> BlockRule:
    """A block rule for a container that holds back where the nesting is too deep."""

    def limited(state: StateBlock, start: int, end: int, silent: bool) -> bool:
        return state.level < _MOST_LEVELS and rule(state, start, end, silent)

    return limited


def limited_helpers(helpers: Any) -> Any:
    """The parser's helpers, with a search for the end of a label that is not tried in vain."""
    search: LabelSearch = helpers.parseLinkLabel

    def limited(state: StateInline, start: int, disableNested: bool = False) -> int:
        likely = _likely_brackets(state.src)
        return search(state, start, disableNested) if likely is None or start in likely else -1

    own = {name: getattr(helpers, name) for name in helpers.__all__}
    return SimpleNamespace(**own | {"parseLinkLabel": limited})


@lru_cache(maxsize=8)
def _likely_brackets(text: str) -> frozenset[int] | None:
    """Where brackets open that are closed again and not nested deeply; None: try all, they are few.

    Code is not known here: in a text of many brackets, one in code may spoil a link around it.
    """
    if text.count("[") <= _MANY_BRACKETS:
        return None
    opened: list[int] = []
    likely: set[int] = set()
    height = 0  # levels inside the bracket that was closed last
    for match in _BRACKET.finditer(text):
        if match.group() == "[":
            opened.append(match.start())
            height = 0
        elif match.group() == "]" and opened:
            start = opened.pop()
            height += 1
            if height <= _MOST_BRACKET_LEVELS:
                likely.add(start)
    return frozenset(likely)

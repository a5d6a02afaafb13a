"""Link definitions, `[label]: target "title"`: known to what stands below them, and shown.

CommonMark lets a definition stand anywhere, behind its use too. A text that is drawn while it grows
cannot: a block that is finished would have to change. So a definition counts from its place on, and
it stays visible, because nobody can know whether a use of it stands above. One line each.
"""

from __future__ import annotations

import re
from collections import ChainMap
from collections.abc import Iterable, MutableMapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_core import StateCore
    from markdown_it.token import Token

TOKEN = "definitions"
References = MutableMapping[str, dict[str, Any]]

# A footnote, `[^1]: text`, is none.
_DEFINITION = re.compile(
    r"\[(?!\^)((?:[^\[\]\\]|\\.){1,999})\]:[ \t]*(<[^<>]*>|[^<\s]\S*)"
    r"([ \t]+(?:\"[^\"]*\"|'[^']*'|\([^()]*\)))?[ \t]*"
)


@dataclass(frozen=True, slots=True)
class Definition:
    """One definition as it stands in the text, and what it says."""

    label: str
    shown_target: str
    shown_title: str
    key: str
    target: str


def definition_rule(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A block rule of markdown-it: consecutive lines of definitions become one token."""
    found: list[Definition] = []
    line = start
    while line < end and (definition := _definition_in(state, line)) is not None:
        found.append(definition)
        line += 1
    if not found or silent:
        return bool(found)
    state.line = line
    token = state.push(TOKEN, "", 0)
    token.map = [start, line]
    token.meta = {TOKEN: found}
    return True


def inline_rule(state: StateCore) -> None:
    """A core rule of markdown-it: inline text, which knows the definitions above it only."""
    for token in state.tokens:
        if token.type == TOKEN:
            define([token], state.env["references"])
        elif token.type == "inline":
            token.children = []
            state.md.inline.parse(token.content, state.md, state.env, token.children)


def define(tokens: Iterable[Token], references: References) -> None:
    """Add the definitions in `tokens`; the first one of a label counts."""
    for token in tokens:
        if token.type == TOKEN:
            for definition in definitions_of(token):
                references.setdefault(definition.key, {"href": definition.target, "title": ""})


def definitions_of(token: Token) -> list[Definition]:
    """What a token of this kind holds."""
    found: list[Definition] = token.meta[TOKEN]
    return found


def scope_of(references: References | None) -> dict[str, Any]:
    """What to parse with: `references` from above, which the parser does not change."""
    return {"references": ChainMap({}, references or {})}


def _definition_in(state: StateBlock, line: int) -> Definition | None:
    if state.sCount[line] < state.blkIndent or state.is_code_block(line):
        return None
    at = state.bMarks[line] + state.tShift[line]
    if not state.src.startswith("[", at):
        return None
    match = _DEFINITION.fullmatch(state.src, at, state.eMarks[line])
    if match is None or not match.group(1).strip():
        return None
    from markdown_it.common.utils import normalizeReference, unescapeAll

    shown = match.group(2)
    target = state.md.normalizeLink(unescapeAll(shown.strip("<>")))
    if not state.md.validateLink(target):
        return None
    label, title = match.group(1), (match.group(3) or "").strip()
    return Definition(label, shown, title, normalizeReference(label), target)

"""What stands in front of the text of quotes, bullets and comments, for gq to keep."""

from __future__ import annotations

import re

from agent_tui.ui.vim.indent import same_indent
from agent_tui.ui.vim.options import VimOptions

_LEADER = re.compile(
    r"[ \t]*(?:(?:>[ \t]*)+|(?://|%|XCOMM)[ \t]*|#(?:[ \t]+|$)|(?P<bullet>[-*])(?:[ \t]+|$))"
)
_BLANKED = re.compile(r"[-*](?=\t)")
_BULLET = re.compile(r"[-*]")


def leader_length(line: str) -> int:
    """How many characters, with the blanks around them; 0 when there is only an indent."""
    match = _LEADER.match(line)
    return match.end() if match else 0


def goes_on(line: str, following: str) -> bool:
    """A paragraph that begins with a line goes on in the following one."""
    first, second = _LEADER.match(line), _LEADER.match(following)
    if first is None or first["bullet"]:
        return second is None
    if second is None or second["bullet"]:
        return False
    return _matches(first.group(), second.group())


def _matches(first: str, second: str) -> bool:
    """The same signs, and blanks in the second one wherever the first one has some."""
    if first.strip(" \t") == "//":
        return second.strip(" \t") == "//"
    at = len(first) - len(first.lstrip(" \t"))
    for char in second:
        if char in " \t":
            at += len(first[at:]) - len(first[at:].lstrip(" \t"))
        elif first[at : at + 1] != char:
            return False
        else:
            at += 1
    return at == len(first)


def leader_below(line: str, options: VimOptions) -> str:
    """What begins the next line when one is broken: of a bullet blanks as wide, of the others the
    same; else its indent if 'autoindent' is on."""
    match = _LEADER.match(line)
    if match is None:
        return same_indent(line, options) * options.autoindent
    if match["bullet"]:
        return _BULLET.sub(" ", _BLANKED.sub("", match.group()))
    return match.group()

"""Where growing markdown may be cut, so that what stands before the cut never changes again.

Every decision here depends on the text only, never on how it arrived: that is why any chunking of a
text ends in the same rows.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from agent_tui.ui.markdown.joint import Joint

if TYPE_CHECKING:
    from markdown_it.token import Token

_ITEM_MARKER = re.compile(r" {0,3}(?:[-+*]|\d{1,9}[.)])(?: {1,4}(?! )| (?= {4})|(?=\n|$))")
_RUN_ON_PLACE = re.compile(
    r"[ \n](?=[^\W\d_])"
)  # before a letter: the rest must not look like a list


@dataclass(frozen=True, slots=True)
class Cut:
    """end: characters before the cut. prefix: goes in front of the rest, so that it parses as what
    it is a part of. joint: how the rest attaches. glue: of its first row, see `SourceRow`."""

    end: int
    prefix: str = ""
    joint: Joint = Joint.BLOCK
    glue: str = "\n"

    def is_traceless(self, joint_above: Joint) -> bool:
        """The rows are the same as without the cut: between two items, or in a table whose columns
        stand already. Any other cut waits, so that a block that ends in time is spared."""
        if self.joint is Joint.TABLE:
            return joint_above in (Joint.TABLE, Joint.TABLE_REST)
        return self.joint in (Joint.ITEM, Joint.ITEM_SPACED)


def finished_blocks(tokens: Sequence[Token], source: str) -> tuple[int, int]:
    """How many tokens, and how many characters of `source`, belong to blocks that are over.

    A block is over when the next one has started in a complete line.
    """
    started = _started(tokens, source, level=0)
    if len(started) < 2:
        return 0, 0
    return started[-1], _offset(source, _line(tokens[started[-1]]))


def open_block(tokens: Sequence[Token], source: str) -> Token | None:
    """The block that more text may still change, if its first line is complete."""
    started = _started(tokens, source, level=0)
    return tokens[started[-1]] if started else None


def cut_inside(tokens: Sequence[Token], window: str, prefix_length: int) -> Cut:
    """Where to cut a block that is longer than `window`, its beginning. Always moves forward.

    prefix_length: so much of the window is not new, but a prefix that an earlier cut put there.
    """
    block = open_block(tokens, window)
    if block is None and tokens and "\n" not in window:
        block = tokens[0]  # a single line, too long to wait for its end
    planner = _PLANNERS.get(block.type) if block is not None else None
    cut = planner(tokens, window, prefix_length) if planner is not None else None
    if cut is None or not _is_progress(cut.end, window, prefix_length):
        return _cut_anywhere(window, prefix_length)
    return cut


def _is_progress(end: int, window: str, used: int) -> bool:
    return end - used >= (len(window) - used) // 4


def _cut_anywhere(window: str, used: int) -> Cut:
    """In the second half of what is new, best behind a line."""
    half = (len(window) + used) // 2
    end = window.rfind("\n", half) + 1 or window.rfind(" ", half) + 1 or len(window)
    last = window[end - 1]
    return Cut(end, joint=Joint.LINE, glue=last if last in " \n" else "")


def _cut_paragraph(tokens: Sequence[Token], window: str, used: int) -> Cut:
    """In the middle of a row. Preferably where no emphasis, code or link is open."""
    half = len(window) // 2
    places = [match.end() for match in _RUN_ON_PLACE.finditer(window, half)]
    for place in reversed(places[-64:]):
        if _is_balanced(window[:place]):
            return Cut(place, joint=Joint.RUN_ON)
    if places:
        return Cut(places[-1], joint=Joint.RUN_ON)
    end = next((at for at in range(len(window) - 1, half, -1) if window[at].isalpha()), len(window))
    return Cut(end, joint=Joint.RUN_ON)


def _is_balanced(text: str) -> bool:
    is_even = text.count("`") % 2 == 0 and text.count("*") % 2 == 0 and text.count("~~") % 2 == 0
    return is_even and text.count("[") == text.count("]") and text.count("(") == text.count(")")


def _cut_list(tokens: Sequence[Token], window: str, used: int) -> Cut | None:
    items = _started(tokens, window, level=1)
    if len(items) > 1:
        line = _line(tokens[items[-1]])
        joint = Joint.ITEM_SPACED if _is_after_blank(window, line) else Joint.ITEM
        return Cut(_offset(window, line), joint=joint)
    marker = _ITEM_MARKER.match(window)
    if marker is None:
        return None
    prefix = marker.group().ljust(len(marker.group().rstrip()) + 1)
    inner = _started(tokens, window, level=2)
    if len(inner) > 1:
        line = _line(tokens[inner[-1]])
        spaced = _is_after_blank(window, line)
        joint = Joint.ITEM_REST_SPACED if spaced else Joint.ITEM_REST
        return Cut(_unindented(window, _offset(window, line), len(prefix)), prefix, joint)
    cut = replace(_cut_anywhere(window, used), prefix=prefix, joint=Joint.ITEM_REST)
    block = tokens[inner[0]] if inner else None
    if block is not None and block.type == "fence":
        return _reopened(cut, block, window, " " * len(prefix))
    end = _unindented(window, cut.end, len(prefix))
    return replace(_in_prose(cut) if _is_prose(block) else cut, end=end)


def _cut_quote(tokens: Sequence[Token], window: str, used: int) -> Cut:
    inner = _started(tokens, window, level=1)
    if len(inner) > 1:
        return Cut(_offset(window, _line(tokens[inner[-1]])), joint=Joint.QUOTE)
    cut = _cut_anywhere(window, used)
    block = tokens[inner[0]] if inner else None
    if block is not None and block.type == "fence":
        return _reopened(replace(cut, prefix="> "), block, window, "> ")
    prefix = "" if window[cut.end - 1] == "\n" else "> "
    return replace(_in_prose(cut) if _is_prose(block) else cut, prefix=prefix)


def _cut_table(tokens: Sequence[Token], window: str, used: int) -> Cut:
    """After the last complete row, else inside a long one; the header goes along unseen."""
    head = window[: _offset(window, 2)]
    end = window.rfind("\n") + 1
    if _is_progress(end, window, used) and end > used:
        return Cut(end, head, Joint.TABLE)
    return replace(
        _cut_anywhere(window, used), prefix=f"{head}| ", joint=Joint.TABLE_REST, glue="\n"
    )


_PLANNERS: dict[str, Callable[[Sequence[Token], str, int], Cut | None]] = {
    "paragraph_open": _cut_paragraph,
    "bullet_list_open": _cut_list,
    "ordered_list_open": _cut_list,
    "blockquote_open": _cut_quote,
    "table_open": _cut_table,
}


def _reopened(cut: Cut, fence: Token, window: str, indent: str) -> Cut:
    """The rest as code again. indent: in front of the rest of a line, so that it stays inside."""
    is_behind_line = window[cut.end - 1] == "\n"
    rest = "" if is_behind_line else indent
    prefix = f"{cut.prefix}{fence.markup}{fence.info}\n{rest}"
    return replace(cut, prefix=prefix, glue="\n" if is_behind_line else "")


def _is_prose(block: Token | None) -> bool:
    return block is not None and block.type == "paragraph_open"


def _in_prose(cut: Cut) -> Cut:
    """Where a line ends inside a paragraph, the next one is only a blank away."""
    return replace(cut, glue=" ") if cut.glue == "\n" else cut


def _started(tokens: Sequence[Token], source: str, level: int) -> list[int]:
    """Indexes of the blocks at `level` whose first line is complete. A table starts with its second
    line: until that one is complete, the first may be a paragraph."""
    complete = source.count("\n")
    return [
        index
        for index, token in enumerate(tokens)
        if token.level == level
        and token.nesting >= 0
        and token.map is not None
        and token.type != "inline"
        and token.map[0] + (token.type == "table_open") < complete
    ]


def _line(token: Token) -> int:
    return token.map[0] if token.map is not None else 0


def _offset(source: str, line: int) -> int:
    """Where a line starts."""
    at = 0
    for _ in range(line):
        at = source.index("\n", at) + 1
    return at


def _is_after_blank(source: str, line: int) -> bool:
    return line > 0 and not source.split("\n", line)[line - 1].strip()


def _unindented(source: str, at: int, most: int) -> int:
    end = at
    while end < min(at + most, len(source)) and source[end] == " ":
        end += 1
    return end

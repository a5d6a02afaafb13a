r"""Vim patterns: compiled for Python, and searched with a limit of time.

A compiled pattern is for one line, or for lines joined by line breaks: "^" and "$" hold at every
line, and "\n" and "\_s" see the breaks. What Vim calls the match may be a part of what Python calls
so (\zs, \ze): ask `span`.

Python's search goes back over what it has tried, so patterns like \(a*\)*b can take longer than
anybody waits. `time_limited` ends such a search.
"""

from __future__ import annotations

import re
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache, partial
from types import FrameType

from agent_tui.ui.vim.pattern_error import PatternError
from agent_tui.ui.vim.pattern_translation import translated
from agent_tui.ui.vim.pattern_words import needs_more

__all__ = [
    "LONGEST_SEARCH_S",
    "PatternError",
    "VimPattern",
    "compiled",
    "group",
    "has_upper_case",
    "span",
    "time_limited",
]

LONGEST_SEARCH_S = 0.5
"""How long a search may hold the screen, in seconds."""

_TOO_SLOW = "E363: The pattern takes too long on this text; make it simpler"
_ESCAPED = re.compile(r"\\(?:[%_].|.)", re.DOTALL)


class VimPattern:
    """A compiled pattern. Raises `PatternError` as `compiled` does, also when it searches: what a
    text with combining marks or without spaces takes is compiled when such a text comes."""

    def __init__(self, compile_for: Callable[[bool], re.Pattern[str]]) -> None:
        self._compile_for = compile_for
        self._plain = compile_for(True)
        self._other: re.Pattern[str] | None = None

    @property
    def source(self) -> str:
        """What Python compiled for a plain text."""
        return self._plain.pattern

    def search(self, text: str, position: int = 0) -> re.Match[str] | None:
        """The first match at or behind a place."""
        return self._expression(text).search(text, position)

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """The matches in a text, as Python counts them."""
        return self._expression(text).finditer(text)

    def _expression(self, text: str) -> re.Pattern[str]:
        if text.isascii() or not re.search(needs_more(), text):
            return self._plain
        if self._other is None:
            self._other = self._compile_for(False)
        return self._other


@lru_cache(maxsize=64)
def compiled(pattern: str, *, ignore_case: bool, smart_case: bool, tilde: str = "") -> VimPattern:
    """A Vim pattern for Python's `re`. tilde: what "~" stands for, see `ExMemory`.

    smart_case: capitals in the pattern undo ignore_case. Raises `PatternError`, in Vim's words.
    """
    return VimPattern(partial(_compiled, pattern, tilde, ignore_case, smart_case))


def _compiled(
    pattern: str, tilde: str, ignore_case: bool, smart_case: bool, is_plain: bool
) -> re.Pattern[str]:
    translation = translated(pattern, tilde, is_plain=is_plain)
    ignores = translation.ignores_case
    if ignores is None:
        ignores = ignore_case and not (smart_case and has_upper_case(pattern))
    flags = re.MULTILINE | (re.IGNORECASE if ignores else re.NOFLAG)
    try:
        return re.compile(translation.source, flags)
    except re.error as error:
        if "look-behind" in str(error):
            raise PatternError("\\@<= and \\@<! are supported for a fixed length only") from error
        raise PatternError(f"E383: Invalid search string: {pattern}") from error
    except (OverflowError, RecursionError) as error:
        raise PatternError("E363: The pattern is too large") from error


def has_upper_case(pattern: str) -> bool:
    r"""A capital stands in the pattern, other than one that means something, like \S."""
    plain = _ESCAPED.sub("", pattern)
    return plain != plain.lower() and any(char.isupper() for char in plain)


def span(match: re.Match[str]) -> tuple[int, int]:
    r"""Where the match is to Vim: from \zs to \ze, if they were passed."""
    start, end = match.span()
    for name, value in match.groupdict().items():
        if value is not None and name.startswith("starts"):
            start = match.start(name)
        elif value is not None and name.startswith("ends"):
            end = match.start(name)
    return start, max(start, end)


def group(match: re.Match[str], number: int) -> str:
    r"""What \0 to \9 stand for; "" for a group that is not there."""
    if number == 0:
        start, end = span(match)
        return match.string[start:end]
    return (match.groupdict().get(f"g{number}") or "") if match.re.groups else ""


@contextmanager
def time_limited(limit_s: float = LONGEST_SEARCH_S) -> Iterator[None]:
    """Searches inside raise `PatternError` when they take longer together.

    Works where there is an alarm clock and nobody else uses it: on the main thread of a Unix.
    Elsewhere nothing is limited. Put only searches inside, nothing that must not end half-way.
    """
    can_limit = hasattr(signal, "setitimer") and (
        threading.current_thread() is threading.main_thread()
    )
    if not can_limit or signal.getitimer(signal.ITIMER_REAL)[0]:
        yield
        return
    is_open = True

    def ring(number: int, frame: FrameType | None) -> None:
        if is_open:
            raise PatternError(_TOO_SLOW)

    former = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, limit_s)
    try:
        yield
    finally:
        is_open = False
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, former)

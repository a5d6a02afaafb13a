"""Reads what a terminal pastes when files are dropped on it: quoted, escaped, or as file URLs.
Pure."""

from __future__ import annotations

import re
import shlex
from urllib.parse import unquote, urlsplit

MOST_CHARACTERS = 8000
"""A longer paste is text."""

_ABSOLUTE = re.compile(r"/|~/|[A-Za-z]:[\\/]")
_WINDOWS = re.compile(r"[A-Za-z]:\\")
_HERE = frozenset(("", "localhost"))


def path_readings(text: str) -> tuple[tuple[str, ...], ...]:
    """The lists of absolute paths that a whole paste may mean, the likeliest first; () when it is
    something else. A path may begin with "~/"."""
    stripped = text.strip()
    if not stripped or len(stripped) > MOST_CHARACTERS or not stripped.isprintable():
        return _lines_reading(stripped)
    readings = [_words(stripped), (stripped,)]
    paths = (tuple(map(_path, reading)) for reading in readings)
    return tuple(dict.fromkeys(each for each in paths if each and all(each)))


def _lines_reading(text: str) -> tuple[tuple[str, ...], ...]:
    """One path on each line, as some file managers copy them."""
    lines = text.split("\n")
    if len(text) > MOST_CHARACTERS or not all(line.isprintable() for line in lines):
        return ()
    words = [_words(line) for line in lines]
    paths = tuple(_path(word) for line in words for word in line)
    return (paths,) if paths and all(paths) else ()


def _words(text: str) -> tuple[str, ...]:
    if _WINDOWS.match(text):
        return ()
    try:
        return tuple(shlex.split(text))
    except ValueError:  # a quote that is never closed
        return ()


def _path(word: str) -> str:
    """A word as a path, "" when it is none."""
    if word.lower().startswith("file:"):
        word = _of_url(word)
    return word if _ABSOLUTE.match(word) and "\0" not in word else ""


def _of_url(url: str) -> str:
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    if parts.netloc not in _HERE:
        return ""
    path = unquote(url.removeprefix(url[: url.index(":") + 1]).removeprefix(f"//{parts.netloc}"))
    return path[1:] if re.match(r"/[A-Za-z]:/", path) else path

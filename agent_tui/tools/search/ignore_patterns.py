"""The patterns of one ignore file of git, compiled for the entries of a walk."""

from __future__ import annotations

import re
from collections.abc import Iterator

# Most lines are plain names; those cost one look into a set instead of a regular expression.
_PLAIN = re.compile(r"(?P<negation>!?)(?P<name>[\w.@+-]+)(?P<slash>/?)")
# Nearly all other lines: stars, question marks and plain sets within names. Our own translation
# spares them pathspec, which takes longer to load than a first look into a folder.
_SIMPLE_NAME = r"(?:[\w.@+$~=,-]|\[\w+\]|\?|\*(?!\*))+"
_SIMPLE = re.compile(rf"/?{_SIMPLE_NAME}(?:/{_SIMPLE_NAME})*/?")
_PIECES = re.compile(r"[\w.@+$~=,-]+|\[\w+\]|\?|\*")
_WILDCARDS = {"*": "[^/]*", "?": "[^/]"}
_EVERYTHING = re.compile(r"/?(\*\*+/)*\*+")
_MOST_STARS = 3  # in one name: with more, a name of 255 letters could take a regex for minutes
_MOST_FOLDER_STARS = 2


class IgnorePatterns:
    """What one file says about entries at or below its folder.

    An entry is judged by itself: that nothing below an ignored folder counts is the walk's matter.
    """

    def __init__(self, text: str) -> None:
        self._runs: list[_Run] = []  # the last line that fits decides, so the last comes first
        for line in _lines(text):
            ignores = not line.startswith("!")
            if not self._runs or self._runs[-1].ignores != ignores:
                self._runs.append(_Run(ignores))
            self._runs[-1].add(line)
        self._runs.reverse()

    def __bool__(self) -> bool:
        return bool(self._runs)

    def verdict(self, path: str, name: str, is_folder: bool) -> bool | None:
        """path: relative to the file's folder. None when no pattern fits."""
        for run in self._runs:
            if run.fits(path, name, is_folder):
                return run.ignores
        return None


class _Run:
    """Lines that follow each other and all ignore, or all take back: their order is no matter."""

    def __init__(self, ignores: bool) -> None:
        self.ignores = ignores
        self._names: set[str] = set()
        self._folder_names: set[str] = set()
        self._for_names: list[re.Pattern[str]] = []
        self._for_paths: list[re.Pattern[str]] = []
        self._seen: dict[str, bool] = {}  # by name, because names come again and again

    def add(self, line: str) -> None:
        plain = _PLAIN.fullmatch(line)
        if plain:
            (self._folder_names if plain["slash"] else self._names).add(plain["name"])
            return
        regex = _regex(line)
        if regex is not None:
            has_folder = "/" in line.removeprefix("!").rstrip("/")
            (self._for_paths if has_folder else self._for_names).append(regex)

    def fits(self, path: str, name: str, is_folder: bool) -> bool:
        if name in self._names or (is_folder and name in self._folder_names):
            return True
        if is_folder:
            path, name = path + "/", name + "/"
        if self._for_names:
            is_known = self._seen.get(name)
            if is_known is None:
                is_known = any(_is_whole(regex, name) for regex in self._for_names)
                self._seen[name] = is_known
            if is_known:
                return True
        return any(_is_whole(regex, path) for regex in self._for_paths)


def _is_whole(regex: re.Pattern[str], path: str) -> bool:
    # The patterns of pathspec also fit what lies below: those matches end earlier.
    match = regex.search(path)
    return match is not None and match.end() >= len(path) - path.endswith("/")


def _lines(text: str) -> Iterator[str]:
    for raw in text.removeprefix("\ufeff").split("\n"):
        line = raw.removesuffix("\r")
        if line and not line.startswith("#"):
            while line.endswith(" ") and not line.endswith("\\ "):
                line = line[:-1]
            if line.strip("!/ "):
                yield line


def _regex(line: str) -> re.Pattern[str] | None:
    """None for a line that can fit nothing, or is too costly to try."""
    line = line.removeprefix("!")
    simple = _simple_regex(line)
    if simple is not None:
        return simple
    from pathspec.patterns.gitignore.base import GitIgnorePatternError
    from pathspec.patterns.gitignore.spec import GitIgnoreSpecPattern  # 40 ms, often not needed

    slash = "/" if line.endswith("/") else ""
    body = line.removesuffix("/")
    if _EVERYTHING.fullmatch(body) and body != "/*":
        body = "?*"
    elif body.endswith("/**"):
        body += "/*"  # what is inside, not the folder itself
    stars = max(re.sub(r"\*+", "*", name).count("*") for name in body.split("/"))
    if stars > _MOST_STARS or body.split("/").count("**") > _MOST_FOLDER_STARS:
        return None
    try:
        regex, _ = GitIgnoreSpecPattern.pattern_to_regex(
            ("\\" if body.startswith(("#", "!")) else "") + body + slash
        )
        return None if regex is None else re.compile(_without_warnings(regex), re.DOTALL)
    except (GitIgnorePatternError, re.error):
        return None  # git takes such a line for one that fits nothing


def _simple_regex(line: str) -> re.Pattern[str] | None:
    """None for a line that is not simple."""
    if not _SIMPLE.fullmatch(line):
        return None
    names = line.strip("/").split("/")
    if max(name.count("*") for name in names) > _MOST_STARS or not line.strip("/*"):
        return None
    body = "/".join(map(_name_regex, names))
    return re.compile(rf"\A{body}{'/' if line.endswith('/') else '/?'}\Z", re.DOTALL)


def _name_regex(name: str) -> str:
    if name == "*":
        return "[^/]+"
    pieces = _PIECES.findall(name)
    return "".join(
        _WILDCARDS.get(piece) or (piece if piece.startswith("[") else re.escape(piece))
        for piece in pieces
    )


def _without_warnings(regex: str) -> str:
    # Inside a set, Python warns of doubled characters, which may get a meaning one day.
    for doubled in ("--", "&&", "||", "~~"):
        regex = regex.replace(doubled, f"{doubled[0]}\\{doubled[0]}")
    return re.sub(r"(?<!\\)\[\[", r"[\\[", regex)

"""Which entries git would not look at: .gitignore files, from a folder up to its repository."""

from __future__ import annotations

import os
from pathlib import Path

from agent_tui.tools.search.ignore_patterns import IgnorePatterns

IGNORE_FILE = ".gitignore"
GIT_FOLDER = ".git"
_MOST_BYTES = 1_000_000  # of one ignore file


class IgnoreRules:
    """The rules that hold in one folder. Immutable; `below` gives those of a folder in it.

    Paths are relative to `top`: the repository, or without one the folder that the walk starts in.
    """

    def __init__(self, links: tuple[tuple[int, IgnorePatterns], ...] = ()) -> None:
        self._links = links  # the nearest first; each with the length of its folder's path

    def is_ignored(self, path: str, name: str, is_folder: bool) -> bool:
        """Whether this entry itself is; the folders above it are taken as looked at before."""
        for length, patterns in self._links:
            verdict = patterns.verdict(path[length:], name, is_folder)
            if verdict is not None:
                return verdict
        return False

    def below(self, folder: str, base: str, *, is_repository: bool, has_file: bool) -> IgnoreRules:
        """The rules in a folder of these. base: its path with a slash at the end, or ""."""
        links = ((len(base), _exclude_file(folder)),) if is_repository else self._links
        if has_file:
            patterns = _patterns_of(os.path.join(folder, IGNORE_FILE))
            links = ((len(base), patterns), *links)
        return IgnoreRules(tuple(link for link in links if link[1]))


class StartingRules:
    """What holds in the folder in which a walk starts, but for its own ignore file.

    is_in_repository: a repository is above it, or it is one. is_ignored: the folder itself is
    ignored. Whoever asks for it all the same means what is in it, so the rules above do not hold.
    prefix: its path in the repository, "" or with a slash at the end.
    """

    def __init__(self, folder: str) -> None:
        self.rules, self.prefix, self.is_ignored = IgnoreRules(), "", False
        repository = _repository_of(folder)
        self.is_in_repository = repository is not None
        if repository is None or repository == folder:
            return
        rules, base, here = IgnoreRules(), "", repository
        for name in os.path.relpath(folder, repository).split(os.sep):
            rules = rules.below(
                here,
                base,
                is_repository=here == repository,
                has_file=os.path.isfile(os.path.join(here, IGNORE_FILE)),
            )
            if rules.is_ignored(base + name, name, is_folder=True):
                self.is_ignored = True
                return
            base, here = f"{base}{name}/", os.path.join(here, name)
        self.rules, self.prefix = rules, base


def _repository_of(folder: str) -> str | None:
    path = Path(folder)
    for one in (path, *path.parents):
        if os.path.lexists(one / GIT_FOLDER):
            return str(one)
    return None


def _patterns_of(file: str) -> IgnorePatterns:
    try:
        # Never through a link: what it points to may lie outside, or be a pipe that never ends.
        descriptor = os.open(file, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
        with open(descriptor, "rb") as opened:
            text = opened.read(_MOST_BYTES).decode("utf-8", "surrogateescape")
    except OSError:
        return IgnorePatterns("")
    return IgnorePatterns(text)


def _exclude_file(repository: str) -> IgnorePatterns:
    """`info/exclude`; of a worktree, the one of its main repository."""
    git_folder = Path(repository, GIT_FOLDER)
    try:
        if git_folder.is_file():
            text = git_folder.read_text(errors="surrogateescape")
            git_folder = Path(repository, text.removeprefix("gitdir:").strip())
            common = git_folder / "commondir"
            if common.is_file():
                git_folder /= common.read_text(errors="surrogateescape").strip()
    except (OSError, ValueError):
        return IgnorePatterns("")
    return _patterns_of(os.path.join(git_folder, "info", "exclude"))

"""A walk through a folder and what is below it, in the order of names. For a thread.

Links are entries like files: a walk never leaves its folder and cannot go in circles.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator

from agent_tui.tools.search.ignore_rules import (
    GIT_FOLDER,
    IGNORE_FILE,
    IgnoreRules,
    StartingRules,
)

MOST_ENTRIES = 1_000_000
MOST_SECONDS = 40.0
_LOOKS_AT_CLOCK = 256  # entries between two looks


class TreeWalk:
    """Iterate once over (path, entry); path is relative to the root and has slashes.

    unreadable: folders that could not be read, with the reason. stopped_by: why the walk ended
    early, "" when it did not. ignored: how many entries were left out because git ignores them.
    """

    def __init__(
        self,
        root: str,
        *,
        include_ignored: bool = False,
        is_stopped: Callable[[], bool] = lambda: False,
        enters: Callable[[str], bool] = lambda folder: True,
        most_entries: int = MOST_ENTRIES,
        most_seconds: float = MOST_SECONDS,
    ) -> None:
        self.unreadable: list[tuple[str, str]] = []
        self.stopped_by = ""
        self.ignored = 0
        self._root = root
        self._start = None if include_ignored else StartingRules(root)
        self._is_stopped, self._enters = is_stopped, enters
        self._most_entries, self._ends_at = most_entries, time.monotonic() + most_seconds
        self._most_seconds, self._count = most_seconds, 0

    def __iter__(self) -> Iterator[tuple[str, os.DirEntry[str]]]:
        rules = self._start.rules if self._start else None
        stack = [self._folder(self._root, "", rules)]
        while stack:
            found = next(stack[-1], None)
            if found is None:
                stack.pop()
                continue
            path, entry, rules = found
            self._count += 1
            if self._must_stop():
                return
            yield path, entry
            if entry.is_dir(follow_symlinks=False) and self._enters(path):
                stack.append(self._folder(entry.path, f"{path}/", rules))

    def _must_stop(self) -> bool:
        if self._count > self._most_entries:
            self.stopped_by = f"{self._most_entries} entries"
        elif self._count % _LOOKS_AT_CLOCK == 0:
            if self._is_stopped():
                self.stopped_by = "cancelling"
            elif time.monotonic() > self._ends_at:
                self.stopped_by = f"{self._most_seconds:g} seconds"
        return bool(self.stopped_by)

    def _folder(
        self, folder: str, prefix: str, rules: IgnoreRules | None
    ) -> Iterator[tuple[str, os.DirEntry[str], IgnoreRules | None]]:
        try:
            with os.scandir(folder) as scanned:
                entries = {entry.name: entry for entry in scanned}
        except OSError as error:
            self.unreadable.append((prefix, error.strerror or "unreadable"))
            return
        base = ""
        if rules is not None and self._start is not None:
            base = self._start.prefix + prefix
            rules = rules.below(
                folder,
                base,
                is_repository=GIT_FOLDER in entries,
                has_file=IGNORE_FILE in entries,
            )
        for name in sorted(entries):
            entry = entries[name]
            if name == GIT_FOLDER:
                continue
            is_folder = entry.is_dir(follow_symlinks=False)
            if rules is not None and rules.is_ignored(base + name, name, is_folder):
                self.ignored += 1
                continue
            yield prefix + name, entry, rules

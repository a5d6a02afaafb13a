"""A walk through a workspace that can be looked at while it goes on, and repeated at little cost.

Links are entries like files: a walk never leaves its folder and cannot go in circles.
"""

from __future__ import annotations

import os
import time
from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence

from msgspec import Struct

from agent_tui.lifecycle.finder.path_names import PathNames
from agent_tui.tools.search.ignore_rules import (
    GIT_FOLDER,
    IGNORE_FILE,
    IgnoreRules,
    StartingRules,
)

MOST_ENTRIES = 500_000
MOST_SECONDS = 10.0
_ENTRIES_AT_ONCE = 128  # between two looks at the clock
# A folder that changed so shortly before it was read may have changed again within one tick of the
# file system's clock.
_FRESH_NS = 100_000_000


class _Folder(Struct, gc=False):
    """What was seen in a folder. changed_ns: when it was changed; 0: do not trust it again.
    ignore_facts: sizes and times of the files that its rules come from, () for none. given: the
    rules from above, rules: with its own. entries: targets of what is in it."""

    changed_ns: int
    ignore_facts: tuple[int, ...]
    given: IgnoreRules
    rules: IgnoreRules
    entries: list[str]


class TreeIndex:
    """The names below `root`. Use on one thread.

    Call `walk` until `is_done`. Nearer folders come first; what is hidden comes last and stands
    apart. former: an earlier index of the same root, whose unchanged folders are not read again.
    above: the rules from above the root, None before the walk. folders: what is in each, by target.
    """

    def __init__(
        self,
        root: str,
        former: TreeIndex | None = None,
        *,
        most_entries: int = MOST_ENTRIES,
        most_seconds: float = MOST_SECONDS,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.visible, self.hidden = PathNames(), PathNames()
        self.note = ""
        self.is_done = False
        self._root = root
        self._known = former.folders if former is not None else {}
        self.folders: dict[str, _Folder] = {}
        self._most_entries, self._most_seconds, self._clock = most_entries, most_seconds, clock
        self._spent_s = 0.0
        self.above: StartingRules | None = former.above if former is not None else None
        self._steps = self._walked()

    def __len__(self) -> int:
        return len(self.visible) + len(self.hidden)

    def walk(self, seconds: float) -> None:
        """Go on for about so long."""
        started = self._clock()
        until = started + seconds
        for _ in self._steps:
            now = self._clock()
            if now >= until:
                self._spend(now - started)
                return
        self.is_done = True
        self._known = {}

    def entries(self, folder: str) -> Sequence[str] | None:
        """What is in a folder, unsorted; None while it is not known."""
        known = self.folders.get(folder)
        return None if known is None else known.entries

    def has_same_names(self, other: TreeIndex) -> bool:
        """The names are the same."""
        return (
            self.visible.targets == other.visible.targets
            and self.hidden.targets == other.hidden.targets
        )

    def _spend(self, seconds: float) -> None:
        self._spent_s += seconds
        if self._spent_s > self._most_seconds:
            self._stop(f"{self._most_seconds:g} seconds")

    def _stop(self, limit: str) -> None:
        self.note = f"Only what was found within {limit} is listed"
        self.is_done = True
        self._known = {}

    def _walked(self) -> Iterator[None]:
        # Those above the root are read once, so that they are the same for every walk.
        self.above = start = self.above or StartingRules(self._root)
        waiting = deque([("", start.rules)])
        hidden: deque[tuple[str, IgnoreRules]] = deque()
        while waiting or hidden:
            is_hidden = not waiting
            folder, rules = hidden.popleft() if is_hidden else waiting.popleft()
            names = self.hidden if is_hidden else self.visible
            seen = self._unchanged(folder, rules)
            if seen is None:
                seen = yield from self._read(folder, rules)
            if seen is None:
                continue
            self.folders[folder] = seen
            for first in range(0, len(seen.entries), _ENTRIES_AT_ONCE):
                some = seen.entries[first : first + _ENTRIES_AT_ONCE]
                shown = [t for t in some if not t.startswith(".", len(folder))]
                names.extend(shown)
                waiting_here = hidden if is_hidden else waiting
                waiting_here.extend((t, seen.rules) for t in shown if t.endswith("/"))
                if len(shown) < len(some):
                    dotted = [t for t in some if t.startswith(".", len(folder))]
                    self.hidden.extend(dotted)
                    hidden.extend((t, seen.rules) for t in dotted if t.endswith("/"))
                if len(self) >= self._most_entries:
                    self._stop(f"{self._most_entries:,} entries".replace(",", " "))
                    return
                yield

    def _unchanged(self, folder: str, given: IgnoreRules) -> _Folder | None:
        known = self._known.get(folder)
        # By identity: a folder whose rules were read again hands new ones down.
        if known is None or not known.changed_ns or known.given is not given:
            return None
        return known if self._is_as_known(known, folder) else None

    def _is_as_known(self, known: _Folder, folder: str) -> bool:
        path = os.path.join(self._root, folder)
        try:
            if os.stat(path, follow_symlinks=False).st_mtime_ns != known.changed_ns:
                return False
        except OSError:
            return False
        return not known.ignore_facts or _facts(path) == known.ignore_facts

    def _read(self, folder: str, given: IgnoreRules) -> Generator[None, None, _Folder | None]:
        """Returns what is in the folder, None when it cannot be read."""
        path = os.path.join(self._root, folder)
        found: list[tuple[str, bool]] = []
        try:
            changed_ns = os.stat(path, follow_symlinks=False).st_mtime_ns
            with os.scandir(path) as scanned:
                for count, entry in enumerate(scanned):
                    found.append((entry.name, entry.is_dir(follow_symlinks=False)))
                    if count % _ENTRIES_AT_ONCE == 0:
                        yield
        except OSError:
            return None
        if time.time_ns() - changed_ns < _FRESH_NS:
            changed_ns = 0
        names = {name for name, _ in found} & {GIT_FOLDER, IGNORE_FILE}
        base = (self.above.prefix if self.above is not None else "") + folder
        rules = given.below(
            path, base, is_repository=GIT_FOLDER in names, has_file=IGNORE_FILE in names
        )
        entries: list[str] = []
        for count, (name, is_folder) in enumerate(found):
            if name != GIT_FOLDER and not rules.is_ignored(base + name, name, is_folder):
                entries.append(f"{folder}{name}/" if is_folder else f"{folder}{name}")
            if count % _ENTRIES_AT_ONCE == 0:
                yield
        facts = _facts(path) if names else ()
        return _Folder(changed_ns, facts, given, rules, entries)


def _facts(folder: str) -> tuple[int, ...]:
    facts = []
    for name in (IGNORE_FILE, f"{GIT_FOLDER}/info/exclude"):
        try:
            status = os.stat(os.path.join(folder, name), follow_symlinks=False)
        except OSError:
            facts += [-1, -1]
        else:
            facts += [status.st_size, status.st_mtime_ns]
    return tuple(facts)

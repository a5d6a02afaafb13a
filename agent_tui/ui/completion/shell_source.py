"""Names of files in a shell command behind "!"."""

from __future__ import annotations

import re
from collections.abc import Callable

from agent_tui.protocol.finding import FileFinder
from agent_tui.ui.completion.offer import Entry, Offer, TypedLine, agreed_start

_LAST_WORD = re.compile(r"(?:[^\s\\'\"]|\\.)*\Z")
_FIRST_WORD = re.compile(r"!{1,2}\s*[^\s/]*\Z")
_NEEDS_ESCAPE = re.compile(r"[^\w@%+=:,./~-]")


class ShellSource:
    """Completes the last word, when it is not quoted and no name of a program. See `MentionSource`
    for the parameters."""

    def __init__(
        self,
        finder: FileFinder,
        *,
        changed: Callable[[], None],
        on_loop: Callable[[Callable[[], None]], object],
    ) -> None:
        self._finder, self._changed, self._on_loop = finder, changed, on_loop
        self._folder: str | None = None
        self._names: tuple[str, ...] | None = None  # None: not told yet

    def offer(self, typed: TypedLine) -> Offer | None:
        """See `CompletionSource`."""
        before = typed.before
        is_shell = not typed.row and before.startswith("!") and not _FIRST_WORD.fullmatch(before)
        word = _LAST_WORD.search(before) if is_shell else None
        if word is None or not word[0] or before[: word.start()].endswith(("'", '"')):
            self._folder = None
            return None
        start = word.start()
        if not start:  # the mark itself stands before the word
            start = len(word[0]) - len(word[0].lstrip("!"))
        plain = re.sub(r"\\(.)", r"\1", before[start:])
        folder, slash, prefix = plain.rpartition("/")
        self._list(folder + slash)
        names = [
            name
            for name in self._names or ()
            if name.startswith(prefix)
            and (prefix or not name.startswith("."))
            and name.isprintable()
        ]
        entries = [_entry(folder + slash, name, len(prefix)) for name in names]
        return Offer(
            start=start,
            end=typed.column,
            kind="shell",
            entries=entries,
            agreed=agreed_start([entry.inserted for entry in entries]),
        )

    def _list(self, folder: str) -> None:
        if folder == self._folder:
            return
        self._folder, self._names = folder, None

        def tell(names: tuple[str, ...]) -> None:
            self._on_loop(lambda: self._take(folder, names))

        self._finder.list_folder(folder, tell, has_ignored=True)

    def _take(self, folder: str, names: tuple[str, ...]) -> None:
        if folder == self._folder:
            self._names = names
            self._changed()


def _entry(folder: str, name: str, typed: int) -> Entry:
    escaped = _NEEDS_ESCAPE.sub(r"\\\g<0>", folder + name)
    return Entry(
        inserted=escaped if name.endswith("/") else f"{escaped} ",
        label=name,
        matched=tuple(range(typed)),
        keeps_end=True,
    )

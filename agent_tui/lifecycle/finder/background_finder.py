"""The finder of one workspace: searches in a thread that gives way to the screen."""

from __future__ import annotations

import contextlib
import os
import threading
import time
from collections.abc import Callable, Sequence
from typing import TypeVar

from msgspec import Struct

from agent_tui.lifecycle.finder.folder_listing import in_order, read_folder
from agent_tui.lifecycle.finder.search import Search
from agent_tui.lifecycle.finder.stored_sessions import StoredSessions
from agent_tui.protocol.finding import Found
from agent_tui.protocol.sessions import SessionInfo

# The screen must never wait for the interpreter's lock: work in short slices, then sleep.
_SLICE_S, _REST_S = 0.002, 0.0005
_TELL_EVERY_S = 0.03  # news while a search goes on

Answer = TypeVar("Answer")


class _Wish(Struct, frozen=True):
    query: str
    recent: tuple[str, ...]
    tell: Callable[[Found], None]


class BackgroundFinder:
    """Implements `FileFinder`. Nothing is read before the first call. The thread lives as long as
    the program and sleeps while nobody asks.

    root: absolute. sessions: gives the stored sessions, the last used first; called on the thread.
    """

    def __init__(self, root: str, sessions: Callable[[], Sequence[SessionInfo]]) -> None:
        self._root = root
        self._search = Search(root, StoredSessions(sessions))
        self._changed = threading.Condition()
        self._wish: _Wish | None = None
        self._listings: list[Callable[[], bool]] = []  # each is True when it was answered
        self._thread: threading.Thread | None = None
        self._tell: Callable[[Found], None] | None = None
        self._told: Found | None = None
        self._told_at = 0.0

    def find(self, query: str, tell: Callable[[Found], None], recent: Sequence[str] = ()) -> None:
        """See `FileFinder`."""
        with self._changed:
            self._wish = _Wish(query, tuple(recent), tell)
            self._wake()

    def list_folder(
        self, folder: str, tell: Callable[[tuple[str, ...]], None], *, has_ignored: bool = False
    ) -> None:
        """See `FileFinder`."""

        def answer() -> bool:
            if has_ignored:
                names = read_folder(os.path.join(self._root, os.path.expanduser(folder)))
                _to_screen(tell, names)
                return True
            entries = self._search.entries(folder)
            if entries is not None:
                _to_screen(tell, in_order(entries))
            return entries is not None

        with self._changed:
            self._listings.append(answer)
            self._wake()

    def _wake(self) -> None:
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="finder", daemon=True)
            self._thread.start()
        self._changed.notify()

    def _run(self) -> None:
        while True:
            with self._changed:
                while not (self._wish or self._listings or self._search.has_work):
                    self._changed.wait()
                wish, self._wish = self._wish, None
                listings, self._listings = self._listings, []
            self._serve(wish, listings)
            time.sleep(_REST_S)

    def _serve(self, wish: _Wish | None, listings: list[Callable[[], bool]]) -> None:
        if wish is not None or listings:
            self._search.refresh()
        if wish is not None:
            self._search.ask(wish.query, wish.recent)
            self._tell, self._told, self._told_at = wish.tell, None, 0.0
        self._search.work(_SLICE_S)
        open_listings = [answer for answer in listings if not answer()]
        with self._changed:
            self._listings = open_listings + self._listings
        self._tell_news()

    def _tell_news(self) -> None:
        is_time = time.monotonic() - self._told_at >= _TELL_EVERY_S
        if self._tell is None or not (is_time or not self._search.has_work):
            return
        found = self._search.found
        if found is None or found == self._told:
            return
        # An empty list is an answer only when there is nothing more to come.
        if found.places or not found.is_searching:
            self._told, self._told_at = found, time.monotonic()
            _to_screen(self._tell, found)


def _to_screen(tell: Callable[[Answer], None], answer: Answer) -> None:
    # A screen that has closed meanwhile takes no answers: its loop says so.
    with contextlib.suppress(RuntimeError):
        tell(answer)

"""Our own search, for machines without ripgrep: what runs in its process."""

from __future__ import annotations

import json
import math
import os
import re
import signal
import sys
import warnings
from collections.abc import Iterator
from pathlib import Path

import msgspec

from agent_tui.protocol.sensitive_paths import is_sensitive
from agent_tui.tools.search.file_search import FileSearch
from agent_tui.tools.search.found_lines import LARGE, SECRET, UNREADABLE
from agent_tui.tools.search.glob_pattern import GlobPattern
from agent_tui.tools.search.grep_request import LARGEST_FILE_BYTES, GrepRequest
from agent_tui.tools.search.tree_walk import TreeWalk

_FLUSH_S = 0.2
_MOST_WAITING = 500  # records that are written together


def own_command(request: GrepRequest) -> tuple[str, ...]:
    """The command line; to be started in the folder to search."""
    # Relative entries would let the searched folder bring modules of its own.
    folders = [entry for entry in sys.path if os.path.isabs(entry)]
    script = str(Path(__file__).with_name("search_script.py"))
    encoded = msgspec.json.encode(request).decode()
    # Isolated: neither the environment nor the folder decides what is imported.
    return (sys.executable, "-I", "-S", "-B", script, json.dumps(folders), encoded)


def run(encoded: str) -> int:
    """Search in the present folder and print; gives the exit code, as ripgrep's are."""
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    warnings.simplefilter("ignore")  # of what a pattern may mean one day
    request = msgspec.json.decode(encoded, type=GrepRequest)
    try:
        search = FileSearch(request)
    except (re.error, OverflowError, RecursionError) as error:
        print(f"regex parse error: {error}", flush=True)  # noqa: T201 - this is a program
        return 2
    output, has_found = _Output(), False
    for record in _records(request, search):
        has_found |= not record.startswith(b"!")
        output.add(record)
    output.flush()
    return 0 if has_found else 1


class _Output:
    """Writes together what comes quickly, and by an alarm also while one file takes long: what was
    found before a pattern that never comes to an end is not lost when the search is stopped."""

    def __init__(self) -> None:
        self._records: list[bytes] = []
        self._is_writing = False
        signal.signal(signal.SIGALRM, self.flush)
        signal.setitimer(signal.ITIMER_REAL, _FLUSH_S, _FLUSH_S)

    def add(self, record: bytes) -> None:
        self._records.append(record)
        if len(self._records) >= _MOST_WAITING:
            self.flush()

    def flush(self, *_: object) -> None:
        if self._is_writing:  # the alarm came in the middle of it
            return
        self._is_writing = True
        rest = memoryview(b"".join(self._records))
        self._records.clear()
        while rest:
            rest = rest[os.write(sys.stdout.fileno(), rest) :]
        self._is_writing = False


def _records(request: GrepRequest, search: FileSearch) -> Iterator[bytes]:
    if request.file:
        yield from _in_file(request.file, search)
        return
    wanted = GlobPattern(request.name_glob).fits if request.name_glob else None
    walk = TreeWalk(  # whoever started this process stops it in time, and says so
        os.getcwd(),
        include_ignored=request.include_ignored,
        most_entries=sys.maxsize,
        most_seconds=math.inf,
    )
    for path, entry in walk:
        if not entry.is_file(follow_symlinks=False):
            continue
        if wanted is not None and not wanted(entry.name):
            continue
        if is_sensitive(path):
            yield _skipped(SECRET, path)
        else:
            yield from _in_file(path, search)
    for path, _ in walk.unreadable:
        yield _skipped(UNREADABLE, path.rstrip("/"))


def _in_file(path: str, search: FileSearch) -> Iterator[bytes]:
    try:
        # The file may have become a link or a pipe since it was listed.
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
        with open(descriptor, "rb", buffering=0) as file:
            if os.fstat(descriptor).st_size > LARGEST_FILE_BYTES:
                yield _skipped(LARGE, path)
                return
            data = file.read()
    except OSError:
        yield _skipped(UNREADABLE, path)
        return
    name = b"./" + os.fsencode(path) + b"\0"
    yield from search.records(name, data)


def _skipped(reason: str, path: str) -> bytes:
    return f"!{reason}:./".encode() + os.fsencode(path) + b"\0"

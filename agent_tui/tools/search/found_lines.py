"""What a search found, gathered until there is enough."""

from __future__ import annotations

from msgspec import Struct

MOST_ITEMS = 5_000  # found before a search is stopped; fewer are sorted and counted completely
MOST_BYTES = 8_000_000
SECRET, LARGE, UNREADABLE = "secret", "large", "unreadable"  # why something was not searched
COMPLAINTS = "complaints"  # what a search program said besides its results


class FoundLine(Struct, frozen=True):
    """A line of a file. number: 1-based. column: where the match begins, 1-based in bytes; 0 for a
    line of context. offset: of the line in the file. is_final: the text is not too long."""

    path: str
    number: int
    text: str
    is_match: bool = True
    column: int = 0
    offset: int = 0
    is_final: bool = False


class Found:
    """lines: for output content. counts: matching lines by path for output count, 0 for output
    files. skipped: what was not searched, by reason. is_complete: False when the search was
    stopped early, so that another run may find others first. timed_out_s: the limit that stopped
    it. problem: why it could not run. is_refused: because of the pattern."""

    def __init__(self) -> None:
        self.lines: list[FoundLine] = []
        self.counts: dict[str, int] = {}
        self.skipped: dict[str, list[str]] = {}
        self.is_complete = True
        self.timed_out_s = 0.0
        self.problem = ""
        self.is_refused = False
        self.matches = 0  # matching lines in `lines`
        self._bytes = 0

    def add_line(self, line: FoundLine) -> None:
        """One more line of content."""
        self.lines.append(line)
        self.matches += line.is_match
        self._bytes += len(line.text) + len(line.path)

    def add_file(self, path: str, count: int) -> None:
        """One more file with matches."""
        self.counts[path] = count
        self._bytes += len(path)

    def skip(self, reason: str, path: str) -> None:
        """Something was not searched."""
        self.skipped.setdefault(reason, []).append(path)

    def forget(self, path: str) -> None:
        """The file turned out to be none with text."""
        self.lines = [line for line in self.lines if line.path != path]
        self.matches = sum(line.is_match for line in self.lines)
        self.counts.pop(path, None)

    @property
    def is_full(self) -> bool:
        """More is not needed."""
        items = max(self.matches, len(self.counts))
        return items >= MOST_ITEMS or self._bytes >= MOST_BYTES

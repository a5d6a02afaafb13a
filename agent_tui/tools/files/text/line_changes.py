"""What has changed between two texts: counts of lines, a unified diff, the new lines."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from agent_tui.tools.files.text.changed_runs import Run, changed_runs
from agent_tui.tools.files.text.lines import numbered, shortened, split_lines
from agent_tui.tools.files.text.text_form import with_lf

_CONTEXT = 3
_MAX_DIFF_LINES = 400


class LineChanges:
    """Compares when made. Line ends count as equal, whatever they are; a missing one at the end of
    the text does not."""

    def __init__(self, before: str, after: str) -> None:
        self._old = split_lines(with_lf(before))
        self._new = split_lines(with_lf(after))
        self._runs = changed_runs(self._old, self._new)
        changes = [run for run in self._runs if not run.is_equal]
        self.added = sum(run.new_end - run.new_start for run in changes)
        self.removed = sum(run.old_end - run.old_start for run in changes)

    @property
    def counts(self) -> str:
        """For example "+3 -1"; "" when no line has changed."""
        return " ".join(
            f"{sign}{count}" for sign, count in (("+", self.added), ("-", self.removed)) if count
        )

    def hunks(self) -> Iterator[str]:
        """The diff without file headers, line by line, without line breaks."""
        for hunk in self._grouped():
            yield _hunk_header(hunk)
            for run in hunk:
                if run.is_equal:
                    yield from _signed(" ", self._new[run.new_start : run.new_end])
                else:
                    yield from _signed("-", self._old[run.old_start : run.old_end])
                    yield from _signed("+", self._new[run.new_start : run.new_end])

    def snippet(self, max_lines: int) -> str:
        """The changed places as they are now, with line numbers; "" when nothing is left of
        them."""
        shown: list[str] = []
        for hunk in self._grouped():
            if shown:
                shown.append("   ...")
            first, end = hunk[0].new_start, hunk[-1].new_end
            for index in range(first, end):
                if len(shown) >= max_lines:
                    return "\n".join([*shown, "   ..."])
                shown.append(numbered(index + 1, self._new[index].rstrip("\n")))
        return "\n".join(shown)

    def _grouped(self) -> Iterator[list[Run]]:
        """Changes with three equal lines around; those with six or fewer between stand together."""
        hunk: list[Run] = []
        for run in self._runs:
            if not run.is_equal:
                hunk.append(run)
                continue
            if any(not other.is_equal for other in hunk):
                if run.old_end - run.old_start <= 2 * _CONTEXT and run is not self._runs[-1]:
                    hunk.append(run)
                    continue
                yield [*hunk, _head(run)]
            hunk = [_tail(run)]
        if any(not run.is_equal for run in hunk):
            yield hunk


def unified_diff(changes: LineChanges, *, old_name: str, new_name: str) -> str:
    """A diff of one file with at most 400 lines of hunks; "" when there is nothing to show.

    A name is "" for a file that does not exist; absolute names stand without a/ and b/.
    """
    lines = list(islice(changes.hunks(), _MAX_DIFF_LINES))
    if old_name != new_name or lines:
        lines = [*_headers(old_name, new_name, has_hunks=bool(lines)), *lines]
    more = sum(1 for _ in changes.hunks()) - _MAX_DIFF_LINES if lines else 0
    if more > 0:
        lines.append(f"… {more} more lines")
    return "".join(f"{line}\n" for line in lines)


def _headers(old_name: str, new_name: str, *, has_hunks: bool) -> Iterator[str]:
    old, new = _prefixed("a/", old_name), _prefixed("b/", new_name)
    if old_name and new_name and old_name != new_name:
        yield f"diff --git {old} {new}"
        yield f"rename from {old_name}"
        yield f"rename to {new_name}"
        if not has_hunks:
            return
    yield f"--- {old}"
    yield f"+++ {new}"


def _prefixed(prefix: str, name: str) -> str:
    if not name:
        return "/dev/null"
    return name if name.startswith("/") else prefix + name


def _head(run: Run) -> Run:
    length = min(_CONTEXT, run.old_end - run.old_start)
    return Run(True, run.old_start, run.old_start + length, run.new_start, run.new_start + length)


def _tail(run: Run) -> Run:
    length = min(_CONTEXT, run.old_end - run.old_start)
    return Run(True, run.old_end - length, run.old_end, run.new_end - length, run.new_end)


def _hunk_header(hunk: list[Run]) -> str:
    first, last = hunk[0], hunk[-1]
    old = _range(first.old_start, last.old_end)
    new = _range(first.new_start, last.new_end)
    return f"@@ -{old} +{new} @@"


def _range(start: int, end: int) -> str:
    # The number of an empty range is that of the line before it.
    return f"{start + 1 if end > start else start},{end - start}"


def _signed(sign: str, lines: list[str]) -> Iterator[str]:
    for line in lines:
        yield sign + shortened(line.removesuffix("\n"))
        if not line.endswith("\n"):
            yield "\\ No newline at end of file"

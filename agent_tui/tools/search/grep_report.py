"""What a search found, as the model reads it."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from agent_tui.tools.search.found_lines import (
    LARGE,
    MOST_ITEMS,
    SECRET,
    UNREADABLE,
    Found,
    FoundLine,
)
from agent_tui.tools.search.grep_request import LARGEST_FILE_BYTES, GrepOutput
from agent_tui.tools.search.place import Place
from agent_tui.tools.search.shown_names import counted, some_names


class ReportOptions(Struct, frozen=True, kw_only=True):
    """most: matches, or files, that are shown. context_lines: around each match."""

    output: GrepOutput
    most: int
    context_lines: int = 0
    include_ignored: bool = False


def first_lines(found: Found, options: ReportOptions) -> list[FoundLine]:
    """The lines that are shown: by path and number, the first `most` matches and their context."""
    chosen: list[FoundLine] = []
    last = FoundLine("", 0, "")
    matches = 0
    for line in sorted(found.lines, key=lambda line: (line.path, line.number)):
        if line.is_match:
            if matches == options.most:
                break
            matches, last = matches + 1, line
        chosen.append(line)
    while chosen and not chosen[-1].is_match and not _is_after(chosen[-1], last, options):
        chosen.pop()
    return chosen


def report(found: Found, lines: Sequence[FoundLine], place: Place, options: ReportOptions) -> str:
    """lines: of `first_lines`, for output content."""
    if options.output is GrepOutput.CONTENT:
        parts = [*_content(lines, place), *_cut_lines_notice(found, options)]
    else:
        parts = _files(found, place, options)
    if not parts:
        parts = [_nothing(place, options)] if found.is_complete else ["Nothing was found so far."]
    notices = _notices(found, place)
    return "\n".join(parts) + ("\n\n" + "\n".join(notices) if notices else "")


def _is_after(line: FoundLine, match: FoundLine, options: ReportOptions) -> bool:
    return line.path == match.path and line.number <= match.number + options.context_lines


def _content(lines: Sequence[FoundLine], place: Place) -> list[str]:
    shown: list[str] = []
    before: FoundLine | None = None
    has_context = any(not line.is_match for line in lines)
    for line in lines:
        if before is not None and has_context:
            follows = line.path == before.path and line.number == before.number + 1
            shown += [] if follows else ["--"]
        mark = ":" if line.is_match else "-"
        shown.append(f"{_shown(line.path, place)}:{line.number}{mark} {line.text}")
        before = line
    return shown


def _files(found: Found, place: Place, options: ReportOptions) -> list[str]:
    paths = sorted(found.counts)
    shown = [_shown(path, place) for path in paths[: options.most]]
    total = counted(len(paths), "file")
    if options.output is GrepOutput.COUNT:
        shown = [f"{name}: {found.counts[path]}" for name, path in zip(shown, paths, strict=False)]
        matches = counted(sum(found.counts.values()), "match", "matches")
        shown += [f"\n{matches} in {total}."] if paths else []
    if len(paths) > options.most:
        shown.append(f"\n{options.most} of {total} are shown. {_NARROW}")
    return shown


_NARROW = "Narrow the search with path, glob or a longer pattern."


def _cut_lines_notice(found: Found, options: ReportOptions) -> list[str]:
    if found.matches <= options.most:
        return []
    total = counted(found.matches, "matching line")
    files = counted(len({line.path for line in found.lines}), "file")
    return [f"\n{options.most} of {total} in {files} are shown. {_NARROW}"]


def _notices(found: Found, place: Place) -> list[str]:
    notices = []
    if found.timed_out_s:
        notices.append(
            f"The search was stopped after {found.timed_out_s:g} s, so there may be more. "
            "Narrow it with path or glob, or use a simpler pattern."
        )
    elif not found.is_complete:
        notices.append(
            f"The search was stopped after {MOST_ITEMS} finds, so the numbers are not complete and "
            "another run may show others."
        )
    for reason, text in (
        (SECRET, "that may hold secrets were not searched (give one as path to search it)"),
        (LARGE, f"larger than {LARGEST_FILE_BYTES // 1_000_000} MB were not searched"),
        (UNREADABLE, "cannot be read"),
    ):
        skipped = sorted(found.skipped.get(reason, ()))
        paths = [f"{place.prefix}{path}" if place.is_folder else place.prefix for path in skipped]
        if paths:
            what = "place" if reason is UNREADABLE else "file"
            notices.append(
                f"{counted(len(paths), what)} {_said(text, len(paths))}: {some_names(paths)}."
            )
    return notices


def _said(text: str, count: int) -> str:
    return text.replace("were not", "was not") if count == 1 else text


def _nothing(place: Place, options: ReportOptions) -> str:
    text = f"No matches in {place.name}."
    if place.is_folder and not options.include_ignored:
        text += " Files that .gitignore names were not searched; include_ignored=true does."
    return text


def _shown(path: str, place: Place) -> str:
    return place.shown(path if place.is_folder else "")

"""`agent-tui sessions clean`: free the disk of what old sessions keep for rewinds."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from pathlib import Path

import click

from agent_tui.cli.commands.printing import tell
from agent_tui.cli.start import Start
from agent_tui.errors import ConfigError, SessionStorageFailed

_DAY_S = 24 * 3600
_UNITS = ("bytes", "KB", "MB", "GB", "TB")


@click.command("clean")
@click.option(
    "--older-than",
    "days",
    type=click.IntRange(min=0),
    default=30,
    show_default=True,
    metavar="DAYS",
    help="Only sessions that were not used for so long.",
)
@click.option("--dry-run", is_flag=True, help="Only say what would be freed.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.pass_obj
def clean_sessions(start: Start, days: int, dry_run: bool, yes: bool) -> None:
    """Remove what old sessions keep of files before changes.

    Conversations stay. Files that these sessions changed cannot be rewound afterwards. It may be
    stopped at any moment.
    """
    # Imported here: the other commands of the group need none of it.
    from agent_tui.storage.checkpoints.cleaning import is_open, kept_bytes

    limit = time.time() - days * _DAY_S
    found = [
        (start.paths.sessions_dir / info.id, kept)
        for info in start.session_store().sessions()
        if info.updated <= limit and (kept := kept_bytes(start.paths.sessions_dir / info.id))
    ]
    closed = [(folder, kept) for folder, kept in found if not is_open(folder)]
    if len(closed) < len(found):
        tell(f"{_count(len(found) - len(closed))} open now and left alone.")
    total = sum(kept for _, kept in closed)
    if not closed:
        tell(f"There is nothing to clean in sessions not used for {days} days.")
    elif dry_run:
        tell(f"{_size(total)} would be freed in {len(closed)} of the sessions.")
    elif yes or _is_confirmed(len(closed), total):
        _clean([folder for folder, _ in closed])


def _is_confirmed(count: int, total: int) -> bool:
    if sys.stdin is None or not sys.stdin.isatty():
        raise ConfigError(f"Nobody can be asked. To free {_size(total)}, add --yes.")
    click.confirm(
        f"Remove {_size(total)} in {count} sessions? Their files cannot be rewound afterwards.",
        abort=True,
        err=True,
    )
    return True


def _clean(folders: list[Path]) -> None:
    freed = 0  # bytes
    failed: list[str] = []
    try:
        for count in _freed(folders, failed):
            freed += count
    finally:  # also when it is stopped
        _show_progress("")
        tell(f"Freed {_size(freed)}.")
    if failed:
        raise SessionStorageFailed(failed[0])


def _freed(folders: list[Path], failed: list[str]) -> Iterator[int]:
    """What became free, piece by piece."""
    from agent_tui.storage.checkpoints.cleaning import clean

    for number, folder in enumerate(folders, 1):
        _show_progress(f"Cleaning session {number} of {len(folders)}")
        try:
            yield from clean(folder)
        except SessionStorageFailed as error:
            failed.append(str(error))


def _show_progress(text: str) -> None:
    """On a line of the terminal that the next text replaces."""
    if sys.stderr is not None and sys.stderr.isatty():
        sys.stderr.write(f"\r\x1b[K{text}")
        sys.stderr.flush()


def _count(number: int) -> str:
    return "One session is" if number == 1 else f"{number} sessions are"


def _size(count: int) -> str:
    size, unit = float(count), 0
    while size >= 1024 and unit < len(_UNITS) - 1:
        size, unit = size / 1024, unit + 1
    return f"{size:.0f} {_UNITS[unit]}" if unit == 0 else f"{size:.1f} {_UNITS[unit]}"

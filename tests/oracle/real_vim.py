"""Real Vim as the oracle: many cases in one process of it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import msgspec

from agent_tui.ui.vim import keys as vim_keys
from tests.oracle.case import TO_LINE_END, Case, Outcome, Place

SCRIPT = Path(__file__).with_name("oracle.vim")
AT_ONCE = 1000
"""Cases in one process of Vim."""

LIMIT_S = 15.0

# -n: no swap file; -T dumb: a terminal without key sequences that a typed <Esc> could begin.
_COMMAND = ["-u", "NONE", "-N", "-n", "--not-a-term", "-T", "dumb", "-S"]
# Keys that may repeat what an earlier case did: its macro, insertion, line, :s, or selection.
_REPEATS = re.compile(r"@|[\"r>]\.|<C-a>|&|:|~|\d|gi|R")
_NEEDED = ("+textobjects", "+visual", "+jumplist", "+eval", "+cmdline_hist")


class _Captured(msgspec.Struct):
    """What oracle.vim writes. Rows and columns from 1, columns in bytes."""

    mode: str
    text: list[str]
    cursor: Place
    anchor: Place
    cells: tuple[tuple[int, int], tuple[int, int]]
    to_line_end: bool
    command_line: str
    recording: str
    registers: dict[str, tuple[str, list[str]]]
    search: str
    is_escaped: bool


@cache
def missing() -> str:
    """Why the oracle cannot be asked on this machine, and what to install; "" when it can."""
    vim = shutil.which("vim")
    hint = "install Vim 9 with its normal or huge features (Debian: apt install vim)"
    if vim is None:
        return f"there is no vim here: {hint}"
    version = subprocess.run([vim, "--version"], capture_output=True, text=True, check=False).stdout
    if not version.startswith("VIM - Vi IMproved 9."):
        return f"this vim is none of version 9: {hint}"
    lacking = [feature for feature in _NEEDED if feature not in version]
    return f"this vim lacks {' '.join(lacking)}: {hint}" if lacking else ""


def outcomes(cases: Sequence[Case], *, limit_s: float = LIMIT_S) -> list[Outcome | None]:
    """What real Vim does with each; None for a case that it did not come to the end of.

    limit_s: for one process, before it is given up and the case that hangs is looked for.
    """
    found: list[Outcome | None] = []
    for start in range(0, len(cases), AT_ONCE):
        found += _outcomes_at_once(cases[start : start + AT_ONCE], limit_s)
    return found


def _outcomes_at_once(cases: Sequence[Case], limit_s: float) -> list[Outcome | None]:
    """In one process; where that hangs or falls, in a second that tells which case it was."""
    lines = _run(cases, flush=100, timeout_s=limit_s)
    found = [_outcome(line) for line in lines]
    while len(found) < len(cases):
        lines = _run(cases[len(found) :], flush=1, timeout_s=limit_s)
        found += [_outcome(line) for line in lines]
        if len(found) < len(cases):
            found.append(None)
    return found


def _run(cases: Sequence[Case], *, flush: int, timeout_s: float) -> list[bytes]:
    with tempfile.TemporaryDirectory() as folder:
        asked, answered = Path(folder, "cases"), Path(folder, "results")
        asked.write_bytes(b"".join(msgspec.json.encode(_asked(case)) + b"\n" for case in cases))
        answered.touch()
        environment = {
            "PATH": os.environ["PATH"],
            "HOME": folder,
            "LC_ALL": "C.UTF-8",
            "ORACLE_CASES": str(asked),
            "ORACLE_RESULTS": str(answered),
            "ORACLE_FLUSH": str(flush),
        }
        process = subprocess.Popen(
            ["vim", *_COMMAND, str(SCRIPT)],
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,  # a Vim with a terminal stops in the background
        )
        try:
            process.wait(timeout_s)
        except subprocess.TimeoutExpired:
            pass  # what it has answered counts
        finally:
            process.kill()
            process.wait()
        return answered.read_bytes().splitlines()


def _asked(case: Case) -> dict[str, object]:
    lines = case.text.split("\n")
    row, column = case.cursor
    asked: dict[str, object] = {
        "text": lines,
        "cursor": (row + 1, len(lines[row][:column].encode()) + 1),
        "keys": _quoted(case.keys),
        "repeats": bool(_REPEATS.search(case.keys)),
    }
    if case.width:
        asked["width"] = case.width
    return asked


def _quoted(keys: str) -> str:
    """The keys as a string of Vim script, in which "\\<Up>" is a key."""
    quoted = {"<lt>": "<", '"': '\\"', "\\": "\\\\"}
    named = ((key, f"\\{key}" if len(key) > 1 else key) for key in vim_keys.parsed(keys))
    return f'"{"".join(quoted.get(key, name) for key, name in named)}"'


def _outcome(line: bytes) -> Outcome | None:
    try:
        captured = msgspec.json.decode(line, type=_Captured)
    except msgspec.ValidationError:
        return None  # keys that swallow the reading key even behind an <Esc>
    cursor = _in_code_points(captured.text, captured.cursor)
    mode = captured.mode[:2] if captured.mode.startswith("no") else captured.mode[:1]
    return Outcome(
        text=_with_breaks(captured.text, "v"),
        cursor=cursor,
        mode=mode,
        registers={
            name: (kind, _with_breaks(lines, kind))
            for name, (kind, lines) in captured.registers.items()
        },
        search=captured.search,
        selection=_selection(captured, mode),
        command_line=captured.command_line,
        recording=captured.recording,
        is_escaped=captured.is_escaped,
    )


def _selection(captured: _Captured, mode: str) -> tuple[Place, Place] | None:
    match mode:
        case "v":
            ends = sorted(
                _in_code_points(captured.text, place)
                for place in (captured.anchor, captured.cursor)
            )
            return ends[0], ends[1]
        case "V":
            rows = sorted((captured.anchor[0] - 1, captured.cursor[0] - 1))
            return (rows[0], 0), (rows[1], 0)
        case "\x16":
            rows = sorted((captured.anchor[0] - 1, captured.cursor[0] - 1))
            first = min(start for start, _ in captured.cells) - 1
            last = max(end for _, end in captured.cells) - 1
            return (rows[0], first), (rows[1], TO_LINE_END if captured.to_line_end else last)
    return None


def _in_code_points(lines: Sequence[str], place: Place) -> Place:
    row, column = place[0] - 1, place[1] - 1
    return row, len(lines[row].encode()[:column].decode(errors="replace"))


def _with_breaks(lines: Sequence[str], kind: str) -> str:
    # A null is a line break to Vim's own functions.
    joined = "\n".join(line.replace("\n", "\0") for line in lines)
    return joined + ("\n" if kind == "V" else "")

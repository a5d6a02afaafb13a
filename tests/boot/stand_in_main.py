"""Stand-ins for the command line, one for each first word."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
from collections.abc import Sequence

from agent_tui.boot_handover import Handover


def main(argv: Sequence[str], handover: Handover | None) -> int:
    if handover is None:
        _say("no handover")
        return 0
    return _ACTS[argv[0]](handover)


def _report(handover: Handover) -> int:
    keys = handover.take()
    again = handover.take()
    handover.give_back()
    report = {"text": keys.text, "submitted": keys.submitted, "raw": keys.raw.decode()}
    _say(json.dumps(report | {"again": bool(any(again))}))
    return 5


def _take_then_read(handover: Handover) -> int:
    keys = handover.take()
    # Raw mode holds on, and nobody else reads: what is typed now is ours alone.
    _say("\r\ntaken")  # on a line of its own
    rest = ""
    while not rest.endswith("."):
        rest += os.read(0, 100).decode()
    handover.give_back()
    _say(json.dumps({"text": keys.text, "rest": rest}))
    return 0


def _crash(handover: Handover) -> int:
    raise RuntimeError("a fault of the stand-in")


def _end_after_hang_up(handover: Handover) -> int:
    handover.take()
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    _say("may hang up")
    with contextlib.suppress(OSError):
        while os.read(0, 100):  # the terminal's answer may come as late as this
            pass
    sys.stdout.write("nobody reads this")
    return 7


def _exit(handover: Handover) -> int:
    raise SystemExit(3)


def _print_only(handover: Handover) -> int:
    handover.give_back()
    _say("plain words")
    handover.give_back()
    return 2


def _run_tool(handover: Handover) -> int:
    tool = subprocess.Popen(["sleep", "100"], process_group=0)
    _say(f"tool {tool.pid}.")
    tool.wait()
    return 0


def _run_textual(handover: Handover) -> int:
    from textual.app import App, ComposeResult
    from textual.widgets import TextArea

    keys = handover.take()

    class Screen(App[None]):
        def compose(self) -> ComposeResult:
            yield TextArea(f"[{keys.text}]", soft_wrap=True)

    app = Screen()
    app.run()
    _say("first words after")
    handover.give_back()
    _say("second words after")
    return 0


def _say(text: str) -> None:
    sys.stdout.write(text + "\r\n")
    sys.stdout.flush()


_ACTS = {
    "report": _report,
    "take-then-read": _take_then_read,
    "crash": _crash,
    "exit": _exit,
    "hung-up": _end_after_hang_up,
    "print": _print_only,
    "tool": _run_tool,
    "textual": _run_textual,
}

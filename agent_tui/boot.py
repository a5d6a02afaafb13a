"""The console script: a screen within milliseconds, then the imports. Standard library only."""

import gc
import os
import sys

# The boot modules import no typing, collections, threading, and not even `__future__`: these alone
# would take half of the time that may pass until the first paint.

MIN_COLUMNS, MIN_ROWS = 20, 6

_USAGE_EXIT_CODE = 2
_PLAIN_FLAGS = frozenset(
    ("-p", "--print", "--output-format", "--image", "-h", "--help", "--version")
)
_SUBCOMMANDS = frozenset(("sessions", "config", "models", "themes", "logs"))

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from agent_tui.boot_handover import Handover


def main() -> None:
    """Run agent-tui with `sys.argv` and exit with its code, the terminal as it was before."""
    argv = sys.argv[1:]
    handover: Handover | None = None
    try:
        if wants_full_screen(argv, os.environ) and _can_prepare_screen():
            handover = _opened_screen()
        exit_code = _run_command_line(argv, handover)
    except KeyboardInterrupt:
        exit_code = 130
    finally:
        if handover is not None:
            handover.finish()
    if handover is not None:
        _end_at_once(exit_code)
    sys.exit(exit_code)


def wants_full_screen(argv: "Sequence[str]", environment: "Mapping[str, str]") -> bool:
    """A quick guess; the command line decides in the end, a wrong guess costs a flicker at most."""
    words = argv[: argv.index("--")] if "--" in argv else argv
    flags = [word.partition("=")[0] for word in words]
    if not _PLAIN_FLAGS.isdisjoint(flags) or (words and words[0] in _SUBCOMMANDS):
        return False
    if environment.get("TERM", "dumb") in ("", "dumb"):
        return False
    return os.isatty(0) and os.isatty(1)


def _can_prepare_screen() -> bool:
    # Windows has neither; there the screen simply appears when it is ready.
    try:
        import termios  # noqa: F401 - is it there?
    except ImportError:
        return False
    return hasattr(os, "fork")


def _opened_screen() -> "Handover":
    # Imported here: a plain run, such as `--version`, does without.
    from agent_tui.boot_handover import Handover
    from agent_tui.boot_terminal import Terminal

    terminal = Terminal()
    columns, rows = terminal.size()
    if columns < MIN_COLUMNS or rows < MIN_ROWS:
        sys.stderr.write(
            f"The window has {columns} columns and {rows} rows; agent-tui needs {MIN_COLUMNS} and"
            f" {MIN_ROWS}. Make it larger, or use --print for an answer without the full screen.\n"
        )
        sys.exit(_USAGE_EXIT_CODE)
    return Handover.open(terminal)


def _end_at_once(exit_code: int) -> None:
    # All that was open is closed by now. The interpreter would take its thousand modules apart one
    # by one, for 150 ms in which the shell's prompt waits; and make 120 of the exit code when the
    # terminal is gone.
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:
            continue
    os._exit(exit_code)


def _run_command_line(argv: "Sequence[str]", handover: "Handover | None") -> int:
    # Nothing that is imported becomes garbage. With a screen, whoever paints it first switches the
    # collector on again, after everything else is imported.
    gc.disable()
    # Half the usual frame time: keys typed while an answer streams are seen sooner.
    os.environ.setdefault("TEXTUAL_FPS", "120")
    from agent_tui.cli.main import main as run

    if handover is None:
        gc.enable()
    return run(argv, handover)

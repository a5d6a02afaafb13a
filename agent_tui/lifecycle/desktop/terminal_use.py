"""The terminal in other hands for a while: signals and attributes are kept straight."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

INPUT_FD = 0

# With mouse reports in pixels, which Textual leaves on, an editor's mouse would be far off.
_CELL_MOUSE = b"\x1b[?1016l"
_FOR_THE_PROGRAM = ("SIGINT", "SIGQUIT")  # what keys of a cooked terminal send to all of its group
_TO_LEAVE = ("SIGTERM", "SIGHUP")
# Textual's handler would stop this process also where no shell is there to wake it up again; the
# system does not.
_TO_STOP = ("SIGTSTP",)


def terminal_fd() -> int:
    """What the screen is drawn on. Standard error itself may be a log file by now."""
    stream = sys.__stderr__
    return stream.fileno() if stream is not None else 2


@contextmanager
def borrowed_terminal(
    on_key: Callable[[], object], on_leave: Callable[[int], object]
) -> Iterator[int]:
    """While open, the terminal is free for others; gives the descriptor to write to. Main thread
    only, while the screen's loop stands still and nothing is drawn.

    on_key: called for SIGINT and SIGQUIT, which concern whoever has the terminal. on_leave: called
    with a signal that asks this program to leave, which it obeys when the terminal is back.
    """
    output_fd = terminal_fd()
    with suppress(OSError):
        os.write(output_fd, _CELL_MOUSE)
    with _kept_attributes(), _held_signals(on_key, on_leave):
        yield output_fd


@contextmanager
def _held_signals(
    on_key: Callable[[], object], on_leave: Callable[[int], object]
) -> Iterator[None]:
    held: list[int] = []

    def leave(number: int, _frame: object) -> None:
        held.append(number)
        on_leave(number)

    def key(_number: int, _frame: object) -> None:
        on_key()

    # The loop learns of signals through this descriptor; it would obey each when it runs again.
    loop_fd = signal.set_wakeup_fd(-1)
    former = {}
    handlers = ((_FOR_THE_PROGRAM, key), (_TO_LEAVE, leave), (_TO_STOP, signal.SIG_DFL))
    for names, handler in handlers:
        for number in (getattr(signal, name) for name in names if hasattr(signal, name)):
            # Under nohup a hang-up is ignored, and stays so. The keys are ignored, too, while the
            # terminal changes hands; whoever has it now shall have them.
            if handler is key or signal.getsignal(number) != signal.SIG_IGN:
                former[number] = signal.signal(number, handler) or signal.SIG_DFL
    try:
        yield
    finally:
        for number, former_handler in former.items():
            signal.signal(number, former_handler)
        signal.set_wakeup_fd(loop_fd)
        for number in held[:1]:
            os.kill(os.getpid(), number)


@contextmanager
def _kept_attributes() -> Iterator[None]:
    """A program that was killed leaves the terminal as it had made it."""
    try:
        import termios
    except ImportError:  # Windows
        yield
        return
    try:
        saved = termios.tcgetattr(INPUT_FD)
    except (OSError, termios.error):
        yield
        return
    try:
        yield
    finally:
        with suppress(OSError, termios.error):
            termios.tcsetattr(INPUT_FD, termios.TCSADRAIN, saved)

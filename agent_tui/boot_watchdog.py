"""A forked child that tidies up after a process that dies without a word. Standard library only."""

import _thread
import os

from agent_tui.boot_terminal import (
    LEAVE_SCREEN,
    RESET_MODES,
    Terminal,
    is_raw,
    restore_attributes,
    write_all,
)

_GOODBYE = b"clean"
# Ends a control string in the middle of which the process may have died.
_END_OF_STRING = b"\x1b\\"


class Watchdog:
    """The parent's end of the pipe to the watching child.

    When this process ends in whatever way, the kernel closes the pipe: without a goodbye before,
    the child puts the terminal back. Thread-safe.
    """

    def __init__(self, pid: int, pipe_fd: int) -> None:
        self._pid = pid
        self._pipe_fd = pipe_fd
        self._lock = _thread.RLock()

    @classmethod
    def start(cls, terminal: Terminal) -> "Watchdog":
        """Fork the child. Call it while this process has one thread and little memory."""
        # Both ends close on exec: a subprocess with the write end would keep the child waiting.
        read_fd, write_fd = os.pipe()
        pid = os.fork()
        if pid == 0:
            try:
                os.close(write_fd)
                _watch(read_fd, terminal)
            finally:
                os._exit(0)
        # A process group of its own: no Ctrl+C, hang-up or kill of the whole job reaches it. Set
        # from here, so that it is done before anything happens to the terminal.
        os.setpgid(pid, pid)
        os.close(read_fd)
        return cls(pid, write_fd)

    def dismiss(self) -> None:
        """Say goodbye and wait for the child to end, which it does at once. May be called again."""
        with self._lock:
            if self._pipe_fd < 0:
                return
            write_all(self._pipe_fd, _GOODBYE)
            os.close(self._pipe_fd)
            self._pipe_fd = -1
            try:
                os.waitpid(self._pid, 0)
            except ChildProcessError:
                return


def _watch(read_fd: int, terminal: Terminal) -> None:
    _stand_apart(read_fd)
    if os.read(read_fd, len(_GOODBYE)) != _GOODBYE:
        _tidy_up(terminal)


def _stand_apart(read_fd: int) -> None:
    # Whoever waits for the end of a pipe that we inherited must not wait for the watchdog. It needs
    # the terminal (0 and 1) and its own pipe.
    os.closerange(2, read_fd)
    os.closerange(read_fd + 1, 256)
    # Imported here, in the child: the parent cannot spare 3 ms before its first paint.
    import signal

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT, signal.SIGTSTP):
        signal.signal(number, signal.SIG_IGN)
    # Ignored, it lets a background process write to the terminal and set its attributes.
    signal.signal(signal.SIGTTOU, signal.SIG_IGN)


def _tidy_up(terminal: Terminal) -> None:
    # The shell may be quicker: what its line editor has set up by now is not ours to change.
    if is_raw(terminal.input_fd):
        restore_attributes(terminal.input_fd, terminal.saved)
    write_all(terminal.output_fd, _END_OF_STRING + RESET_MODES + LEAVE_SCREEN)

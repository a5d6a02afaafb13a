"""The thread that shows keys while the program is being imported. Standard library only."""

import _thread
import os
import select

from agent_tui.boot_background import BackgroundAnswer
from agent_tui.boot_skeleton import skeleton_frame
from agent_tui.boot_terminal import Terminal
from agent_tui.boot_typed_keys import TypedKeys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

# The other orders are the numbers of signals; none has this one.
_STOP = 0
# How long the rest of a key may take to arrive; a lone Escape waits that long for nothing.
_KEY_GAP_S = 0.03
_PASTE_GAP_S = 0.2
_STOP_LIMIT_S = 5.0


class KeyReader:
    """Owns the keyboard from `start()` to the end of `stop()`.

    leave: called on the reader's thread with the exit code when the user wants to leave; it does
    not return. answer: takes what the terminal says about itself out of the keys.
    """

    def __init__(self, terminal: Terminal, leave: "Callable[[int], None]") -> None:
        self._terminal = terminal
        self._leave = leave
        self._keys = TypedKeys()
        self.answer = BackgroundAnswer()
        self._wake_read_fd, self._wake_write_fd = os.pipe()
        os.set_blocking(self._wake_write_fd, False)
        self._running = _thread.allocate_lock()

    def start(self, typed_before: bytes) -> None:
        """Start reading. typed_before: what came before the terminal was raw."""
        self._take(typed_before)
        self._running.acquire()
        _thread.start_new_thread(self._run, ())

    @property
    def signal_fd(self) -> int:
        """For `signal.set_wakeup_fd`. Signals are obeyed here, for the main thread may hang in an
        import (a slow disk): a new window size repaints, any other signal leaves."""
        return self._wake_write_fd

    def stop(self) -> TypedKeys:
        """Read no further and give what was read; unread bytes stay in the terminal. Call it once.

        A key or paste of which only a part has arrived is read to its end, for half of it would be
        worth nothing to the next reader.
        """
        os.write(self._wake_write_fd, bytes([_STOP]))
        self._running.acquire(timeout=_STOP_LIMIT_S)
        return self._keys

    def close(self) -> None:
        """After `stop()`, and when no signal comes to `signal_fd` any more."""
        os.close(self._wake_write_fd)

    def _run(self) -> None:
        try:
            self._read_until_stopped()
            self._read_rest_of_key()
            self._keys.finish()
        finally:
            os.close(self._wake_read_fd)
            self._running.release()

    def _read_until_stopped(self) -> None:
        watched = [self._wake_read_fd, self._terminal.input_fd]
        while True:
            ready = select.select(watched, [], [])[0]
            if self._wake_read_fd in ready:
                orders = os.read(self._wake_read_fd, 4096)
                if _STOP in orders or not orders:
                    return
                self._obey_signals(orders)
            elif not self._read():
                watched = [self._wake_read_fd]

    def _obey_signals(self, numbers: bytes) -> None:
        import signal  # imported by whoever set `signal_fd`

        for number in numbers:
            if number != signal.SIGWINCH:
                self._leave(128 + number)
        self._paint()

    def _read_rest_of_key(self) -> None:
        while self._keys.is_cut_off or self.answer.may_hold_key:
            gap_s = _PASTE_GAP_S if self._keys.is_within_paste else _KEY_GAP_S
            if not select.select([self._terminal.input_fd], [], [], gap_s)[0] or not self._read():
                break
        self._keys.feed(self.answer.release())

    def _read(self) -> bool:
        """False when the terminal is gone."""
        try:
            data = os.read(self._terminal.input_fd, 4096)
        except OSError:
            return False
        self._take(data)
        return bool(data)

    def _take(self, data: bytes) -> None:
        data = self.answer.feed(data)
        is_shown = not self._keys.raw
        self._keys.feed(data)
        exit_code = self._keys.exit_code
        if exit_code is not None:
            self._leave(exit_code)
        if data and is_shown:
            self._paint()

    def _paint(self) -> None:
        keys = self._keys
        self._terminal.write(skeleton_frame(keys.text, keys.submitted, *self._terminal.size()))

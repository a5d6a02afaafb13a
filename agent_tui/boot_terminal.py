"""The terminal as it was found, made raw, and given back. Standard library only."""

# `threading` would cost 1.5 ms before the first paint; this is the lock it is made of.
import _thread
import os
import termios

_ENTER_SCREEN = b"\x1b[?1049h\x1b[?2004h\x1b[2J"

# Where the screen's driver asks for xterm's modifyOtherKeys; see there.
_HAS_OTHER_KEYS = os.environ.get("TERM", "").startswith(("xterm", "tmux"))
_NO_OTHER_KEYS = b"\x1b[>4m" if _HAS_OTHER_KEYS else b""

# Everything that we or Textual switch on, in an order that also works half-way: synchronised
# output first, or the terminal would hold back the rest.
RESET_MODES = (
    b"\x1b[?2026l\x1b[?1000l\x1b[?1002l\x1b[?1003l\x1b[?1006l\x1b[?1015l\x1b[?1016l"
    b"\x1b[?2004l\x1b[?1004l\x1b[?2048l\x1b[?7h\x1b[0m\x1b[0 q" + _NO_OTHER_KEYS
)
# The kitty keyboard has one stack per screen, so it is popped before the alternate screen is left.
LEAVE_SCREEN = b"\x1b[<u\x1b[?1049l\x1b[?25h"

_FALLBACK_SIZE = (80, 24)


class Terminal:
    """The terminal of this process: keys come from `input_fd`, cells go to `output_fd`.

    All methods may be called on any thread and in signal handlers, and raise nothing when the
    terminal is gone. `saved` is what `termios.tcgetattr` gave before anything was changed.
    """

    def __init__(self, input_fd: int = 0, output_fd: int = 1) -> None:
        self.input_fd = input_fd
        self.output_fd = output_fd
        self.saved = termios.tcgetattr(input_fd)
        self._lock = _thread.RLock()
        self._is_given_back = False

    def size(self) -> tuple[int, int]:
        """Columns and rows; 80 x 24 for a terminal that does not know its size."""
        try:
            columns, rows = os.get_terminal_size(self.output_fd)
        except OSError:
            return _FALLBACK_SIZE
        return (columns, rows) if columns and rows else _FALLBACK_SIZE

    def make_raw(self) -> bytes:
        """Single keys, no echo, Enter as CR and Ctrl+C as a key: what Textual sets up later.

        Returns what was typed before, as if the terminal had been raw then too.
        """
        raw = termios.tcgetattr(self.input_fd)
        was_cooked = raw[3] & termios.ICANON
        raw[3] &= ~(termios.ECHO | termios.ICANON | termios.IEXTEN | termios.ISIG)
        raw[0] &= ~(termios.IXON | termios.IXOFF | termios.ICRNL | termios.INLCR | termios.IGNCR)
        # Without a minimum a read does not wait; the next reader wants one that does.
        raw[6][termios.VMIN] = raw[6][termios.VTIME] = 0
        termios.tcsetattr(self.input_fd, termios.TCSANOW, raw)
        typed = os.read(self.input_fd, 4096)
        raw[6][termios.VMIN] = 1
        termios.tcsetattr(self.input_fd, termios.TCSANOW, raw)
        # A cooked terminal has made LF of Enter and 0 of Ctrl+D.
        return typed.replace(b"\n", b"\r").replace(b"\0", b"\4") if was_cooked else typed

    def enter_screen(self, first_frame: bytes) -> None:
        """Show the alternate screen with its first frame, in one write.

        Pastes are bracketed from here on, so that a line break inside one is not an Enter.
        """
        self.write(_ENTER_SCREEN + first_frame)

    def write(self, data: bytes) -> None:
        """Write all of `data`; nothing once the terminal was given back."""
        with self._lock:
            if not self._is_given_back:
                write_all(self.output_fd, data)

    def give_back(self, *, is_screen_left: bool = False) -> None:
        """Put everything back as it was found. The second call does nothing.

        is_screen_left: somebody else already left the alternate screen. Leaving it twice would put
        the cursor back to where it was at the start, over everything printed since.
        """
        with self._lock:
            if self._is_given_back:
                return
            self._is_given_back = True
            restore_attributes(self.input_fd, self.saved)
            if not is_screen_left:
                write_all(self.output_fd, RESET_MODES + LEAVE_SCREEN)


def restore_attributes(fd: int, saved: "list[int | list[bytes | int]]") -> None:
    """Set the attributes of a terminal that may be gone."""
    try:
        termios.tcsetattr(fd, termios.TCSANOW, saved)
    except (OSError, termios.error):
        return


def is_raw(fd: int) -> bool:
    """True when no program but a full-screen one can have set up the terminal like this."""
    try:
        local_flags = termios.tcgetattr(fd)[3]
    except (OSError, termios.error):
        return False
    return not local_flags & (termios.ECHO | termios.ICANON | termios.ISIG)


def write_all(fd: int, data: bytes) -> None:
    """Write to a terminal that may be gone."""
    try:
        while data:
            data = data[os.write(fd, data) :]
    except OSError:
        return

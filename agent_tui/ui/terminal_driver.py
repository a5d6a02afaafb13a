"""Textual's driver for terminals that may still owe an answer from before Textual ran."""

from __future__ import annotations

import os
from codecs import getincrementaldecoder
from select import select
from typing import Any

from textual.drivers.linux_driver import LinuxDriver

from agent_tui.config.type_ahead import TerminalAnswer
from agent_tui.ui.early_echo import EarlyEcho
from agent_tui.ui.job_control import shell_waits
from agent_tui.ui.key_parser import KeyParser
from agent_tui.ui.raw_keys import RawKeys
from agent_tui.ui.terminal_background import BackgroundTold

_TICK_S = 0.1  # Textual's own: how often it looks whether an escape sequence has ended
_KEY_GAP_S = 0.03
_READ_BYTES = 4096


class TerminalDriver(LinuxDriver):
    """Gives the keyboard up as soon as it is told to, where Textual's waits for its ticks; and
    keeps the answer out of the keys, in which Textual would see typing."""

    answer: TerminalAnswer | None = None
    """Set by `terminal_driver`; None when nothing was asked, or the answer has come."""

    early_echo: EarlyEcho | None = None
    """Set by `terminal_driver`; None when there is no picture to show keys in."""

    is_telling_raw = False
    """Send `RawKeys` before the keys."""

    is_cursor_shaped = False
    """The terminal draws the cursor, in a shape that must be taken back."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._wake_read_fd = self._wake_write_fd = -1
        # xterm's modifyOtherKeys: Shift+Enter and Ctrl+Enter become keys of their own without the
        # kitty protocol. Only where it is known: others might take it for an underline.
        self._has_other_keys = os.environ.get("TERM", "").startswith(("xterm", "tmux"))

    def start_application_mode(self) -> None:
        """Take the terminal, at the start and whenever it comes back from another program."""
        if self._wake_read_fd < 0:
            self._wake_read_fd, self._wake_write_fd = os.pipe()
        super().start_application_mode()  # type: ignore[no-untyped-call]
        if self._has_other_keys:
            self.write("\x1b[>4;1m")

    def stop_application_mode(self) -> None:
        """Give the terminal away, with the cursor that it had."""
        if self.is_cursor_shaped:
            self.write("\x1b[0 q")
        if self._has_other_keys:
            self.write("\x1b[>4m")
        super().stop_application_mode()

    def run_input_thread(self) -> None:
        """Read keys until the application ends or wants the terminal for others."""
        parser = KeyParser(self._debug)
        decode = getincrementaldecoder("utf-8")("replace").decode
        while not self.exit_event.is_set():
            keys = self._next_keys()
            if keys is None:
                return
            if keys and self.is_telling_raw:
                self.process_message(RawKeys(keys))
            if keys:
                for message in parser.feed(decode(keys)):
                    if self.early_echo is not None:
                        self.early_echo.show(message, self.write)
                    self.process_message(message)
            for message in parser.tick():
                self.process_message(message)

    def disable_input(self) -> None:
        """Stop to read keys. May be called again."""
        # Only to a thread that reads it: what is left in the pipe would stop the next one.
        if self._key_thread is not None and self._key_thread.is_alive():
            os.write(self._wake_write_fd, b"\0")
        super().disable_input()

    def close(self) -> None:
        """Let go of the terminal, after `disable_input`; `start_application_mode` may follow."""
        super().close()
        if self._wake_read_fd >= 0:
            os.close(self._wake_read_fd)
            os.close(self._wake_write_fd)
            self._wake_read_fd = self._wake_write_fd = -1

    def _sigtstp_application(self, *_: object) -> None:
        # Textual stops this process by SIGSTOP, for ever where nobody is there to wake it up; the
        # system does not stop such a process by SIGTSTP, either.
        if shell_waits():
            super()._sigtstp_application()

    def _next_keys(self) -> bytes | None:
        """b"" when none came for a tick; None when it is time to stop."""
        answer = self.answer
        wait_s = _KEY_GAP_S if answer is not None and answer.may_hold_key else _TICK_S
        ready = select([self.fileno, self._wake_read_fd], [], [], wait_s)[0]
        if self._wake_read_fd in ready:
            os.read(self._wake_read_fd, 1)
            return None
        if not ready:
            return answer.release() if answer is not None else b""
        try:
            data = os.read(self.fileno, _READ_BYTES)
        except OSError:  # the terminal is gone; SIGHUP says so, too
            return None
        if not data or answer is None:
            return data or None
        was_owed = not answer.has_come
        keys = answer.feed(data)
        if was_owed and answer.colour:
            self.process_message(BackgroundTold(answer.colour))
        return keys


def terminal_driver(owed: TerminalAnswer | None, echo: EarlyEcho | None) -> type[TerminalDriver]:
    """The driver class for an application whose terminal owes this answer, and shows a picture in
    which keys can be seen."""

    class Prepared(TerminalDriver):
        answer = None if owed is None or owed.has_come else owed
        early_echo = echo

    return Prepared

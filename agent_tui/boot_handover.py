"""What boot hands over: the early keys, the terminal, the watchdog. Standard library only."""

import os
import time
from select import select

from agent_tui.boot_background import QUESTION, BackgroundAnswer, can_be_asked
from agent_tui.boot_key_reader import KeyReader
from agent_tui.boot_skeleton import skeleton_frame
from agent_tui.boot_terminal import Terminal
from agent_tui.boot_watchdog import Watchdog

TYPE_CHECKING = False
if TYPE_CHECKING:
    from agent_tui.boot_typed_keys import TypedKeys
    from agent_tui.config.type_ahead import TypeAhead

# For an answer that is still under way when the shell is to have the terminal back.
_ANSWER_LIMIT_S = 0.2


class Handover:
    """A terminal that is raw, shows the skeleton and is being typed into.

    Whoever starts the screen calls `take()` just before. Whoever prints instead calls `give_back()`
    first. `boot.main` calls `finish()` at the end on every path. After `take()` all methods are
    thread-safe and may be called in signal handlers.
    """

    def __init__(self, terminal: Terminal, watchdog: Watchdog) -> None:
        self._terminal = terminal
        self._watchdog = watchdog
        self._reader: KeyReader | None = KeyReader(terminal, self._leave)
        # What was asked and perhaps not answered yet; None when nothing was.
        self._answer: BackgroundAnswer | None = None
        self._is_taken = False

    @classmethod
    def open(cls, terminal: Terminal) -> "Handover":
        """Fork the watchdog, make the terminal raw, paint the skeleton, read keys, catch signals.

        Call it on the main thread while it is the only one.
        """
        watchdog = Watchdog.start(terminal)
        handover = cls(terminal, watchdog)
        typed_before = terminal.make_raw()
        is_asked = can_be_asked(os.environ)
        frame = skeleton_frame("", (), *terminal.size())
        terminal.enter_screen(frame + QUESTION if is_asked else frame)
        handover._start(typed_before, is_asked)
        return handover

    @property
    def saved_termios(self) -> "list[int | list[bytes | int]]":
        """The terminal's attributes as they were found; Textual would find and restore raw ones."""
        return self._terminal.saved

    def take(self) -> "TypeAhead":
        """What was typed so far; from now on nobody reads the terminal but the caller.

        Bytes not read yet stay in the terminal. A second call gives an empty one. Main thread only.
        """
        # Imported here: it is no part of the quick start, and by now it costs next to nothing.
        from agent_tui.config.type_ahead import TypeAhead

        keys = self._stop_reading()
        if keys is None:
            return TypeAhead()
        self._is_taken = True
        return TypeAhead(
            text=keys.text,
            submitted=keys.submitted,
            raw=keys.raw,
            answer=self._answer,
            # Behind an unusual key nobody here knows where the draft goes on.
            draw=None if keys.raw else lambda text: self._drawn(text, keys.submitted),
        )

    def give_back(self) -> None:
        """Put the terminal back as it was found; plain text may follow. May be called again.

        On the main thread, unless `take()` came before; what was typed and not taken is dropped.
        """
        self._stop_reading()
        self._restore()

    def finish(self) -> None:
        """The end of the process: terminal back, watchdog sent home. May be called again."""
        self.give_back()
        self._watchdog.dismiss()

    def _drawn(self, text: str, submitted: "tuple[str, ...]") -> bytes:
        return skeleton_frame(text, submitted, *self._terminal.size())

    def _start(self, typed_before: bytes, is_asked: bool) -> None:
        reader = self._reader
        assert reader is not None
        self._answer = reader.answer if is_asked else None
        reader.start(typed_before)
        # `signal` costs 3 ms, so it comes after the first paint; until then the watchdog is enough.
        import signal

        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            # Under nohup a hang-up is ignored, and stays so.
            if signal.getsignal(number) != signal.SIG_IGN:
                signal.signal(number, lambda number, _frame: self._leave(128 + number))
        # Not ignored, so that it reaches the reader.
        signal.signal(signal.SIGWINCH, lambda _number, _frame: None)
        signal.set_wakeup_fd(reader.signal_fd, warn_on_full_buffer=False)

    def _stop_reading(self) -> "TypedKeys | None":
        import signal

        reader, self._reader = self._reader, None
        if reader is None:
            return None
        keys = reader.stop()
        signal.set_wakeup_fd(-1)
        reader.close()
        return keys

    def _restore(self) -> None:
        if not self._is_taken:
            self._await_answer()
        self._terminal.give_back(is_screen_left=self._is_taken and _has_textual_left())

    def _await_answer(self) -> None:
        # It would be typed into the shell.
        answer, self._answer = self._answer, None
        end_s = time.monotonic() + _ANSWER_LIMIT_S
        while answer is not None and not answer.has_come:
            left_s = max(0.0, end_s - time.monotonic())
            try:
                if not select([self._terminal.input_fd], [], [], left_s)[0]:
                    return
                data = os.read(self._terminal.input_fd, 4096)
            except OSError:
                return
            answer.feed(data)
            if not data:
                return

    def _leave(self, exit_code: int) -> None:
        """On the reader's thread or in a signal handler."""
        # Not by an exception: the main thread is amid an import, where it could be swallowed.
        self._restore()
        self._watchdog.dismiss()
        os._exit(exit_code)


def _has_textual_left() -> bool:
    # Textual's driver sets its own handler of window changes when it takes the screen, and the
    # default one after it has left it; before it came, ours is set.
    import signal

    return signal.getsignal(signal.SIGWINCH) == signal.SIG_DFL

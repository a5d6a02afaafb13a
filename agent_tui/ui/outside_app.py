"""An application that can reach beyond its screen: clipboard, browser, editor."""

from __future__ import annotations

import signal
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from agent_tui.config.settings import ClipboardName
from agent_tui.config.type_ahead import TypeAhead
from agent_tui.protocol.status import NoticeLevel
from agent_tui.ui.job_control import shell_waits
from agent_tui.ui.shaped_cursor_app import ShapedCursorApp
from agent_tui.ui.themes import Themes

if TYPE_CHECKING:
    from agent_tui.protocol.desktop import Desktop
    from agent_tui.ui.outside.outside import Outside


class OutsideApp(ShapedCursorApp):
    """Implements `OutsideHost`, as far as it can: `workspace`, `say` and `show_notice` are the
    subclass's. (Textual's own metaclass leaves no room for `ABC`.)

    make_desktop: called once, when something outside is first wanted; None when there is nothing
    outside. clipboard: the setting of this name.
    """

    def __init__(
        self,
        *,
        theme: str,
        themes_folder: str,
        themes: Themes,
        type_ahead: TypeAhead,
        clipboard: ClipboardName,
        make_desktop: Callable[[], Desktop] | None,
    ) -> None:
        super().__init__(
            theme=theme, themes_folder=themes_folder, themes=themes, type_ahead=type_ahead
        )
        self._clipboard_mode = clipboard
        self._make_desktop = make_desktop
        self._outside: Outside | None = None

    @property
    def outside(self) -> Outside:
        """What lies beyond the screen."""
        if self._outside is None:
            # Deferred: no start should pay for it.
            from agent_tui.ui.outside.outside import Outside

            desktop = self._make_desktop() if self._make_desktop is not None else None
            self._outside = Outside(self, desktop, self._clipboard_mode)
        return self._outside

    def copy_to_clipboard(self, text: str) -> None:
        """What Textual's own widgets copy takes the same way as everything else."""
        self.outside.copy(text)

    @property
    def workspace(self) -> str:
        """The subclass's; see `OutsideHost`."""
        raise NotImplementedError

    def say(self, hint: str) -> None:
        """The subclass's; see `OutsideHost`."""
        raise NotImplementedError

    def show_notice(self, level: NoticeLevel, title: str, text: str) -> None:
        """The subclass's; see `OutsideHost`."""
        raise NotImplementedError

    def action_suspend_process(self) -> None:
        """The suspend key; the shell's `fg` brings the program back."""
        if shell_waits():
            super().action_suspend_process()
        else:
            self.say("no shell is waiting that could bring the program back")

    def in_background(self, work: Coroutine[Any, Any, None]) -> None:
        """See `OutsideHost`."""
        self.run_worker(work, group="outside", exit_on_error=False)

    def write_to_terminal(self, sequence: str) -> None:
        """See `OutsideHost`."""
        if self._driver is not None:
            self._driver.write(sequence)

    def remember_copied(self, text: str) -> None:
        """See `OutsideHost`."""
        self._clipboard = text

    @contextmanager
    def suspended(self) -> Iterator[None]:
        """See `OutsideHost`."""
        # While the terminal changes hands, its keys are signals to us: the second Ctrl+C of one who
        # wants to come back must not end the program.
        former = {
            number: signal.signal(number, signal.SIG_IGN) or signal.SIG_DFL
            for number in (getattr(signal, name, None) for name in ("SIGINT", "SIGQUIT"))
            if number is not None
        }
        try:
            with self.suspend():
                yield
        finally:
            for number, handler in former.items():
                signal.signal(number, handler)

"""What the parts of a chat ask of the application around them, where that is somebody else's."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from contextlib import AbstractContextManager
from typing import Any

from textual.app import SuspendNotSupported
from textual.widget import Widget

from agent_tui.config.key_bindings import KeyBindings
from agent_tui.protocol.status import NoticeLevel
from agent_tui.ui.engine_link import EngineLink
from agent_tui.ui.outside.outside import Outside

_HINT_S = 2.0


class ViewHost:
    """Stands in for the application: implements `OutsideHost`, and of `CommandHost` what the parts
    of a `ChatView` use. There is no desktop: texts are copied by the terminal.

    show_hint: in the status bar, "" takes it back. show_notice: in the transcript.
    """

    def __init__(
        self,
        view: Widget,
        link: EngineLink,
        keys: KeyBindings,
        *,
        run_binding: Callable[[str], Coroutine[Any, Any, bool]],
        show_hint: Callable[[str], object],
        show_notice: Callable[[NoticeLevel, str, str], object],
    ) -> None:
        self._view, self.link, self.key_bindings = view, link, keys
        self.run_binding = run_binding
        self._show_hint, self._show_notice = show_hint, show_notice
        self._hint = ""
        self.workspace = ""
        self.outside = Outside(self, None, "auto")

    def say(self, hint: str) -> None:
        """See `OutsideHost`."""
        self._hint = hint
        self._show_hint(hint)
        self._view.set_timer(_HINT_S, lambda: self._unsay(hint))

    def show_notice(self, level: NoticeLevel, title: str, text: str) -> None:
        """See `OutsideHost`."""
        self._show_notice(level, title, text)

    def in_background(self, work: Coroutine[Any, Any, None]) -> None:
        """See `OutsideHost`."""
        self._view.run_worker(work, group="outside", exit_on_error=False)

    def write_to_terminal(self, sequence: str) -> None:
        """See `OutsideHost`."""
        driver = self._view.app._driver  # noqa: SLF001
        if driver is not None:
            driver.write(sequence)

    def remember_copied(self, text: str) -> None:
        """See `OutsideHost`."""
        self._view.app._clipboard = text  # noqa: SLF001

    def suspended(self) -> AbstractContextManager[None]:
        """See `OutsideHost`; the terminal is the application's, and stays it."""
        raise SuspendNotSupported("A ChatView does not take the screen off the terminal.")

    def _unsay(self, hint: str) -> None:
        if hint == self._hint:
            self._hint = ""
            self._show_hint("")

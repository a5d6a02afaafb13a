"""What the things outside ask of the application."""

from __future__ import annotations

from collections.abc import Coroutine
from contextlib import AbstractContextManager
from typing import Any, Protocol

from agent_tui.protocol.status import NoticeLevel


class OutsideHost(Protocol):
    """The application, as seen from here. Call on the UI loop."""

    @property
    def workspace(self) -> str:
        """The folder of the shown session."""
        ...

    def say(self, hint: str) -> None:
        """Answer a key in the status bar for a moment. hint: harmless, one line."""
        ...

    def show_notice(self, level: NoticeLevel, title: str, text: str) -> None:
        """Show a notice in the transcript."""
        ...

    def in_background(self, work: Coroutine[Any, Any, None]) -> None:
        """Run this on the UI loop, beside everything else."""
        ...

    def write_to_terminal(self, sequence: str) -> None:
        """Send a control sequence that paints nothing."""
        ...

    def remember_copied(self, text: str) -> None:
        """What the text fields here paste from now on."""
        ...

    def suspended(self) -> AbstractContextManager[None]:
        """While open, the screen is off the terminal. The loop must stand still inside: nobody may
        paint. Raises Textual's `SuspendNotSupported`."""
        ...

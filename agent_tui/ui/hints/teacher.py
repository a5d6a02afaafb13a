"""`Teacher`: puts the next hint into the status bar and remembers what was learned."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

from agent_tui.protocol.hints import HintMemory
from agent_tui.ui.hints.lessons import Lessons
from agent_tui.ui.widgets.status_facts import StatusFacts


class Teacher:
    """Use on the UI loop. show: paints the status bar. in_background: runs this beside everything
    else, for the file."""

    def __init__(
        self,
        lessons: Lessons,
        memory: HintMemory,
        facts: StatusFacts,
        *,
        show: Callable[[], object],
        in_background: Callable[[Coroutine[Any, Any, None]], object],
    ) -> None:
        self._lessons, self._memory, self._facts = lessons, memory, facts
        self._show, self._in_background = show, in_background
        self._is_blank = True

    def text_changed(self, *, is_blank: bool) -> None:
        """The composer has other text."""
        if is_blank is not self._is_blank:
            self._is_blank = is_blank
            self.say()

    def sent(self, text: str) -> None:
        """The user has sent a prompt or a command."""
        if self._lessons.note_sent(text):
            self._keep()

    def key_used(self, key: str) -> None:
        """A bound key did something."""
        if self._lessons.note_key(key):
            self._keep()

    def say(self) -> None:
        """Say what is to be said now."""
        hint = self._lessons.hint(is_blank=self._is_blank)
        if hint != self._facts.lesson:
            self._facts.lesson = hint
            self._show()

    def _keep(self) -> None:
        self.say()
        self._in_background(asyncio.to_thread(self._memory.save, self._lessons.seen))

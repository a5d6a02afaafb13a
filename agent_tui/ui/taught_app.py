"""An application that gives hints to those who are new."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING

from textual.widgets import TextArea

from agent_tui.ui.finding_app import FindingApp
from agent_tui.ui.widgets.composer import Composer

if TYPE_CHECKING:
    from agent_tui.protocol.hints import HintMemory
    from agent_tui.ui.hints.teacher import Teacher


class TaughtApp(FindingApp):
    """Tells a `Teacher` what the user does, as long as there is something to teach."""

    _teacher: Teacher | None = None

    async def begin_teaching(self, make_memory: Callable[[], HintMemory]) -> None:
        """Look up what was learned and say what comes next. Layouts without a status bar have no
        place for it."""
        if not (self._options.has_hints and self._options.layout.has_status_bar):
            return
        # Deferred: no start should pay for it.
        from agent_tui.ui.hints.lessons import Lessons
        from agent_tui.ui.hints.teacher import Teacher

        memory = await asyncio.to_thread(make_memory)
        lessons = Lessons(self._options.key_bindings, await asyncio.to_thread(memory.load))
        if lessons.is_over:
            return
        self._teacher = Teacher(
            lessons,
            memory,
            self._facts,
            show=self.chat.status_bar.show,
            in_background=self.in_background,
        )
        self._teacher.say()

    async def run_binding(self, key: str) -> bool:
        """See `OrderedKeysApp`."""
        was_bound = await super().run_binding(key)
        if was_bound and self._teacher is not None:
            self._teacher.key_used(key)
        return was_bound

    def on_composer_submitted(self, message: Composer.Submitted) -> None:
        """Something was sent."""
        if self._teacher is not None:
            self._teacher.sent(message.text)

    def on_text_area_changed(self, message: TextArea.Changed) -> None:
        """Another hint fits a text than an empty composer."""
        if self._teacher is not None and isinstance(message.text_area, Composer):
            self._teacher.text_changed(is_blank=message.text_area.is_blank)

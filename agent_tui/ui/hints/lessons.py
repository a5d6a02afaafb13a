"""What there is to learn, and what is still to be said. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from agent_tui.config.key_bindings import KeyBindings
from agent_tui.protocol.hints import HintsSeen
from agent_tui.ui.keymap import first_key

LAST_PROMPT = 8
"""Who has sent so many knows the rest, or knows where the help is."""


class Lesson(Struct, frozen=True):
    """One hint. is_for_writing: said while something stands in the composer, else while it is
    empty. action: the key action that it names in place of {key}; without a key there is no hint.
    sign: a text that begins with it is its use; is_anywhere: or has it in the middle."""

    name: str
    text: str
    is_for_writing: bool = False
    action: str = ""
    sign: str = ""
    is_anywhere: bool = False


LESSONS = (
    Lesson("send", "{key} sends", is_for_writing=True, action="submit"),
    Lesson("new line", "{key} breaks the line", is_for_writing=True, action="new_line"),
    Lesson("commands", "/ lists commands", sign="/"),
    Lesson("files", "@ finds files", sign="@", is_anywhere=True),
    Lesson("shell", "! runs a shell command", sign="!"),
    Lesson("history", "{key} finds former prompts", action="search_history"),
    Lesson("palette", "{key} goes anywhere", action="palette"),
)


class Lessons:
    """Knows what was used. Mutable, for the UI loop."""

    def __init__(self, keys: KeyBindings, seen: HintsSeen) -> None:
        self._keys = keys
        self.seen = seen

    @property
    def is_over(self) -> bool:
        """Nothing is said any more."""
        return self.seen.prompts >= LAST_PROMPT or not any(self._left())

    def hint(self, *, is_blank: bool) -> str:
        """What to say now; is_blank: nothing stands in the composer. With each prompt another one
        has its turn."""
        if self.seen.prompts >= LAST_PROMPT:
            return ""
        said = [lesson for lesson in self._left() if lesson.is_for_writing is not is_blank]
        if not said:
            return ""
        lesson = said[self.seen.prompts % len(said)]
        return lesson.text.format(key=first_key(self._keys, lesson.action))

    def note_sent(self, text: str) -> bool:
        """The user has sent this. True: what is to be kept has changed, as always before the
        end."""
        if self.is_over:
            return False
        by_sign = [
            lesson.name
            for lesson in LESSONS
            if lesson.sign
            and (text.startswith(lesson.sign) or (lesson.is_anywhere and lesson.sign in text))
        ]
        self.seen = HintsSeen(
            used=tuple(sorted({*self.seen.used, "send", *by_sign})), prompts=self.seen.prompts + 1
        )
        return True

    def note_key(self, key: str) -> bool:
        """The user has used a key. True when that is news."""
        used = {
            lesson.name
            for lesson in LESSONS
            if lesson.action and lesson.name != "send" and key in self._keys.keys(lesson.action)
        }
        if used <= set(self.seen.used):
            return False
        self.seen = HintsSeen(
            used=tuple(sorted({*self.seen.used, *used})), prompts=self.seen.prompts
        )
        return True

    def _left(self) -> Iterator[Lesson]:
        for lesson in LESSONS:
            has_key = not lesson.action or bool(self._keys.keys(lesson.action))
            if has_key and lesson.name not in self.seen.used:
                yield lesson

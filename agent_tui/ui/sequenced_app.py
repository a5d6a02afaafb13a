"""An application that knows which key was meant: the host's own, one of several, or a plain one."""

from __future__ import annotations

import logging
from collections.abc import Callable

from textual import events
from textual.widget import Widget

from agent_tui.config.key_names import SIGNS
from agent_tui.config.key_press import KeyPress
from agent_tui.config.key_tables import QUIT_KEY
from agent_tui.protocol.status import NoticeLevel
from agent_tui.ui.key_sequence import KeySequence
from agent_tui.ui.keyed_app import KeyedApp
from agent_tui.ui.widgets.composer import Composer

logger = logging.getLogger(__name__)

_ALT, _SHIFT = "alt+", "shift+"
_INSERTING = ("INSERT", "REPLACE")


class SequencedApp(KeyedApp):
    """Asks the host first, and waits for the rest of a sequence."""

    _sequence: KeySequence | None = None
    _has_told_of_handler = False

    key_tap: Callable[[events.Key], None] | None = None
    """Gets every key but the quit key, instead of everything else, while it is set."""

    async def _hand_out(self, event: events.Event) -> None:
        """Give a key to the host, else to what has the focus."""
        if isinstance(event, events.Key) and not event.is_forwarded:
            is_taken = self._is_taken_by_host(event)
            if event.key != QUIT_KEY:  # nobody may be locked in
                if is_taken:
                    return
                if self.key_tap is not None:
                    self.key_tap(event)
                    return
                if typed := self._typed_after_escape(event.key):
                    await super()._hand_out(events.Key("escape", "\x1b"))
                    event = events.Key(*typed)
        await super()._hand_out(event)

    def whole_key(self, key: str) -> str:
        """What to look up for a key: itself, or the sequence that it ends; "" when that is all."""
        focused = self.focused
        if isinstance(focused, Composer):
            emacs = ("emacs",) if self._options.key_bindings.preset == "emacs" else ()
            label = focused.editing.mode_label if focused.editing is not None else ""
            return self._sequences.whole(key, ("app", "composer", *emacs), _vim_context(label))
        return self._sequences.whole(key, ("app", key_context(focused)))

    def choose_editing(self) -> None:
        """Give the composer the way of editing that goes with the preset."""
        keys = self._options.key_bindings
        if keys.preset == "emacs":
            # Deferred: only those who edit like this pay for it.
            from agent_tui.ui.widgets.emacs_editing import EmacsEditing

            composer = self.chat.composer
            if isinstance(composer.editing, EmacsEditing):
                composer.editing.use_keys(keys)
            else:
                composer.editing = EmacsEditing(composer, keys)

    def action_edit(self, action: str) -> None:
        """One of emacs's own actions."""
        from agent_tui.ui.widgets.emacs_editing import EmacsEditing

        editing = self.chat.composer.editing
        if isinstance(editing, EmacsEditing):
            editing.run(action)

    def forget_sequence(self) -> None:
        """The bindings have changed."""
        self._sequence = None

    async def _check_bindings(self, key: str, priority: bool = False) -> bool:
        if priority and not isinstance(self.focused, Composer):
            whole = self.whole_key(key)
            if not whole:
                return True
            if whole != key:
                await self.run_binding(whole)
                return True
        return await super()._check_bindings(key, priority)

    def _typed_after_escape(self, key: str) -> tuple[str, str] | None:
        """Terminals send Alt with a key and Esc before one alike. In vim who means the second is
        the quicker typist, as long as nothing is bound to the first."""
        if not key.startswith(_ALT) or not self._is_modal(self.focused):
            return None
        bound = self._options.key_bindings.table.values()
        return None if any(key in keys for keys in bound) else _without_alt(key)

    def _is_modal(self, focused: Widget | None) -> bool:
        if isinstance(focused, Composer):
            return focused.editing is not None and bool(focused.editing.mode_label)
        return getattr(focused, "reading", None) is not None

    @property
    def _sequences(self) -> KeySequence:
        if self._sequence is None:
            self._sequence = KeySequence(
                self._options.key_bindings, show=self.chat.set_hint, say=self.say
            )
        return self._sequence

    def _is_taken_by_host(self, event: events.Key) -> bool:
        handler = self._options.key_handler
        if handler is None:
            return False
        context = key_context(self.focused)
        try:
            return bool(handler(KeyPress(event.key, event.character or "", context)))
        except Exception:  # the host's code: nobody's keys may die of it
            logger.exception("The key handler failed")
            if not self._has_told_of_handler:
                self._has_told_of_handler = True
                self.show_notice(
                    NoticeLevel.WARNING,
                    "The application's key handler failed",
                    "Keys do what they do without it. The log has the details.",
                )
            return False


def key_context(focused: Widget | None) -> str:
    """The context of what has the focus, "app" when it has none of its own."""
    for widget in focused.ancestors_with_self if focused is not None else ():
        if context := getattr(widget, "KEY_CONTEXT", ""):
            return str(context)
    return "app"


def _without_alt(key: str) -> tuple[str, str] | None:
    """Name and character of a key without its Alt, None when it writes no character."""
    name = key.removeprefix(_ALT)
    if name.startswith(_SHIFT) and len(name) == len(_SHIFT) + 1:
        name = name[-1].upper()
    if len(name) == 1:
        return name, name
    sign = next((sign for sign, known in SIGNS.items() if known == name), "")
    return (name, sign) if sign else None


def _vim_context(mode_label: str) -> str:
    """The key context of vim's mode; "" for its command line and for other ways of editing."""
    if not mode_label or mode_label.startswith("COMMAND"):
        return ""
    return "vim_insert" if mode_label.startswith(_INSERTING) else "vim_normal"

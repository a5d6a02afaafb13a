"""An application whose keys leave, stop, copy and close, whatever has the focus."""

from __future__ import annotations

import time

from textual.widgets import TextArea

from agent_tui.protocol.sessions import QueueOnStop
from agent_tui.ui.key_ladders import (
    AGAIN_TO_QUIT_S,
    AGAIN_TO_REWIND_S,
    KeyStep,
    interrupt_step,
    next_mode,
    stop_step,
)
from agent_tui.ui.keymap import first_key
from agent_tui.ui.taught_app import TaughtApp


class KeyedApp(TaughtApp):
    """The actions of the keys that work everywhere; see `APP_ACTIONS`."""

    _asked_to_quit_until = 0.0
    _asked_to_rewind_until = 0.0

    def action_leave(self) -> None:
        """The quit key."""
        self.leave()

    def action_help(self) -> None:
        """The help key: opens, and closes again."""
        if self.screen is self.chat:
            self.show_help()
        else:
            self._close_top()

    def action_stop(self) -> None:
        """Esc."""
        chat = self.chat
        if self.screen is chat and chat.end_selection():
            return
        is_open = self.screen is not chat or chat.is_view_open or chat.is_search_open
        step = stop_step(
            is_something_open=is_open,
            is_running=self._facts.can_stop,
            has_shell=bool(self._facts.running_shells),
            is_second=chat.composer.is_blank and time.monotonic() < self._asked_to_rewind_until,
        )
        waits = step is KeyStep.NOTHING and chat.composer.is_blank
        self._asked_to_rewind_until = time.monotonic() + AGAIN_TO_REWIND_S if waits else 0.0
        if step is KeyStep.CLOSE:
            self._close_top()
        elif step is KeyStep.REWIND:
            self._rewind()
        else:
            self._stop(step)

    def action_interrupt(self) -> None:
        """Ctrl+C."""
        if self.screen is self.chat and self.chat.copy_selection():
            return
        composer = self.chat.composer
        field = self.focused if isinstance(self.focused, TextArea) else composer
        selected = self.screen.get_selected_text() or field.selected_text
        is_list_focused = self.chat.is_search_focused or self.chat.is_list_focused
        is_on_top = self.screen is not self.chat or is_list_focused
        if is_on_top and not selected:
            self._close_top()
            return
        step = interrupt_step(
            has_selection=bool(selected),
            has_draft=not composer.is_blank,
            is_running=self._facts.can_stop,
            is_asked=time.monotonic() < self._asked_to_quit_until,
            is_leaving=self._facts.is_leaving,
            has_shell=bool(self._facts.running_shells),
        )
        if step is KeyStep.COPY:
            self.outside.copy(selected, "selection")
        elif step is KeyStep.STASH:
            composer.put_aside()
        elif step in (KeyStep.STOP_TURN, KeyStep.STOP_SHELL):
            self._stop(step)
        elif step is KeyStep.ASK_AGAIN:
            self._asked_to_quit_until = time.monotonic() + AGAIN_TO_QUIT_S
            self.say(f"{first_key(self._options.key_bindings, 'interrupt')} again to quit")
        else:
            self.leave()

    def action_cycle_permission_mode(self) -> None:
        """The mode key; the engine tells what came of it."""
        if self._facts.info is not None:
            self.link.set_permission_mode(next_mode(self._facts.info.permission_mode))

    def action_next_session(self) -> None:
        """The session to look at next."""
        self._go_to(self.known.open_sessions.next())

    def action_previous_session(self) -> None:
        """The session before this one."""
        self._go_to(self.known.open_sessions.previous())

    def action_go_to_session(self, place: int) -> None:
        """The session at a place, from 1."""
        self._go_to(self.known.open_sessions.at(place))

    def on_composer_help_wanted(self) -> None:
        """The help key on an empty composer."""
        self.show_help()

    def on_composer_leave_wanted(self) -> None:
        """The end-of-input key on an empty composer."""
        self.leave()

    def _go_to(self, session_id: str) -> None:
        if self.screen is not self.chat:
            return  # one would not see what one goes to
        if session_id:
            self.link.open_session(session_id)
        else:
            self.say("no other session is open there")

    def _rewind(self) -> None:
        if self.session is not None:
            self.branching.open_rewind()

    def _stop(self, step: KeyStep) -> None:
        if step is KeyStep.STOP_TURN and not self._facts.is_running:
            self.link.compaction.dismiss_compaction(self._facts.compaction_id)
        elif step is KeyStep.STOP_TURN:
            self.link.stop_turn(QueueOnStop(self._options.queue_on_stop))
        elif step is KeyStep.STOP_SHELL:
            self.link.stop_shell(self._facts.running_shells[-1])

    def _close_top(self) -> None:
        if self.screen is not self.chat:
            closes_part = getattr(self.screen, "close_part", bool)  # what a screen closes first
            if not closes_part():
                self.pop_screen()
        elif self.chat.is_search_focused or not self.chat.is_view_open:
            self.chat.close_search()
        else:
            self.chat.close_view()

"""The chat screen: transcript, queue, composer, status bar, and what happens between them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import TextArea

from agent_tui.config.ui_options import UiOptions
from agent_tui.protocol.status import NoticeLevel
from agent_tui.ui.key_actions import ACTIONS
from agent_tui.ui.keymap import rebind
from agent_tui.ui.screens.history_screen import HistoryScreen
from agent_tui.ui.widgets.composer import Composer
from agent_tui.ui.widgets.draft_keeper import DraftKeeper
from agent_tui.ui.widgets.status_bar import StatusBar
from agent_tui.ui.widgets.status_facts import StatusFacts
from agent_tui.ui.widgets.status_hints import status_hints
from agent_tui.ui.widgets.status_line import CARET

if TYPE_CHECKING:
    from agent_tui.ui.commands.command import CommandHost
    from agent_tui.ui.panels.prompt_dock import PromptDock
    from agent_tui.ui.screens.hosted_parts import HostedParts
    from agent_tui.ui.transcript.selectable_view import SelectableView
    from agent_tui.ui.transcript.transcript import Transcript

PLACEHOLDER = "Write a prompt, or / for commands"

MOST_COMPOSER_ROWS = 12

LOW_ROWS = 14
"""In a window with fewer rows the composer has no rule above it."""


class ChatScreen(HistoryScreen, Screen[None]):
    """Where one chats. Turns what the widgets report into calls of the engine link and commands.

    It opens with the composer and the status bar alone; `complete` adds what the first picture can
    do without.
    """

    AUTO_FOCUS = "Composer"
    DEFAULT_CSS = """
    ChatScreen { background: $background; layout: vertical; align-vertical: bottom; }
    ChatScreen #main { width: 1fr; height: 1fr; align-vertical: bottom; }
    ChatScreen .-in-panel-slot { max-height: 40vh; }
    """

    def __init__(self, options: UiOptions, host: CommandHost, facts: StatusFacts) -> None:
        keys = options.key_bindings
        super().__init__(host, keys)
        self.set_up_queue(options)
        self._options = options
        self._facts = facts
        self.dock: PromptDock | None = None
        self.hosted: HostedParts | None = None
        self.early_notices: list[tuple[NoticeLevel, str, str]] = []
        self._composer_rows = MOST_COMPOSER_ROWS
        self.composer = Composer(
            options.type_ahead.text,
            keys,
            placeholder=PLACEHOLDER,
            run_binding=host.run_binding,
            whole_key=host.whole_key,
        )
        self.composer.completing = self
        self.composer.taker = self._take_submitted
        self.status_bar = StatusBar(
            facts, status_hints(options.key_bindings), is_quiet=not options.layout.has_status_bar
        )
        self.keeper = DraftKeeper(
            self.set_timer, host.link.save_draft, lambda: self.composer.kept_draft
        )

    def compose(self) -> ComposeResult:
        """The layout's parts, from top to bottom."""
        layout = self._options.layout
        hosted = self._made_hosted()
        main: list[Widget] = [*(hosted.panels() if hosted else ()), self.composer]
        right: list[Widget] = [*hosted.at("right")] if hosted else []
        if name := layout.sidebar_name:
            # Deferred: most layouts open without one.
            from agent_tui.ui.widgets.sidebar import Sidebar

            widgets = hosted.widgets(name) if hosted else []
            percent = layout.sidebar_percent
            self.sidebar = Sidebar(layout.sidebar_width, widgets, percent=percent)
            right.append(self.sidebar)
        if right or hosted is not None:
            left = hosted.at("left") if hosted else ()
            main = [Horizontal(*left, Vertical(*main, id="main"), *right)]
        yield from (*hosted.at("top"), *main, *hosted.at("bottom")) if hosted else main
        yield self.status_bar

    def on_mount(self) -> None:
        """Tell which of the host's widgets are missing; send what was entered before the screen was
        there."""
        for notice in self.hosted.notices if self.hosted is not None else ():
            self.show_notice(*notice)
        for text in self._options.type_ahead.submitted:
            self.submit(text, text)

    async def complete(self, transcript: Transcript) -> None:
        """Add the transcript and the parts that are hidden at first. Call once."""
        column = self.composer.parent
        assert isinstance(column, Widget)
        with self.app.batch_update():  # one picture, not one for each part
            await column.mount(transcript, before=0)
            await column.mount(self.queue_strip, self.popup, before=self.composer)
        self.transcript = transcript
        for notice in self.early_notices:
            transcript.add_notice(*notice)
        self.fill_sidebar()

    def use_keys(self, options: UiOptions) -> None:
        """Other keys hold from now on, in all parts that are there."""
        self._options = options
        self.composer.use_keys(options.key_bindings)
        self.status_bar.use_hints(status_hints(options.key_bindings))
        self.set_up_queue(options)
        self.use_completing_keys(options.key_bindings)
        for view in self.query("*"):
            context = getattr(view, "KEY_CONTEXT", "")
            if view is not self.composer and context in ACTIONS:
                rebind(view, options.key_bindings, context)

    def made_dock(self) -> PromptDock:
        """The place of the panels, above the queue; made at the first call, after `complete`."""
        if self.dock is None:
            # Deferred: the panels would cost a start, and the first reply, some 20 ms.
            from agent_tui.ui.panels.chat_dock import chat_dock

            self.dock = chat_dock(self._host.link, self._facts, self.status_bar.show, self._options)
            column = self.composer.parent
            assert isinstance(column, Widget)
            column.mount(self.dock, before=self.queue_strip)
        return self.dock

    def show_notice(self, level: NoticeLevel, title: str, text: str) -> None:
        """Show a notice in the transcript, as soon as there is one; what comes before the first
        session is repeated in it."""
        if self._facts.info is None:
            self.early_notices.append((level, title, text))
        if self.transcript is not None:
            self.transcript.add_notice(level, title, text)

    def on_resize(self, event: events.Resize) -> None:
        """Leave the transcript most of a low window, and fold the sidebar away in a narrow one."""
        rows = max(1, min(MOST_COMPOSER_ROWS, event.size.height // 3))
        if rows != self._composer_rows:
            self._composer_rows = rows
            self.composer.styles.max_height = rows + 1  # the rule above it
            self.composer.set_class(event.size.height < LOW_ROWS, "-low")
        self.queue_strip.fit(event.size.height)
        self.fold_sidebar(event.size.width)
        if self.hosted is not None:
            self.hosted.fit(event.size)

    def use_layout(self, name: str) -> None:
        """Switch between standard, minimal and sidebar."""
        self.status_bar.set_quiet(name == "minimal")
        self.show_sidebar(is_wanted=name == "sidebar")

    def show_editing_mode(self, label: str, command_line: str) -> None:
        """Say how the composer edits: in the status bar, or without one above the composer."""
        self._facts.editing_mode, self._facts.command_line = label, command_line
        is_above = self.status_bar.is_quiet
        shown = (f"{command_line}{CARET}" if command_line else label) if is_above else ""
        self.composer.border_title = Content(shown)
        self.status_bar.show()

    def set_hint(self, hint: str) -> None:
        """Answer a key in the status bar; "" takes the answer back."""
        self._facts.hint = hint
        self.status_bar.show()

    def on_selectable_view_hint_changed(self, message: SelectableView.HintChanged) -> None:
        """Say what the keys do while they select."""
        self.set_hint(message.text)

    def _take_submitted(self, message: Composer.Submitted) -> None:
        """Run a command, send a prompt; what cannot be taken goes back to the composer."""
        self._is_other_wanted = message.is_other_way
        self.submit(message.text, message.shown)
        self.composer.bring_back_after_send()
        if self.dock is not None:
            self.dock.invite()

    def on_composer_stash_changed(self, message: Composer.StashChanged) -> None:
        """Say how to get the draft back."""
        self._facts.stashed_count = message.count
        self.status_bar.show()

    def on_text_area_changed(self, message: TextArea.Changed) -> None:
        """Keep the draft, show what fits."""
        if message.text_area is self.composer:
            text = self.composer.text
            self.keeper.text_changed(is_empty=not text)
            self.offer_completions(text)
            self._note_draft(has_draft=bool(text))

    def on_transcript_follow_changed(self, message: Transcript.FollowChanged) -> None:
        """Say that there is more below than one sees."""
        self._facts.unseen_count = None if message.follows else message.unseen_count
        self.status_bar.show()

    def on_paste(self, event: events.Paste) -> None:
        """A paste goes to the composer, wherever the focus is."""
        self.composer.focus()
        self.composer.paste(event.text)

    @property
    def is_view_open(self) -> bool:
        """Something lies open that Esc closes first."""
        if self.queue_strip.has_focus or any(shown is not None for shown in self._lists()):
            return True
        return self.popup.is_open or (self.dock is not None and self.dock.has_view)

    def is_crowded(self) -> bool:
        """See `QueueKeeper`."""
        has_panel = self.dock is not None and self.dock.open_panel is not None
        return has_panel or self.popup.is_open or any(shown is not None for shown in self._lists())

    @property
    def is_list_focused(self) -> bool:
        """A list above the composer takes the keys."""
        return self.queue_strip.has_focus or (
            self.focused is not None and self.focused in self._lists()
        )

    def close_view(self) -> None:
        """Close it."""
        if self.queue_strip.has_focus:
            self.leave_queue()
        elif self.history_picker is not None:
            self.close_history()
        elif self.picker is not None:
            self.dismiss_picker()
        elif self.code_picker is not None:
            self.close_code_picker()
        elif self.compaction_preview is not None:
            self.close_proposal()
        elif self.popup.is_open or self.dock is None:
            self.dismiss_popup()
        else:
            self.dock.close_view()

    def action_switch_focus(self) -> None:
        """From the composer to what is asked, else to the transcript, to the lists in the sidebar,
        and back."""
        # Not by the widget's own `focus`, which waits: a second key may come in the same burst.
        panel = self.dock.open_panel if self.dock is not None else None
        is_list_next = self.focused is self.transcript and panel is None
        if is_list_next and self.side_list is not None and self.side_list.is_on_screen:
            self.set_focus(self.side_list)
        elif self.focused is not self.composer:
            self.set_focus(self.composer)
        elif panel is not None:
            panel.enter()
        elif self.enter_proposal():
            pass
        elif self.transcript is not None:
            self.set_focus(self.transcript)

    def _note_draft(self, *, has_draft: bool) -> None:
        if has_draft != self._facts.has_draft:
            self._facts.has_draft = has_draft
            self._facts.send_hint = self.send_hint if has_draft else ""
            self.status_bar.show()

    def _made_hosted(self) -> HostedParts | None:
        if self._options.widgets or self._options.layout.areas:
            # Deferred: only hosts have any.
            from agent_tui.ui.screens.hosted_parts import HostedParts

            self.hosted = HostedParts(self._options)
        return self.hosted

    def _lists(self) -> tuple[Widget | None, ...]:
        return (self.code_picker, self.picker, self.history_picker, self.compaction_preview)

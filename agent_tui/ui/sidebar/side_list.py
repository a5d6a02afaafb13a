"""The sidebar's own content: turns to jump to, changed files, checklist, waiting prompts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from rich.segment import Segment
from textual import events
from textual.binding import BindingType
from textual.strip import Strip
from textual.timer import Timer
from textual.widget import Widget

from agent_tui.protocol.sessions import QueuedPrompt
from agent_tui.ui.key_actions import SIDEBAR_ACTIONS
from agent_tui.ui.keymap import rebind_in_app, view_bindings
from agent_tui.ui.markdown.palette import Palette, palette_from
from agent_tui.ui.sidebar.rewind_wanted import RewindWanted
from agent_tui.ui.sidebar.session_facts import SessionFacts
from agent_tui.ui.sidebar.side_rows import (
    SideRow,
    Target,
    TargetKind,
    TurnLook,
    file_rows,
    note_rows,
    queue_rows,
    title_row,
    todo_rows,
    turn_rows,
)
from agent_tui.ui.transcript.transcript import Transcript
from agent_tui.ui.transcript.wanted import CopyWanted, OpenWanted

_ITEMS_AT_ONCE = 400  # read above, between two keys: some milliseconds
_READ_AGAIN_S = 0.01
_MOST_FILES, _MOST_TODOS, _MOST_QUEUED = 6, 8, 4
_EMPTY = "Your prompts will stand here, with the files that changed and what is still to do."


class SideList(Widget, can_focus=True):
    """Shows what a session has come to. It reads the transcript while it is shown, and only then.

    transcript: what it lists and scrolls. queued: the prompts that wait.

    | key | does |
    |---|---|
    | j, k, down, up, g, G | move |
    | enter, click | show the turn; open the file |
    | y | copy the prompt, or the path |
    """

    ALLOW_SELECT = False
    KEY_CONTEXT = "sidebar"
    BINDINGS: ClassVar[list[BindingType]] = [*view_bindings("sidebar", SIDEBAR_ACTIONS)]
    DEFAULT_CSS = "SideList { height: 1fr; background: $background; color: $foreground; }"

    def __init__(
        self, transcript: Transcript, queued: Callable[[], Sequence[QueuedPrompt]]
    ) -> None:
        super().__init__()
        self._transcript = transcript
        self._facts = SessionFacts(transcript, queued)
        self._cursor: Target | None = None
        self._top = 0  # the first outline row in view
        self._rows: list[SideRow] = []
        self._reading: Timer | None = None

    def on_mount(self) -> None:
        """Take other colours when the theme changes."""
        rebind_in_app(self, self.KEY_CONTEXT)
        self.app.theme_changed_signal.subscribe(self, lambda _: self._show())

    def on_show(self) -> None:
        """Follow the transcript."""
        self._transcript.watch_changes(self.update)
        self.update()

    def on_hide(self) -> None:
        """Cost nothing while nobody looks."""
        self._transcript.watch_changes(None)

    def on_unmount(self) -> None:
        """Leave the transcript alone."""
        self._transcript.watch_changes(None)

    def watch_has_focus(self, has_focus: bool) -> None:
        """The cursor starts at the turn that the transcript shows; without focus there is none."""
        super().watch_has_focus(has_focus)
        place = self._facts.current_place()
        if has_focus and self._cursor is None and place >= 0:
            self._cursor = Target(TargetKind.TURN, place)
        self._show()

    def on_resize(self) -> None:
        """Lay out anew."""
        self._show()

    def update(self) -> None:
        """Take what has changed; read older turns bit by bit."""
        self._facts.update()
        if not self._facts.is_whole and self._reading is None:
            self._reading = self.set_timer(_READ_AGAIN_S, self._read_on)
        self._show()

    def render_line(self, y: int) -> Strip:
        """One row; called by Textual."""
        runs = self._rows[y].runs if y < len(self._rows) else []
        return Strip(runs).adjust_cell_length(self.size.width, self.rich_style)

    def action_move(self, steps: int) -> None:
        """Move the cursor over what can be acted on."""
        targets = self._targets()
        if not targets:
            return
        if self._cursor not in targets:
            self._cursor = targets[0]
        else:
            place = targets.index(self._cursor) + steps
            self._cursor = targets[min(max(place, 0), len(targets) - 1)]
        self._show()

    def action_go_first(self) -> None:
        """To the first turn."""
        self._go(0)

    def action_go_last(self) -> None:
        """To the last entry."""
        self._go(-1)

    def action_act(self) -> None:
        """Show the turn, or open the file."""
        cursor = self._cursor
        if cursor is not None and cursor in self._targets():  # another session may have fewer
            self._act(cursor)

    def action_copy(self) -> None:
        """Copy the prompt, or the path."""
        cursor = self._cursor
        if cursor is None or cursor not in self._targets():
            return
        if cursor.kind is TargetKind.FILE:
            self.post_message(CopyWanted(self._facts.files[cursor.place][0], "path"))
        else:
            self.post_message(CopyWanted(self._facts.prompt_text(cursor.place), "prompt"))

    def action_rewind(self) -> None:
        """Let the user choose what goes back to before the turn."""
        cursor = self._cursor
        if cursor is not None and cursor.kind is TargetKind.TURN and cursor in self._targets():
            self.post_message(RewindWanted(len(self._facts.turns) - 1 - cursor.place))

    def on_click(self, event: events.Click) -> None:
        """Choose and act."""
        row = self._rows[event.y] if event.y < len(self._rows) else None
        if row is not None and row.target is not None:
            self._cursor = row.target
            self._act(row.target)
            self._show()

    def _act(self, target: Target) -> None:
        if target.kind is TargetKind.FILE:
            self.post_message(OpenWanted(self._facts.files[target.place][0]))
        else:
            self._transcript.jump_to(self._facts.turns[target.place].number)

    def _go(self, place: int) -> None:
        targets = self._targets()
        if targets:
            self._cursor = targets[place]
            self._show()

    def _targets(self) -> list[Target]:
        turns = [Target(TargetKind.TURN, place) for place in range(len(self._facts.turns))]
        shown = min(len(self._facts.files), _MOST_FILES)
        return [*turns, *(Target(TargetKind.FILE, place) for place in range(shown))]

    def _read_on(self) -> None:
        self._reading = None
        added = self._facts.read_above(_ITEMS_AT_ONCE)
        self._top += added
        if self._cursor is not None and self._cursor.kind is TargetKind.TURN:
            self._cursor = Target(TargetKind.TURN, self._cursor.place + added)
        self.update()

    def _show(self) -> None:
        rows = self._laid_out(palette_from(self.app.theme_variables, self.app.current_theme.dark))
        if rows != self._rows:
            self._rows = rows
            self.refresh()

    def _laid_out(self, palette: Palette) -> list[SideRow]:
        width, height = self.size.width, self.size.height
        if width < 1 or height < 1:
            return []
        if self._facts.is_empty:
            return note_rows(_EMPTY, width, palette)
        below = self._below(width, palette)[: max(height - 4, 0)]
        turns = self._outline_rows(width, height - len(below), palette)
        return [*turns, *([SideRow([])] * (height - len(turns) - len(below))), *below]

    def _outline_rows(self, width: int, height: int, palette: Palette) -> list[SideRow]:
        """The title, and as many turns as fit, those around the cursor or around what is shown."""
        turns, current = self._facts.turns, self._facts.current_place()
        chosen = self._chosen_turn()
        focus = chosen if chosen >= 0 and self.has_focus else current
        room = max(height - 1, 1)
        rows = [title_row(f"Turns · {len(turns)}", width, palette)]
        last = len(turns) - 1
        # Two rows are kept for the facts of the chosen turn.
        self._top = min(max(self._top, focus - room + 3, 0), max(focus, 0))
        self._top = max(min(self._top, len(turns) - room + (2 if chosen >= 0 else 0)), 0)
        for place in range(self._top, len(turns)):
            look = TurnLook(
                is_running=place == last and self._transcript.is_turn_open,
                is_current=place == current,
                is_chosen=place == chosen,
            )
            target = Target(TargetKind.TURN, place)
            rows += turn_rows(turns[place], target, look, width, palette)
            if len(rows) > room:
                break
        return self._with_cursor(rows[: room + 1], palette)

    def _below(self, width: int, palette: Palette) -> list[SideRow]:
        sections = [
            ("Files", file_rows(self._facts.files, _MOST_FILES, width, palette)),
            ("To do", todo_rows(self._facts.todos, _MOST_TODOS, width, palette)),
            ("Waiting", queue_rows(self._facts.queued, _MOST_QUEUED, width, palette)),
        ]
        rows: list[SideRow] = []
        for title, entries in sections:
            if entries:
                rows += [SideRow([]), title_row(title, width, palette), *entries]
        return self._with_cursor(rows, palette)

    def _chosen_turn(self) -> int:
        cursor = self._cursor
        if cursor is None or cursor.kind is not TargetKind.TURN or not self.has_focus:
            return -1
        return cursor.place

    def _with_cursor(self, rows: list[SideRow], palette: Palette) -> list[SideRow]:
        """The row under the cursor, with a mark in front."""
        if not self.has_focus or self._cursor is None:
            return rows
        at = next((at for at, row in enumerate(rows) if row.target == self._cursor), None)
        if at is not None:
            text = rows[at].runs[0].text
            mark = Segment("❯" + text[1:], palette.accent + palette.strong)
            rows[at] = SideRow([mark, *rows[at].runs[1:]], self._cursor)
        return rows

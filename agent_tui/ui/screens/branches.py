"""The screens of the tree and of the rewind: a list that fills the window."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.screen import Screen

from agent_tui.protocol.branches import TreeTurn
from agent_tui.protocol.checkpoints import FileRewindPreview
from agent_tui.ui.branching.rewind_choice import RewindChoice
from agent_tui.ui.branching.rewind_list import RewindList
from agent_tui.ui.branching.tree_list import TreeList
from agent_tui.ui.commands.command import CommandHost

_CSS = """
    {name} {{ background: $surface; }}
    {name} FilteredList {{ height: 1fr; max-height: 100%; }}
"""


class TreeScreen(Screen[None]):
    """The tree of the shown session; see `TreeList`."""

    AUTO_FOCUS = "TreeList"
    DEFAULT_CSS = _CSS.format(name="TreeScreen")

    def __init__(self, host: CommandHost, turns: Sequence[TreeTurn]) -> None:
        super().__init__()
        self._host = host
        self._list = TreeList(turns)

    @property
    def has_turns(self) -> bool:
        """There is something to show."""
        return self._list.current is not None

    def compose(self) -> ComposeResult:
        """The list alone."""
        yield self._list

    def show_turns(self, turns: Sequence[TreeTurn]) -> None:
        """Show the turns as they are now."""
        self._list.show_turns(turns)

    def close_part(self) -> bool:
        """Esc: end what is written. False when nothing is, and the screen may go."""
        return self._list.close_part()

    def on_tree_list_done(self, message: TreeList.Done) -> None:
        """Do it."""
        link, turn = self._host.link, message.turn
        match message.act:
            case "label":
                link.branches.label_turn(turn.id, message.label)
                return
            case "copy":
                self._host.outside.copy(turn.head, "prompt")
                return
            case "fork":
                link.branches.fork(turn.tip)
            case _:
                link.branches.switch_branch(turn.tip)
        self.dismiss()


class RewindScreen(Screen[None]):
    """First the turn, then what goes back. turn: chosen already, None to choose it here."""

    AUTO_FOCUS = "FilteredList"
    DEFAULT_CSS = _CSS.format(name="RewindScreen")

    def __init__(
        self, host: CommandHost, turns: Sequence[TreeTurn], turn: TreeTurn | None = None
    ) -> None:
        super().__init__()
        self._host = host
        self._list = RewindList(turns) if turn is None else None
        self._turn: TreeTurn | None = turn
        self._choice: RewindChoice | None = None

    def compose(self) -> ComposeResult:
        """The turns, or what goes back."""
        if self._list is not None:
            yield self._list
        elif self._turn is not None:
            yield self._made_choice(self._turn)

    def show_preview(self, message_id: str, preview: FileRewindPreview) -> None:
        """What would happen to files is known; it may be the answer to an older question."""
        if self._choice is not None and self._turn is not None and self._turn.id == message_id:
            self._choice.show_preview(preview)

    def close_part(self) -> bool:
        """Esc: back to the turns, or end the filter. False when the screen may go."""
        if self._choice is not None and self._list is not None:
            self._choice.remove()
            self._choice = None
            self._list.display = True
            self.set_focus(self._list)
            return True
        return self._list is not None and self._choice is None and self._list.close_part()

    def on_rewind_list_chosen(self, message: RewindList.Chosen) -> None:
        """Ask what goes back."""
        if self._list is None or self._choice is not None:
            return
        choice = self._made_choice(message.turn)
        self._list.display = False
        self.mount(choice)
        self.set_focus(choice)

    def on_rewind_choice_chosen(self, message: RewindChoice.Chosen) -> None:
        """Do it."""
        if self._turn is not None:
            self._host.link.branches.rewind(self._turn.id, message.what, message.paths)
        self.dismiss()

    def _made_choice(self, turn: TreeTurn) -> RewindChoice:
        self._turn, self._choice = turn, RewindChoice(turn)
        self._host.link.branches.preview_rewind(turn.id)
        return self._choice

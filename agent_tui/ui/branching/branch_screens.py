"""Opens the tree and the rewind once the engine has told the turns, and says what came of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from textual.screen import Screen

from agent_tui.protocol.agent_event import AgentEvent
from agent_tui.protocol.branch_events import RewindPreviewed, SessionRewound, TreeListed
from agent_tui.protocol.branches import RewindStep, TreeTurn
from agent_tui.ui.commands.command import CommandHost
from agent_tui.ui.keymap import first_key
from agent_tui.ui.screens.branches import RewindScreen, TreeScreen
from agent_tui.ui.screens.chat import ChatScreen

_SAID = {
    RewindStep.UNDO: "turn undone · /redo brings it back",
    RewindStep.REDO: "brought back",
    RewindStep.REWIND: "gone back · /redo takes it back",
    RewindStep.SWITCH: "another branch · /tree shows all",
}


class BranchingApp(CommandHost, Protocol):
    """The application, as far as it is needed here."""

    @property
    def chat(self) -> ChatScreen:
        """The chat screen, whatever lies on top of it."""
        ...

    @property
    def screen(self) -> Screen[Any]:
        """What lies on top."""
        ...

    def push_screen(self, screen: Screen[None], /) -> object:
        """Lay a screen on top."""
        ...


class BranchScreens:
    """Implements `Branching`. Use on the UI loop."""

    def __init__(self, app: BranchingApp) -> None:
        self._app = app
        self._wanted: Callable[[tuple[TreeTurn, ...]], None] | None = None
        self._given = ""  # the prompt that went back to the composer last, as it stands there

    def open_tree(self) -> None:
        """Show the tree."""
        self._want(lambda turns: self._open(TreeScreen(self._app, turns)))

    def open_rewind(self, from_end: int = -1) -> None:
        """See `Branching`."""
        self._want(lambda turns: self._open_rewind(turns, from_end))

    def told(self, event: AgentEvent) -> None:
        """The engine has answered."""
        screen = self._app.screen
        match event:
            case TreeListed(turns=turns):
                wanted, self._wanted = self._wanted, None
                if isinstance(screen, TreeScreen):
                    screen.show_turns(turns)
                elif wanted is not None and screen is self._app.chat:
                    wanted(turns)
            case RewindPreviewed(message_id=message_id, files=files):
                if isinstance(screen, RewindScreen):
                    screen.show_preview(message_id, files)
            case SessionRewound():
                self._rewound(event)

    def _want(self, wanted: Callable[[tuple[TreeTurn, ...]], None]) -> None:
        self._wanted = wanted
        self._app.link.branches.list_tree()

    def _open_rewind(self, turns: tuple[TreeTurn, ...], from_end: int) -> None:
        current = [turn for turn in turns if turn.is_current]
        if not current:
            self._tell_empty()
        elif from_end < len(current):
            chosen = current[-1 - from_end] if from_end >= 0 else None
            self._app.push_screen(RewindScreen(self._app, turns, chosen))

    def _open(self, screen: TreeScreen) -> None:
        if screen.has_turns:
            self._app.push_screen(screen)
        else:
            self._tell_empty()

    def _tell_empty(self) -> None:
        self._app.say("there is no turn yet")

    def _rewound(self, event: SessionRewound) -> None:
        if self._app.link.is_opening:
            return  # the composer is the coming session's: `ReturnedForwarder` keeps the prompt
        composer = self._app.chat.composer
        said = _SAID[event.step]
        if event.files is not None and not event.text and event.step is RewindStep.REWIND:
            said = "files gone back · /redo takes it back"
        if event.step is RewindStep.REDO and composer.text == self._given != "":
            composer.show_text("")
        elif event.text and composer.is_blank:
            composer.put_back(event.text, event.images)
            self._given = composer.text
        elif event.text:
            key = first_key(self._app.key_bindings, "search_history")
            said = f"your draft stays · {key} finds the prompt" if key else "your draft stays"
        self._app.chat.keeper.keep_now()
        self._app.say(said)

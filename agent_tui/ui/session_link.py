"""Which session the screen shows, and what is sent to it before it is open."""

from __future__ import annotations

from collections.abc import Callable

from msgspec.structs import replace

from agent_tui.protocol.ids import new_id
from agent_tui.protocol.images import PromptImage
from agent_tui.protocol.inputs import (
    CloseSession,
    DescribeContext,
    NewSession,
    OpenSession,
    RenameSession,
    RunShell,
    ShowSession,
    SubmitPrompt,
    UserInput,
)
from agent_tui.protocol.ports import InputSink
from agent_tui.protocol.sessions import Delivery, QueuedPrompt
from agent_tui.ui.input_link import InputLink


class SessionLink(InputLink):
    """Before the first session is open, inputs go to "the session opened first" (id ""). Between
    the wish to see another session and its `SessionOpened` prompts are held back: they belong to
    the coming one.

    leave_view, return_to_view: called when the shown session is about to give way, and when the
    other one did not come.
    """

    def __init__(self, inputs: InputSink) -> None:
        super().__init__(inputs)
        self._awaited_id = ""  # of the session that is to be shown next
        self._closes_former = self._awaits_new = False
        self._early: list[SubmitPrompt] = []
        self._early_shells: list[RunShell] = []
        self.leave_view: Callable[[], object] = _do_nothing
        self.return_to_view: Callable[[], object] = _do_nothing

    @property
    def is_opening(self) -> bool:
        """Another session is about to be shown."""
        return bool(self._awaited_id)

    @property
    def early_prompts(self) -> tuple[QueuedPrompt, ...]:
        """Prompts that were sent before their session was open, oldest first."""
        return tuple(
            QueuedPrompt(id=sent.prompt_id, text=sent.text, images=sent.images)
            for sent in self._early
        )

    def awaits(self, session_id: str) -> bool:
        """The screen asked to see this session."""
        return self._awaited_id == session_id != ""

    def submit(
        self,
        text: str,
        delivery: Delivery = Delivery.QUEUE,
        place: int = -1,
        images: tuple[PromptImage, ...] = (),
    ) -> bool:
        """Send a prompt; delivery, place, images: see `SubmitPrompt`. False when the engine is
        closed: the caller still has the text."""
        sent = SubmitPrompt(
            session_id=self.session_id,
            prompt_id=new_id(),
            text=text,
            delivery=delivery,
            place=place,
            images=images,
        )
        if self._awaited_id:
            self._early.append(sent)
            return True
        if not self.put(sent):
            return False
        if not self.session_id:
            self._early.append(sent)
        return True

    def session_opened(self, session_id: str) -> None:
        """The view shows this session from now on, perhaps anew."""
        former, self.session_id = self.session_id, session_id
        if not former:
            self._run_early_shells()
            self._early.clear()  # they were sent to "the session opened first"
        elif self.awaits(session_id):
            self._awaited_id, self._awaits_new = "", False
            self.put(ShowSession(session_id=session_id))
            if self._closes_former and former != session_id:
                self.put(CloseSession(session_id=former))
            self._closes_former = False
            early, self._early = self._early, []
            for prompt in early:
                self.put(replace(prompt, session_id=session_id, place=-1))
            self._run_early_shells()

    def opening_failed(self, session_id: str) -> str:
        """This session did not open. Returns the prompts that were meant for it, "" when none
        were."""
        if not self.awaits(session_id):
            return ""
        self._awaited_id, self._closes_former, self._awaits_new = "", False, False
        self._run_early_shells()  # in the same folder, so that it is the same to the user
        early, self._early = self._early, []
        self.return_to_view()
        return "\n\n".join(prompt.text for prompt in early)

    def give_up_opening(self) -> str:
        """Wait no longer for the other session; see `opening_failed`."""
        return self.opening_failed(self._awaited_id)

    def new_session(self) -> None:
        """Open a new session and show it; nothing happens while one is on its way."""
        if self._awaits_new:
            return
        made = new_id()
        self.show_opened(made, NewSession(session_id=self.session_id, new_id=made))

    def open_session(self, stored_id: str) -> None:
        """Open a stored session, or turn to one that is open; nothing happens when it is shown."""
        if stored_id != self.session_id:
            wish = OpenSession(session_id=self.session_id, stored_id=stored_id)
            self.show_opened(stored_id, wish)

    def close_session(self, next_id: str = "") -> None:
        """Close the shown session once another is there: next_id, which is open, or with "" a new
        one."""
        if next_id:
            self.open_session(next_id)
        else:
            self.new_session()
        self._closes_former = self.is_opening

    def show_opened(self, session_id: str, wish: UserInput) -> None:
        """Send an input that opens a session of this id, and let its `SessionOpened` switch the
        view. The latest wish counts; nothing happens while prompts wait for the one before."""
        if not self.session_id or self._early or self._early_shells:
            return
        if not self._awaited_id:
            self.leave_view()  # before the wish: the draft still belongs to the session that leaves
        self._awaited_id, self._closes_former = session_id, False
        self._awaits_new = isinstance(wish, NewSession)
        if not self.put(wish):
            self.give_up_opening()

    def rename(self, title: str) -> None:
        """Give the session another title."""
        self.put(RenameSession(session_id=self.session_id, title=title))

    def describe_context(self) -> None:
        """Ask what the next request would consist of."""
        self.put(DescribeContext(session_id=self.session_id))

    def run_shell(self, command: str, *, is_private: bool) -> bool:
        """Run a shell command of the user's. False when the engine is closed."""
        wish = RunShell(
            session_id=self.session_id,
            command_id=new_id(),
            command=command,
            is_private=is_private,
        )
        if self._awaited_id:
            self._early_shells.append(wish)
            return True
        return self.put(wish)

    def _run_early_shells(self) -> None:
        for wish in self._early_shells:
            self.put(replace(wish, session_id=self.session_id))
        self._early_shells.clear()


def _do_nothing() -> None:
    """Nobody is there to be told."""

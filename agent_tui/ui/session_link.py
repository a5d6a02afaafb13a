"""Which session the screen shows, and what is sent to it before it is open."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

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


@dataclass
class _Wish:
    """A session that is to be shown. user_input: opens it. closes_former: the one that is shown
    then goes. prompts, shells: sent to it meanwhile."""

    session_id: str
    user_input: UserInput
    closes_former: bool = False
    prompts: list[SubmitPrompt] = field(default_factory=list)
    shells: list[RunShell] = field(default_factory=list)

    @property
    def has_input(self) -> bool:
        """Something waits for it."""
        return bool(self.prompts or self.shells)


class SessionLink(InputLink):
    """Before the first session is open, inputs go to "the session opened first" (id ""). Between
    the wish to see another session and its `SessionOpened` prompts are held back: they belong to
    the coming one, and a wish behind them waits until it is there.

    leave_view, return_to_view: called when the shown session is about to give way, and when the
    other one did not come.
    """

    def __init__(self, inputs: InputSink) -> None:
        super().__init__(inputs)
        self._wishes: list[_Wish] = []  # the first one was sent
        self._early: list[SubmitPrompt] = []  # to the session opened first
        self.leave_view: Callable[[], object] = _do_nothing
        self.return_to_view: Callable[[], object] = _do_nothing

    @property
    def is_opening(self) -> bool:
        """Another session is about to be shown."""
        return bool(self._wishes)

    @property
    def early_prompts(self) -> tuple[QueuedPrompt, ...]:
        """Prompts that were sent before their session was open, oldest first."""
        held = (sent for wish in self._wishes for sent in wish.prompts)
        return tuple(
            QueuedPrompt(id=sent.prompt_id, text=sent.text, images=sent.images)
            for sent in (*self._early, *held)
        )

    def awaits(self, session_id: str) -> bool:
        """The screen asked to see this session."""
        return bool(self._wishes) and self._wishes[0].session_id == session_id

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
        if self._wishes:
            self._wishes[-1].prompts.append(sent)
            return True
        if not self.put(sent):
            return False
        if not self.session_id:
            self._early.append(sent)
        return True

    def session_opened(self, session_id: str) -> None:
        """The view shows this session from now on, perhaps anew."""
        former, self.session_id = self.session_id, session_id
        self._early.clear()  # they were sent to "the session opened first"
        if not self.awaits(session_id):
            return
        wish = self._wishes.pop(0)
        self.put(ShowSession(session_id=session_id))
        if wish.closes_former and former != session_id:
            self.put(CloseSession(session_id=former))
        for prompt in wish.prompts:
            self.put(replace(prompt, session_id=session_id, place=-1))
        self._run(wish.shells)
        self._send_next()

    def opening_failed(self, session_id: str) -> str:
        """This session did not open. Returns the prompts that were meant for it, "" when none
        were."""
        if not self.awaits(session_id):
            return ""
        wish = self._wishes.pop(0)
        self._run(wish.shells)  # in the same folder, so that it is the same to the user
        if self._wishes:
            self._send_next()
        else:
            self.return_to_view()
        return "\n\n".join(prompt.text for prompt in wish.prompts)

    def give_up_opening(self) -> str:
        """Wait no longer for other sessions; see `opening_failed`."""
        if not self._wishes:
            return ""
        held = [prompt.text for wish in self._wishes for prompt in wish.prompts]
        self._wishes.clear()
        self.return_to_view()
        return "\n\n".join(held)

    def new_session(self) -> None:
        """Open a new session and show it; nothing happens while one is on its way and nobody has
        written to it."""
        last = self._wishes[-1] if self._wishes else None
        if last is None or last.has_input or not isinstance(last.user_input, NewSession):
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
        if self._wishes:
            self._wishes[-1].closes_former = True

    def show_opened(self, session_id: str, wish: UserInput) -> None:
        """Send an input that opens a session of this id, and let its `SessionOpened` switch the
        view. The latest wish counts, but one to whose session prompts were sent is fulfilled
        first. Nothing happens before the first session is open."""
        if not self.session_id:
            return
        latest = _Wish(session_id, wish)
        if not self._wishes:
            self.leave_view()  # before the wish: the draft still belongs to the session that leaves
        elif not self._wishes[-1].has_input:
            self._wishes.pop()
        self._wishes.append(latest)
        if self._wishes[0] is latest:
            self._send_next()

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
        if self._wishes:
            self._wishes[-1].shells.append(wish)
            return True
        return self.put(wish)

    def _run(self, shells: Sequence[RunShell]) -> None:
        for shell in shells:
            self.put(replace(shell, session_id=self.session_id))

    def _send_next(self) -> None:
        if not self._wishes:
            return
        # What waited is meant for the session that is shown by now, a fork of it say.
        wish = replace(self._wishes[0].user_input, session_id=self.session_id)
        # Texts that wait are given back when the program says that it leaves.
        if not self.put(wish) and not self.early_prompts:
            self.give_up_opening()


def _do_nothing() -> None:
    """Nobody is there to be told."""

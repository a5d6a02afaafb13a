"""Which session the screen shows, and what is sent to it before it is open."""

from __future__ import annotations

from msgspec.structs import replace

from agent_tui.protocol.ids import new_id
from agent_tui.protocol.images import PromptImage
from agent_tui.protocol.inputs import (
    CloseSession,
    DescribeContext,
    ListSessions,
    NewSession,
    OpenSession,
    RenameSession,
    RunShell,
    SubmitPrompt,
)
from agent_tui.protocol.ports import InputSink
from agent_tui.protocol.sessions import Delivery, QueuedPrompt
from agent_tui.ui.input_link import InputLink


class SessionLink(InputLink):
    """Before the first session is open, inputs go to "the session opened first" (id ""). Between
    `new_session` and its answer prompts are held back: they belong to the coming session."""

    def __init__(self, inputs: InputSink) -> None:
        super().__init__(inputs)
        self._is_opening = False
        self._early: list[QueuedPrompt] = []
        self._early_shells: list[RunShell] = []

    @property
    def early_prompts(self) -> tuple[QueuedPrompt, ...]:
        """Prompts that were sent before their session was open, oldest first."""
        return tuple(self._early)

    def submit(
        self,
        text: str,
        delivery: Delivery = Delivery.QUEUE,
        place: int = -1,
        images: tuple[PromptImage, ...] = (),
    ) -> bool:
        """Send a prompt; delivery, place, images: see `SubmitPrompt`. False when the engine is
        closed: the caller still has the text."""
        prompt = QueuedPrompt(id=new_id(), text=text, images=images)
        if self._is_opening:
            self._early.append(prompt)
            return True
        sent = SubmitPrompt(
            session_id=self.session_id,
            prompt_id=prompt.id,
            text=text,
            delivery=delivery,
            place=place,
            images=images,
        )
        if not self._put(sent):
            return False
        if not self.session_id:
            self._early.append(prompt)
        return True

    def session_opened(self, session_id: str) -> None:
        """The view shows this session from now on; the one before is closed when we asked for the
        new one."""
        if self._is_opening:
            self._is_opening = False
            self._put(CloseSession(session_id=self.session_id))
            for prompt in self._early:
                self._put(
                    SubmitPrompt(
                        session_id=session_id,
                        prompt_id=prompt.id,
                        text=prompt.text,
                        images=prompt.images,
                    )
                )
        self.session_id = session_id
        self._run_early_shells()
        self._early.clear()

    def opening_failed(self) -> str:
        """The new session did not open. Returns the prompts that were meant for it, "" when none
        were."""
        if not self._is_opening:
            return ""
        self._is_opening = False
        self._run_early_shells()  # in the same folder, so that it is the same to the user
        texts = [prompt.text for prompt in self._early]
        self._early.clear()
        return "\n\n".join(texts)

    def new_session(self) -> None:
        """Open a new session; its `SessionOpened` switches the view. Nothing happens while another
        one is being opened."""
        if not self._is_opening:
            self._is_opening = self._put(NewSession(session_id=self.session_id))

    def open_session(self, stored_id: str) -> None:
        """Open a stored session, like `new_session`; nothing happens when it is shown already."""
        if not self._is_opening and stored_id != self.session_id:
            self._is_opening = self._put(
                OpenSession(session_id=self.session_id, stored_id=stored_id)
            )

    def rename(self, title: str) -> None:
        """Give the session another title."""
        self._put(RenameSession(session_id=self.session_id, title=title))

    def describe_context(self) -> None:
        """Ask what the next request would consist of."""
        self._put(DescribeContext(session_id=self.session_id))

    def list_sessions(self) -> None:
        """Ask for the stored sessions."""
        self._put(ListSessions(session_id=self.session_id))

    def run_shell(self, command: str, *, is_private: bool) -> bool:
        """Run a shell command of the user's. False when the engine is closed."""
        wish = RunShell(
            session_id=self.session_id,
            command_id=new_id(),
            command=command,
            is_private=is_private,
        )
        if self._is_opening:
            self._early_shells.append(wish)
            return True
        return self._put(wish)

    def _run_early_shells(self) -> None:
        for wish in self._early_shells:
            self._put(replace(wish, session_id=self.session_id))
        self._early_shells.clear()

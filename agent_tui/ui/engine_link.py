"""Puts what the user does on the input queue, addressed to the session that is shown."""

from __future__ import annotations

from agent_tui.errors import ClosedResourceError
from agent_tui.protocol.ids import new_id
from agent_tui.protocol.inputs import (
    CancelTurn,
    CloseSession,
    EditQueued,
    ListModels,
    NewSession,
    ReleaseQueue,
    RetryTurn,
    SaveDraft,
    SetModel,
    SubmitPrompt,
    UserInput,
)
from agent_tui.protocol.ports import InputSink
from agent_tui.protocol.sessions import QueuedPrompt


class EngineLink:
    """The one place where the screen makes inputs. Call on the UI loop.

    Before the first session is open, inputs go to "the session opened first" (id ""). Between
    `new_session` and its answer prompts are held back: they belong to the coming session.
    """

    def __init__(self, inputs: InputSink) -> None:
        self._inputs = inputs
        self.session_id = ""
        self._is_opening = False
        self._early: list[QueuedPrompt] = []

    @property
    def early_prompts(self) -> tuple[QueuedPrompt, ...]:
        """Prompts that were sent before their session was open, oldest first."""
        return tuple(self._early)

    def submit(self, text: str) -> bool:
        """Send a prompt. False when the engine is closed: the caller still has the text."""
        prompt = QueuedPrompt(id=new_id(), text=text)
        if self._is_opening:
            self._early.append(prompt)
            return True
        if not self._put(SubmitPrompt(session_id=self.session_id, prompt_id=prompt.id, text=text)):
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
                    SubmitPrompt(session_id=session_id, prompt_id=prompt.id, text=prompt.text)
                )
        self.session_id = session_id
        self._early.clear()

    def opening_failed(self) -> str:
        """The new session did not open. Returns the prompts that were meant for it, "" when none
        were."""
        if not self._is_opening:
            return ""
        self._is_opening = False
        texts = [prompt.text for prompt in self._early]
        self._early.clear()
        return "\n\n".join(texts)

    def new_session(self) -> None:
        """Open a new session; its `SessionOpened` switches the view."""
        self._is_opening = self._put(NewSession(session_id=self.session_id))

    def stop_turn(self) -> None:
        """Cancel the running turn; the queue is held."""
        self._put(CancelTurn(session_id=self.session_id))

    def release_queue(self) -> None:
        """Send the prompts that are held."""
        self._put(ReleaseQueue(session_id=self.session_id))

    def remove_queued(self, prompt_id: str) -> None:
        """Take a waiting prompt out of the queue."""
        self._put(EditQueued(session_id=self.session_id, prompt_id=prompt_id, text=None))

    def retry(self) -> None:
        """Run the last prompt again."""
        self._put(RetryTurn(session_id=self.session_id))

    def set_model(self, model: str, provider: str = "") -> None:
        """Use another model from the next step on."""
        self._put(SetModel(session_id=self.session_id, model=model, provider=provider))

    def list_models(self) -> None:
        """Ask for the provider's models."""
        self._put(ListModels(session_id=self.session_id))

    def save_draft(self, text: str) -> None:
        """Keep the composer's text on disk; "" forgets it."""
        self._put(SaveDraft(session_id=self.session_id, text=text))

    def _put(self, user_input: UserInput) -> bool:
        try:
            self._inputs.put(user_input)
        except ClosedResourceError:
            return False
        return True

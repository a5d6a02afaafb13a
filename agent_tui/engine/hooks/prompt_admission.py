"""From a prompt that was written to one that a model may get."""

from __future__ import annotations

from collections.abc import Callable

from msgspec.structs import replace

from agent_tui.engine.hooks import hook_notices
from agent_tui.engine.hooks.turn_hooks import TurnHooks
from agent_tui.engine.journal.journal_writer import JournalWriter
from agent_tui.engine.turns.history import History
from agent_tui.engine.turns.turn_events import TurnEvents
from agent_tui.engine.turns.turn_stopped import TurnStopped
from agent_tui.protocol.hook_answers import Block, Stop
from agent_tui.protocol.hook_events import PromptRewritten
from agent_tui.protocol.hook_points import HookPoint
from agent_tui.protocol.messages import ChatMessage
from agent_tui.protocol.prompt_events import QueueReturned
from agent_tui.protocol.sessions import QueuedPrompt
from agent_tui.protocol.status import TurnStatus


class PromptAdmission:
    """Lives as long as the turn. Until the hooks have passed a prompt it stands in history and
    journal as superseded: nothing of it is lost, and no request has it, whatever ends the turn."""

    def __init__(
        self,
        hooks: TurnHooks,
        history: History,
        journal: JournalWriter,
        events: TurnEvents,
        *,
        passed: Callable[[ChatMessage], object],
    ) -> None:
        self.hooks, self._history, self._journal = hooks, history, journal
        self._events, self._passed = events, passed

    def kept(self, prompt: ChatMessage) -> ChatMessage:
        """How a prompt is kept before the hooks have seen it."""
        if not self.hooks.at(HookPoint.PROMPT):
            return prompt
        return replace(prompt, is_superseded=True)

    async def admit(self, prompt: ChatMessage, *, is_retry: bool) -> ChatMessage:
        """What the turn's requests have. A prompt that runs again was passed before. Raises
        `TurnStopped`."""
        if is_retry or not self.hooks.at(HookPoint.PROMPT):
            await self.hooks.wait_begun()
        else:
            prompt = await self._checked(prompt)
        self._passed(prompt)
        await self.hooks.tell_message(prompt, is_retry=is_retry)
        return prompt

    async def steering(self, prompt: ChatMessage) -> ChatMessage | None:
        """What joins the turn; None when it must not. Raises `TurnStopped`; the prompt is then
        still with the caller."""
        match await self.hooks.checked_prompt(prompt, is_steering=True):
            case Block(reason=reason):
                self.give_back(prompt)
                self._events.publish_now(hook_notices.steering_blocked(reason))
                return None
            case Stop(reason=reason):
                raise TurnStopped(reason)
            case ChatMessage() as passed:
                return passed

    def give_back(self, *prompts: ChatMessage) -> None:
        """To who wrote them."""
        self._events.publish_now(QueueReturned(prompts=tuple(map(_written, prompts))))

    async def _checked(self, prompt: ChatMessage) -> ChatMessage:
        match await self._verdict(prompt):
            case Block(reason=reason):
                self._put(replace(prompt, is_superseded=True))
                self.give_back(prompt)
                raise TurnStopped(reason, TurnStatus.BLOCKED)
            case Stop(reason=reason):
                self._put(prompt)
                raise TurnStopped(reason)
            case ChatMessage() as passed:
                self._put(passed)
                if passed != prompt:
                    self._events.publish_now(PromptRewritten(prompt=passed.without_pixels))
                return passed

    async def _verdict(self, prompt: ChatMessage) -> ChatMessage | Block | Stop:
        try:
            await self._journal.sync()  # it must not be lost while hooks take their time
            await self.hooks.wait_begun()
            return await self.hooks.checked_prompt(prompt)
        except BaseException:  # above all a cancel
            self.give_back(prompt)
            raise

    def _put(self, prompt: ChatMessage) -> None:
        """In place of the form in which it was kept."""
        if self._history.replace_message(prompt):
            self._journal.append_message(prompt)


def _written(prompt: ChatMessage) -> QueuedPrompt:
    pasted = (image for image in prompt.images if image.label[:1] in ("", "["))
    # The others were mentioned, and will be found again by the text.
    return QueuedPrompt(
        id=prompt.id, text=prompt.text, created=prompt.created, images=tuple(pasted)
    )

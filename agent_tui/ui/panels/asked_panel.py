"""A panel that an agent may ask directly, in whatever application the panel stands."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from concurrent.futures import Future
from typing import ClassVar, Generic, TypeVar, cast

from textual.message import Message

from agent_tui.errors import LifecycleError
from agent_tui.ui.panels.prompt_panel import PromptPanel
from agent_tui.ui.panels.request_queue import AnyRequest, Request

Reply = TypeVar("Reply")


class AskedPanel(PromptPanel[AnyRequest], Generic[AnyRequest, Reply]):
    """See `ask`. reply_field: what holds the replies in the message that `answered` gets."""

    reply_field: ClassVar[str]

    class Asked(Message, namespace="asked_panel"):
        """Somebody waits for an answer."""

        def __init__(self, request: Request) -> None:
            super().__init__()
            self.request = request

    class Given(Message, namespace="asked_panel"):
        """Nobody waits for it any more."""

        def __init__(self, request_id: str) -> None:
            super().__init__()
            self.request_id = request_id

    def __init__(self, *, switch_key: str = "", id: str | None = None) -> None:
        super().__init__(switch_key=switch_key, id=id)
        self._waiting: dict[str, Future[Sequence[Reply] | None]] = {}

    async def ask(self, request: AnyRequest) -> Sequence[Reply] | None:
        """Ask the person and wait for the answer, on any thread with an asyncio loop:

            Agent(on_permission=permission_panel.ask, on_question=question_panel.ask)

        Questions that are declined give None. A caller that is cancelled takes the request back.
        Raises `LifecycleError` when the panel is not on a screen, or leaves it.
        """
        answer = self._waiting[request.id] = Future[Sequence[Reply] | None]()
        try:
            if not (self.is_attached and self.post_message(self.Asked(request))):
                raise _not_there()
            replies = await asyncio.wrap_future(answer)
        finally:
            self._waiting.pop(request.id, None)
            if self.is_attached:
                self.post_message(self.Given(request.id))
        return replies

    def answered(self, message: Message, request_id: str) -> None:
        """See `PromptPanel`."""
        answer = self._waiting.get(request_id)
        if answer is not None and not answer.done():
            answer.set_result(getattr(message, self.reply_field))
        super().answered(message, request_id)

    def on_asked_panel_asked(self, message: Asked) -> None:
        """Ask this after all that is there."""
        message.stop()
        if message.request.id in self._waiting:
            self.add(cast(AnyRequest, message.request))

    def on_asked_panel_given(self, message: Given) -> None:
        """It is answered, or was taken back."""
        message.stop()
        self.withdraw(message.request_id)

    def on_unmount(self) -> None:
        """Nobody can answer here any more."""
        for answer in [*self._waiting.values()]:
            if not answer.done():
                answer.set_exception(_not_there())


def _not_there() -> LifecycleError:
    return LifecycleError("The panel is not on a screen, so nobody can be asked. Mount it first.")

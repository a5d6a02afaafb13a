"""Permission requests that wait for a decision."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, Sequence

from agent_tui.engine.asking.prompt import Settlement
from agent_tui.engine.asking.prompt_registry import PromptRegistry
from agent_tui.errors import PermissionDenied
from agent_tui.protocol.agent_event import AgentEvent
from agent_tui.protocol.argument_checks import check_all
from agent_tui.protocol.asking_events import PermissionClosed, PermissionRequested
from agent_tui.protocol.ids import new_id
from agent_tui.protocol.permissions import (
    Decision,
    PermissionItem,
    PermissionReply,
    PermissionRequest,
    PromptOutcome,
)

PermissionAnswer = Callable[[PermissionRequest], Awaitable[Sequence[PermissionReply]]]


class PermissionRegistry(PromptRegistry[PermissionRequest, PermissionReply]):
    """See `PromptRegistry`. answer: gives the replies to one request; what it does not decide is
    rejected, and so is everything when it raises."""

    def __init__(
        self, *, can_ask: bool, refusal: str = "", answer: PermissionAnswer | None = None
    ) -> None:
        super().__init__(
            can_ask=can_ask,
            refusal=refusal,
            answer=None if answer is None else _settling(answer),
        )

    async def ask(
        self, session_id: str, items: Sequence[PermissionItem], *, turn_id: str = ""
    ) -> tuple[PermissionReply, ...]:
        """Ask for a decision on each item; returns one reply for each, in their order. A rejection
        is a reply like any other.

        Nothing is granted by this: whoever asks acts on the replies. Raises `PermissionDenied`
        when nobody decided, `ClosedResourceError`.
        """
        request = PermissionRequest(
            id=new_id(),
            session_id=session_id,
            items=tuple(items),
            turn_id=turn_id,
            created=time.time(),
        )
        settlement = await self.request(request)
        if settlement.outcome is not PromptOutcome.ANSWERED:
            raise PermissionDenied(f"Not permitted. {settlement.reason}".rstrip())
        return tuple(reply_to(item.call_id, settlement.replies) for item in request.items)

    def respond(self, request_id: str, replies: Sequence[PermissionReply]) -> None:
        """Decide a request; thread-safe. Items without a reply are rejected.

        Raises `PromptNotFound`, `PromptAlreadyAnswered`, `ClosedResourceError`.
        """
        self._respond(request_id, answered(replies))

    def _asked(self, request: PermissionRequest) -> AgentEvent:
        return PermissionRequested(
            session_id=request.session_id, turn_id=request.turn_id, request=request
        )

    def _closed(self, request: PermissionRequest, outcome: PromptOutcome) -> AgentEvent:
        return PermissionClosed(
            session_id=request.session_id,
            turn_id=request.turn_id,
            request_id=request.id,
            outcome=outcome,
        )


def answered(replies: Sequence[PermissionReply]) -> Settlement[PermissionReply]:
    """The end of a request that was decided. Raises `TypeError` for what is no reply."""
    given = tuple(replies)
    check_all(given, PermissionReply)
    return Settlement(PromptOutcome.ANSWERED, given)


def reply_to(call_id: str, replies: Sequence[PermissionReply]) -> PermissionReply:
    """The reply that decides one item: its own, else the one for all, else a rejection."""
    own = [reply for reply in replies if reply.call_id == call_id]
    for_all = [reply for reply in replies if not reply.call_id]
    return next(iter((*own, *for_all)), PermissionReply(decision=Decision.REJECT, call_id=call_id))


def _settling(
    answer: PermissionAnswer,
) -> Callable[[PermissionRequest], Awaitable[Settlement[PermissionReply]]]:
    async def settle(request: PermissionRequest) -> Settlement[PermissionReply]:
        return answered(await answer(request))

    return settle

"""Which part of a history is summarised, and what of it stays word for word. Pure."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass

from agent_tui.engine.compaction.compacted_history import compacted_history
from agent_tui.engine.compaction.open_todos import open_todos
from agent_tui.engine.turns.context_window import estimated_tokens
from agent_tui.protocol.compactions import Compaction
from agent_tui.protocol.messages import ChatMessage, Role, TextPart

MOST_KEPT_TOKENS = 20_000
KEPT_SHARE = 0.25
"""Of the window, or of what is sent now where no window is known: stays word for word."""


@dataclass(frozen=True)
class CompactionPlan:
    """summarised: what a model is to read, a former summary first. kept_count: messages behind it
    that are sent as they were. todos: the open to-do list, "" when there is none. The ids: see
    `Compaction`."""

    summarised: tuple[ChatMessage, ...]
    first_kept: str
    kept_count: int
    pinned: tuple[str, ...]
    request: tuple[str, ...]
    todos: str = ""

    @property
    def message_count(self) -> int:
        """So many messages are summarised."""
        return len(self.summarised)

    def mark(self, summary: str, facts: Compaction, *, id: str, created: float) -> ChatMessage:
        """The message that stands for them. facts: what else is known of it."""
        parts = [TextPart(id=id, text=summary)]
        if self.todos:
            parts.append(TextPart(id=f"{id}-todos", text=self.todos, attached="to-do list"))
        compaction = Compaction(
            first_kept=self.first_kept,
            pinned=self.pinned,
            request=self.request,
            message_count=self.message_count,
            tokens_before=facts.tokens_before,
            tokens_after=facts.tokens_after,
            focus=facts.focus,
            is_automatic=facts.is_automatic,
            model=facts.model,
        )
        return ChatMessage(
            id=id, role=Role.USER, parts=tuple(parts), created=created, compaction=compaction
        )


def kept_tokens(window: int, present: int) -> int:
    """How much of the end may stay as it is. window: 0 when unknown; present: tokens of a request
    now."""
    share = KEPT_SHARE * min(window or present, present)
    return min(int(share), MOST_KEPT_TOKENS)


def compaction_plan(
    newest_first: Callable[[], Iterator[ChatMessage]], *, pins: Collection[str], most_kept: int
) -> CompactionPlan | None:
    """What to summarise so that at most `most_kept` tokens of the end stay as they are. None when
    there is nothing that a summary could stand for. newest_first: reads the history backwards; it
    takes time with its length."""
    compacted = compacted_history(newest_first())
    messages = compacted.messages
    # Where our estimates are far below what the provider counts, a share of them is kept.
    most_kept = min(most_kept, int(KEPT_SHARE * estimated_tokens(messages)))
    cut = _cut(messages, compacted.lead_count, most_kept)
    request = _last_request([one for one in messages if one is not compacted.head])
    summarised = [message for message in messages[:cut] if not _is_left_out(message)]
    if all(message.id in request or message is compacted.head for message in summarised):
        return None
    kept = frozenset(message.id for message in messages[cut:])
    known = {message.id for message in messages[:cut]}
    if compacted.mark is not None and compacted.mark.compaction is not None:
        known.update(compacted.mark.compaction.pinned)
    return CompactionPlan(
        summarised=tuple(summarised),
        first_kept=messages[cut].id if cut < len(messages) else "",
        kept_count=len(messages) - cut,
        pinned=tuple(pin for pin in pins if pin in known and pin not in kept),
        request=tuple(message_id for message_id in request if message_id not in kept),
        todos=open_todos(newest_first()),
    )


def _cut(messages: Sequence[ChatMessage], lead_count: int, most_kept: int) -> int:
    """The place of the first message that stays. Only a prompt or an answer may be the first: the
    results of a call stay with it. Prompts are preferred when they keep half as much."""
    tokens = 0.0
    cut = prompt_cut = len(messages)
    prompt_tokens = cut_tokens = 0.0
    for at in range(len(messages) - 1, lead_count - 1, -1):
        message = messages[at]
        if _is_left_out(message):
            continue
        tokens += estimated_tokens((message,))
        if tokens > most_kept:
            break
        if message.is_prompt:
            cut = prompt_cut = at
            cut_tokens = prompt_tokens = tokens
        elif message.role is Role.ASSISTANT:
            cut, cut_tokens = at, tokens
    return prompt_cut if prompt_tokens and prompt_tokens >= cut_tokens / 2 else cut


def _last_request(messages: Sequence[ChatMessage]) -> list[str]:
    """Ids of the prompts of the last turn, oldest first."""
    prompts = [one for one in messages if one.is_prompt and not one.is_superseded]
    if not prompts:
        return []
    last = prompts[-1]
    return [
        one.id for one in prompts if one is last or (one.turn_id and one.turn_id == last.turn_id)
    ]


def _is_left_out(message: ChatMessage) -> bool:
    return message.is_superseded or (message.shell is not None and message.shell.is_private)

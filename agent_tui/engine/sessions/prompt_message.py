"""From a prompt that was sent to one that waits, and on to the message that a model gets."""

from __future__ import annotations

from agent_tui.protocol.ids import new_id
from agent_tui.protocol.inputs import SubmitPrompt
from agent_tui.protocol.messages import ChatMessage, ImagePart, Role, TextPart
from agent_tui.protocol.sessions import QueuedPrompt


def queued_prompt(prompt: SubmitPrompt, *, created: float) -> QueuedPrompt:
    """The prompt as it waits. created: Unix time in seconds."""
    return QueuedPrompt(
        id=prompt.prompt_id or new_id(),
        text=prompt.text,
        created=created,
        delivery=prompt.delivery,
        images=prompt.images,
        max_iterations=prompt.max_iterations,
    )


def prompt_message(prompt: QueuedPrompt, *, turn_id: str, created: float) -> ChatMessage:
    """The user's message of this turn; its id is the prompt's. created: Unix time in seconds."""
    return ChatMessage(
        id=prompt.id,
        role=Role.USER,
        parts=(
            TextPart(id=new_id(), text=prompt.text),
            *(ImagePart(id=new_id(), image=image) for image in prompt.images),
        ),
        turn_id=turn_id,
        created=created,
    )

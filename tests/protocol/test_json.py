from __future__ import annotations

import msgspec
import pytest

from agent_tui.protocol.agent_event import AgentEvent
from agent_tui.protocol.drafts import DraftExtras, StashedDraft
from agent_tui.protocol.events import AnyAgentEvent, QueueChanged
from agent_tui.protocol.images import PromptImage
from agent_tui.protocol.messages import ChatMessage, ImagePart, Role, ShellCommand, TextPart
from agent_tui.protocol.prompt_events import (
    PromptDelivered,
    QueueReturned,
    ShellEnded,
    ShellStarted,
)
from agent_tui.protocol.session_events import (
    ContextDescribed,
    ContextPart,
    ContextSource,
    SessionsListed,
)
from agent_tui.protocol.sessions import Delivery, QueuedPrompt, SessionInfo

IMAGE = PromptImage(
    media_type="image/png", width=2, height=3, label="[Image #1 2x3 PNG]", data=b"\x89"
)
COMMAND = ShellCommand(id="c1", command="ls", cwd="/proj", is_private=True, exit_code=2)
PARTS = (
    TextPart(id="p1", text="look"),
    TextPart(id="p2", text="content", attached="a.py"),
    ImagePart(id="p3", image=IMAGE),
)
MESSAGE = ChatMessage(id="m1", role=Role.USER, parts=PARTS, shell=COMMAND)
WAITING = QueuedPrompt(id="q1", text="later", delivery=Delivery.STEER, images=(IMAGE,))


@pytest.mark.parametrize(
    "event",
    [
        PromptDelivered(prompt=MESSAGE),
        QueueChanged(prompts=(WAITING,), is_held=True),
        QueueReturned(prompts=(WAITING,)),
        ShellStarted(command=COMMAND, is_waiting=True),
        ShellEnded(message=MESSAGE),
        SessionsListed(sessions=(SessionInfo(id="s1", title="One"),)),
        ContextDescribed(
            parts=(ContextPart(source=ContextSource.TOOLS, tokens=9, count=2),),
            is_context_estimated=True,
        ),
    ],
)
def test_an_event_comes_back_from_json_as_it_was(event: AgentEvent) -> None:
    assert msgspec.json.decode(msgspec.json.encode(event), type=AnyAgentEvent) == event


def test_what_belongs_to_a_draft_comes_back_from_json_as_it_was() -> None:
    extras = DraftExtras(
        pastes=((0, 4),), stash=(StashedDraft("a b", ((1, 2),), (IMAGE,)),), images=(IMAGE,)
    )

    assert msgspec.json.decode(msgspec.json.encode(extras), type=DraftExtras) == extras


def test_what_was_written_before_there_were_images_and_steering_is_still_read() -> None:
    waiting = msgspec.json.decode(b'{"id": "q1", "text": "later"}', type=QueuedPrompt)
    message = msgspec.json.decode(
        b'{"id": "m1", "role": "user", "parts": [{"type": "text", "id": "p1", "text": "look"}]}',
        type=ChatMessage,
    )

    assert (waiting.delivery, waiting.images) == (Delivery.QUEUE, ())
    assert message.is_prompt
    assert (message.text, message.attached, message.images) == ("look", (), ())

"""A step must not look at every message of a long history to find its images."""

from __future__ import annotations

import random

import pytest

from agent_tui.engine.turns.request_images import parts_with_images
from agent_tui.engine.turns.request_messages import RequestMessages
from agent_tui.protocol.ids import new_id
from agent_tui.protocol.messages import (
    ChatMessage,
    ImageData,
    ImagePart,
    Part,
    Role,
    TextPart,
    ToolCallPart,
    ToolResultPart,
)
from tests.sample_images import an_image

_PIXELS = (ImageData(media_type="image/png", data=b"\x89PNG"),)


def a_turn(choose: random.Random) -> list[ChatMessage]:
    """A prompt, perhaps with an image; a call whose result perhaps shows one; an answer."""
    turn_id, call_id = new_id(), new_id()
    shown: list[Part] = [ImagePart(id=new_id(), image=an_image())] if choose.random() < 0.3 else []
    images = _PIXELS if choose.random() < 0.3 else ()
    call = ToolCallPart(id=new_id(), call_id=call_id, name="look", arguments="{}")
    result = ToolResultPart(id=new_id(), call_id=call_id, text="seen", images=images)
    parts: list[tuple[Role, tuple[Part, ...]]] = [
        (Role.USER, (TextPart(id=new_id(), text="Look"), *shown)),
        (Role.ASSISTANT, (call,)),
        (Role.TOOL, (result,)),
        (Role.ASSISTANT, (TextPart(id=new_id(), text="I see."),)),
    ]
    kept = parts[: choose.randint(1, 4)]
    return [ChatMessage(id=new_id(), role=role, parts=one, turn_id=turn_id) for role, one in kept]


@pytest.mark.parametrize("seed", range(20))
def test_the_messages_with_images_are_known_without_a_look_at_all(seed: int) -> None:
    choose, request = random.Random(seed), RequestMessages()
    for _ in range(12):
        for message in a_turn(choose):
            request.add(message)

            everything = parts_with_images(request.messages())
            assert parts_with_images(request.pictured()) == everything

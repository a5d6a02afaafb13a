"""Images on their way from a prompt to the model."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from agent_tui.engine.turns.context_window import (
    LEAST_IMAGE_TOKENS,
    MOST_IMAGE_TOKENS,
    TOKENS_PER_IMAGE,
    image_tokens,
)
from agent_tui.engine.turns.request_images import with_pixels
from agent_tui.errors import ImagesNotSupported, ImagesRefused
from agent_tui.protocol.events import (
    NoticeRaised,
    PromptRefused,
    QueueChanged,
    TurnEnded,
    TurnStarted,
)
from agent_tui.protocol.images import MOST_IMAGES, PromptImage
from agent_tui.protocol.inputs import RetryTurn, SubmitPrompt
from agent_tui.protocol.messages import ChatMessage, ImagePart, Role
from agent_tui.protocol.prompt_events import PromptDelivered
from agent_tui.protocol.sessions import Delivery
from agent_tui.protocol.status import TurnStatus
from agent_tui.tools.files.mention_reader import DiskMentionReader
from tests.engine.builders import PlayedEngine, an_engine
from tests.engine.fake_provider import FakeProvider, Gate, says
from tests.engine.fake_store import FakeStore
from tests.engine.test_mentions import an_engine_in
from tests.sample_images import an_image, png

LABEL = "[Image #1 3x2 PNG]"


async def play(engine: PlayedEngine, *images: PromptImage, text: str = f"see {LABEL}") -> TurnEnded:
    engine.put(SubmitPrompt(prompt_id=f"p{len(engine.messages)}", text=text, images=images))
    return await engine.until_type(TurnEnded)


def pixels(messages: tuple[ChatMessage, ...]) -> list[bytes]:
    return [image.data for message in messages for image in message.images]


def refusal(kind: type[ImagesRefused]) -> ImagesRefused:
    return kind("not this one", provider="fake", status=400)


async def test_every_request_of_the_session_has_the_image_and_no_event_its_pixels() -> None:
    provider = FakeProvider(says("A cat."), says("Yes."))
    async with an_engine(provider) as engine:
        await play(engine, an_image(label=LABEL))
        await engine.play("sure?")

        assert [pixels(request.messages) for request in provider.requests] == [[png()], [png()]]
        started = engine.all_of(TurnStarted)[0].prompt
        assert (started.text, pixels((started,))) == (f"see {LABEL}", [b""])


async def test_a_stored_session_sends_the_same_again(tmp_path: Path) -> None:
    file = tmp_path / "kept.png"
    file.write_bytes(png())
    gone = an_image(label="[Image #2 3x2 PNG]")
    provider = FakeProvider()
    async with an_engine(provider) as engine:
        await play(
            engine,
            replace(an_image(label=LABEL), data=b"", path=str(file)),
            replace(gone, data=b"", path=str(tmp_path / "gone.png")),
            replace(gone, data=b"", path="/dev/zero"),
        )

    (request,) = provider.requests
    assert pixels(request.messages) == [png()]
    assert request.messages[0].text.count("its file is gone") == 2


async def test_a_fork_has_its_own_file_of_an_image_that_its_source_took_along(
    tmp_path: Path,
) -> None:
    (tmp_path / "images").mkdir()
    (tmp_path / "images" / "a.png").write_bytes(png())
    image = replace(an_image(), data=b"", path="/proj/deleted/images/a.png")
    part = ImagePart(id="i", image=image)
    message = ChatMessage(id="m", role=Role.USER, parts=(part,))

    assert pixels(await with_pixels((message,), str(tmp_path))) == [png()]
    assert pixels(await with_pixels((message,))) == []


async def test_waiting_and_steering_prompts_keep_their_images() -> None:
    gate, provider_steps = Gate(), (says("Two."), says("Three."))
    provider = FakeProvider((gate,), *provider_steps)
    async with an_engine(provider) as engine:
        engine.submit("first")
        await gate.reached()
        images = (an_image(label=LABEL),)
        engine.put(SubmitPrompt(prompt_id="q", text=LABEL, images=images))
        engine.put(SubmitPrompt(prompt_id="s", text=LABEL, images=images, delivery=Delivery.STEER))
        await engine.settle()
        waiting = engine.all_of(QueueChanged)[-1].prompts
        assert [prompt.images for prompt in waiting] == [images, images]

        gate.open()
        await engine.settle()

        assert pixels(provider.requests[-1].messages) == [png(), png()]
        assert all(not pixels((told.prompt,))[0] for told in engine.all_of(PromptDelivered))


async def test_an_image_is_written_with_its_prompt() -> None:
    store = FakeStore()
    async with an_engine(FakeProvider(), store=store) as engine:
        await play(engine, an_image(label=LABEL))

        assert store.only_journal.messages[0].images == (an_image(label=LABEL),)


async def test_a_model_that_takes_no_images_fails_once_and_then_gets_words() -> None:
    provider = FakeProvider((refusal(ImagesNotSupported),), says("I see words."), says("Again."))
    async with an_engine(provider) as engine:
        ended = await play(engine, an_image(label=LABEL))
        assert ended.result.status is TurnStatus.ERROR
        engine.put(RetryTurn())
        ended = await engine.until_type(TurnEnded)
        assert ended.result.status is TurnStatus.OK
        await play(engine, an_image(shade=7, label="[Image #2 3x2 PNG]"))

        assert [pixels(request.messages) for request in provider.requests] == [[png()], [], []]
        titles = [notice.title for notice in engine.all_of(NoticeRaised)]
        assert titles == ["Images are left out"] * 2
        assert pixels(engine.messages) == [png(), png(shade=7)]


async def test_an_image_that_was_refused_is_not_sent_again_but_others_are() -> None:
    provider = FakeProvider((refusal(ImagesRefused),), says("Yes."))
    async with an_engine(provider) as engine:
        await play(engine, an_image(label=LABEL))
        await play(engine, an_image(shade=7, label="[Image #2 3x2 PNG]"))

        assert pixels(provider.requests[1].messages) == [png(shade=7)]


@pytest.mark.parametrize(
    ("images", "kind"),
    [
        ((an_image(),) * (MOST_IMAGES + 1), "TooManyImages"),
        ((PromptImage(media_type="image/png", data=b"text"),), "NotAnImage"),
        ((PromptImage(media_type="image/png"),), "NotAnImage"),
    ],
)
async def test_what_cannot_be_sent_is_refused_with_a_reason(
    images: tuple[PromptImage, ...], kind: str
) -> None:
    async with an_engine(FakeProvider()) as engine:
        engine.put(SubmitPrompt(prompt_id="p", text="see", images=images))

        refused = await engine.until_type(PromptRefused)

        assert refused.failure.kind == kind


async def test_a_mentioned_image_is_seen_and_named(tmp_path: Path) -> None:
    (tmp_path / "shot.png").write_bytes(png())
    (tmp_path / "logo.svg").write_text("<svg/>")
    provider = FakeProvider()
    async with an_engine_in(tmp_path, provider) as engine:
        await engine.play("compare @shot.png and @logo.svg")

        (request,) = provider.requests
        assert pixels(request.messages) == [png()]
        assert "<svg/>" in request.messages[0].text
        attached = engine.all_of(TurnStarted)[0].prompt.attached
        assert attached == (f"shot.png (3x2 PNG, {len(png())} bytes)", "logo.svg")


async def test_mentioned_images_count_together_with_the_pasted_ones(tmp_path: Path) -> None:
    (tmp_path / "shot.png").write_bytes(png())
    provider = FakeProvider()
    async with an_engine_in(tmp_path, provider) as engine:
        await play(engine, *(an_image(),) * MOST_IMAGES, text="@shot.png")

        assert len(pixels(provider.requests[0].messages)) == MOST_IMAGES
        attached = engine.all_of(TurnStarted)[0].prompt.attached
        assert attached[-1] == f"shot.png (more than {MOST_IMAGES} images)"


def test_a_mentioned_image_that_is_too_large_is_only_named(tmp_path: Path) -> None:
    file = tmp_path / "huge.png"
    file.write_bytes(png())
    with file.open("ab") as grown:
        grown.truncate(10_000_001)

    place = DiskMentionReader().read(str(file), 50_000)

    assert place is not None
    assert place.image is None
    assert "too large" in place.left_out


def test_the_estimate_grows_with_the_pixels_within_bounds() -> None:
    assert image_tokens(0, 0) == TOKENS_PER_IMAGE
    assert image_tokens(750, 1000) == 1000
    assert image_tokens(1, 1) == LEAST_IMAGE_TOKENS
    assert image_tokens(9999, 9999) == MOST_IMAGE_TOKENS

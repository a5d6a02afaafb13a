"""Why a prompt was not accepted, and what to do instead."""

from __future__ import annotations

from collections.abc import Sequence

from agent_tui.protocol.failures import Failure
from agent_tui.protocol.images import LARGEST_IMAGE_BYTES, MOST_IMAGES, PromptImage
from agent_tui.protocol.pictures import picture_type

SHUTTING_DOWN = Failure(
    kind="ShuttingDown",
    title="Shutting down",
    text="No more prompts are taken. The text is kept as a draft.",
)
SESSION_CLOSED = Failure(
    kind="SessionClosed",
    title="No such session",
    text="This session is not open any more. Open it again, or send the prompt in another one.",
)
READ_ONLY = Failure(
    kind="SessionReadOnly",
    title="This session can only be read",
    text="Another process or a newer version owns it. Go on in a copy (/fork) or anew (/new).",
)
EMPTY_PROMPT = Failure(
    kind="EmptyPrompt", title="The prompt is empty", text="Write something and send it again."
)
NO_PROVIDER = Failure(
    kind="NoProvider",
    title="No model is configured",
    text='Set OPENAI_API_KEY, or name a provider (the setting "provider", or --provider); '
    '"demo" tries everything offline.',
)
NO_MODEL = Failure(
    kind="NoModel",
    title="No model is chosen",
    text="The provider has no default model. Choose one with /model, or start with --model NAME.",
)
NO_SHELL = Failure(
    kind="NoShell",
    title="No shell here",
    text="This program runs no shell commands. Use a terminal of its own for them.",
)
EMPTY_COMMAND = Failure(
    kind="EmptyCommand",
    title="No command",
    text="Write a shell command behind the !, without NUL characters: !git status",
)
TOO_MANY_COMMANDS = Failure(
    kind="TooManyCommands",
    title="Too many shell commands",
    text="Wait until some of those that run have ended, or end them: /ps lists them.",
)
TOO_MANY_IMAGES = Failure(
    kind="TooManyImages",
    title="Too many images",
    text=f"A prompt takes at most {MOST_IMAGES} images. Send the others with another one.",
)
NOT_AN_IMAGE = Failure(
    kind="NotAnImage",
    title="Not an image",
    text="Images are PNG, JPEG, GIF or WebP files of at most "
    f"{LARGEST_IMAGE_BYTES // 1_000_000} MB.",
)


def images_obstacle(images: Sequence[PromptImage]) -> Failure | None:
    """Why these images cannot be sent."""
    if len(images) > MOST_IMAGES:
        return TOO_MANY_IMAGES
    return None if all(map(_can_be_sent, images)) else NOT_AN_IMAGE


def _can_be_sent(image: PromptImage) -> bool:
    # A file is looked at when it is sent.
    is_image = bool(image.path) or picture_type(image.data[:16]) == image.media_type
    return is_image and len(image.data) <= LARGEST_IMAGE_BYTES

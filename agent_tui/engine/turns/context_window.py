"""How full the model's context window is."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from msgspec import Struct

from agent_tui.protocol.messages import (
    ChatMessage,
    ImagePart,
    Part,
    TextPart,
    ThinkingPart,
    ToolCallPart,
    ToolResultPart,
)
from agent_tui.protocol.usage import Usage

# The usual rule is 4 characters for a token of English; code packs denser.
CHARACTERS_PER_TOKEN = 3.5
# Role markers and separators that chat templates put around each message.
TOKENS_PER_MESSAGE = 4
# Vendors count 85 to about 1 600, by size; most screenshots are in the middle.
TOKENS_PER_IMAGE = 1_000
LEAST_IMAGE_TOKENS, MOST_IMAGE_TOKENS = 85, 1_600
PIXELS_PER_TOKEN = 750


class ContextUsage(Struct, frozen=True):
    """Tokens in the window. is_estimated: counted by us, because the provider did not say."""

    tokens: int
    is_estimated: bool = False


def context_usage(reported: Usage, estimate: Callable[[], int]) -> ContextUsage:
    """The provider's count of the last request and answer; when it is zero, an estimate of what
    would be sent next."""
    if reported.total_tokens > 0:
        return ContextUsage(reported.total_tokens)
    return ContextUsage(estimate(), is_estimated=True)


def estimated_tokens(messages: Iterable[ChatMessage], system: str = "") -> float:
    """Tokens of `messages` and the system prompt, rather too high than too low; thinking is not
    sent."""
    tokens = estimated_text_tokens(system)
    for message in messages:
        tokens += TOKENS_PER_MESSAGE + sum(_part_tokens(part) for part in message.parts)
    return tokens


def _part_tokens(part: Part) -> float:
    match part:
        case TextPart(text=text):
            return estimated_text_tokens(text)
        case ImagePart(image=image):
            return image_tokens(image.width, image.height)
        case ToolResultPart(text=text, images=images):
            return estimated_text_tokens(text) + TOKENS_PER_IMAGE * len(images)
        case ToolCallPart(name=name, arguments=arguments):
            return estimated_text_tokens(name) + estimated_text_tokens(arguments)
        case ThinkingPart():
            return 0.0


def image_tokens(width: int, height: int) -> float:
    """Tokens of an image of so many pixels, 0 when unknown."""
    if not width or not height:
        return TOKENS_PER_IMAGE
    return min(max(width * height / PIXELS_PER_TOKEN, LEAST_IMAGE_TOKENS), MOST_IMAGE_TOKENS)


def estimated_text_tokens(text: str) -> float:
    """Tokens of a text, rather too high than too low."""
    if text.isascii():
        return len(text) / CHARACTERS_PER_TOKEN
    # A character of Chinese, Japanese or Korean is about one token and takes two bytes more than
    # ASCII in UTF-8, a Cyrillic or Greek one takes one more and is half a token; emoji take three
    # more. So the additional bytes, halved, count the dense characters, at the speed of the
    # encoder.
    dense = (len(text.encode("utf-8", "surrogatepass")) - len(text)) / 2
    return dense + max(0.0, len(text) - dense) / CHARACTERS_PER_TOKEN

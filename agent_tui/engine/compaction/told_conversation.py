"""A conversation as text for the model that summarises it: in pieces that fit. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from agent_tui.engine.turns.context_window import estimated_text_tokens
from agent_tui.protocol.messages import (
    ChatMessage,
    ImagePart,
    Part,
    Role,
    TextPart,
    ThinkingPart,
    ToolCallPart,
    ToolResultPart,
)

_RESULT_CHARACTERS, _ARGUMENT_CHARACTERS = 6_000, 2_000
_SHORT_CHARACTERS = 200  # of an old result that must give way


@dataclass(frozen=True)
class ToldConversation:
    """pieces: in order, each of at most as many tokens as was wanted. shortened: so many results of
    tools give their first words only."""

    pieces: tuple[str, ...]
    shortened: int = 0

    @property
    def left_out(self) -> str:
        """What the model does not see, for people; "" when it sees everything."""
        if not self.shortened:
            return ""
        results = "tool result was" if self.shortened == 1 else "tool results were"
        return f"{self.shortened} of the oldest {results} cut to the first words for it"


@dataclass
class _Block:
    text: str
    is_result: bool = False

    @property
    def tokens(self) -> float:
        return estimated_text_tokens(self.text)


def told_conversation(messages: Iterable[ChatMessage], *, most_tokens: int) -> ToldConversation:
    """The messages as text. What is too long is shortened, the oldest results of tools first; what
    is too long even then comes in several pieces."""
    blocks = [block for message in messages for block in _blocks(message)]
    shortened = _shorten(blocks, most_tokens)
    return ToldConversation(tuple(_pieces(blocks, most_tokens)), shortened)


def _blocks(message: ChatMessage) -> Iterator[_Block]:
    if message.shell is not None:
        command = f"[The user ran a command: {message.shell.command}]"
        yield _Block(f"{command}\n{_cut(message.text, _RESULT_CHARACTERS)}", is_result=True)
        return
    for part in message.parts:
        if (text := _told(part, message.role)).strip():
            yield _Block(text, is_result=isinstance(part, ToolResultPart))


def _told(part: Part, role: Role) -> str:
    match part:
        case TextPart(text=text):
            who = "User" if role is Role.USER else "Assistant"
            return f"[{who}]\n{text}" if text.strip() else ""
        case ToolCallPart(name=name, arguments=arguments):
            return f"[Assistant calls {name}]\n{_cut(arguments, _ARGUMENT_CHARACTERS)}"
        case ToolResultPart(text=text, is_error=is_error):
            what = "Error" if is_error else "Result"
            return f"[{what}]\n{_cut(text, _RESULT_CHARACTERS)}"
        case ImagePart():
            return f"[User attached {part.name}]"
        case ThinkingPart():
            return ""


def _cut(text: str, most: int) -> str:
    """The middle left out."""
    if len(text) <= most:
        return text
    half = most // 2
    return f"{text[:half]}\n[… {len(text) - 2 * half:,} characters …]\n{text[-half:]}"


def _shorten(blocks: Sequence[_Block], most_tokens: int) -> int:
    excess = sum(block.tokens for block in blocks) - most_tokens
    count = 0
    for block in blocks:
        if excess <= 0:
            break
        if block.is_result and len(block.text) > 2 * _SHORT_CHARACTERS:
            before = block.tokens
            block.text = f"{block.text[:_SHORT_CHARACTERS]}\n[… cut …]"
            excess -= before - block.tokens
            count += 1
    return count


def _pieces(blocks: Iterable[_Block], most_tokens: int) -> Iterator[str]:
    piece: list[str] = []
    tokens = 0.0
    for text in _small_enough(blocks, most_tokens):
        size = estimated_text_tokens(text)
        if piece and tokens + size > most_tokens:
            yield "\n\n".join(piece)
            piece, tokens = [], 0.0
        piece.append(text)
        tokens += size
    if piece:
        yield "\n\n".join(piece)


def _small_enough(blocks: Iterable[_Block], most_tokens: int) -> Iterator[str]:
    """Blocks; one that is longer than a piece in parts. A token is a character at least."""
    step = max(most_tokens, 1)
    for block in blocks:
        if block.tokens <= most_tokens:
            yield block.text
        else:
            yield from (block.text[at : at + step] for at in range(0, len(block.text), step))

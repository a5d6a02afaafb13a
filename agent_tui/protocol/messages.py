"""Chat messages: what a session's history consists of.

They are immutable and hold nothing that could refer back to them, so the garbage collector need not
look at them (`gc=False`): a full collection costs the same however long the history is.
"""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace

from agent_tui.protocol.compactions import Compaction
from agent_tui.protocol.images import PromptImage, size_words
from agent_tui.protocol.usage import Usage


class Role(StrEnum):
    """Who speaks. The system prompt is built anew for each turn and is never a message of the
    history."""

    USER = "user"
    ASSISTANT = "assistant"
    TOOL = "tool"


class TextPart(Struct, frozen=True, kw_only=True, tag="text", omit_defaults=True, gc=False):
    """Visible text. is_refusal: the model declined, and this is how it said so. attached: the text
    was not typed, it is what a prompt mentions; this names it for people ("a.py", "src/ (12
    entries)")."""

    id: str
    text: str
    is_refusal: bool = False
    attached: str = ""


class ImagePart(Struct, frozen=True, kw_only=True, tag="image", omit_defaults=True, gc=False):
    """An image that the user attached, or that a prompt mentions."""

    id: str
    image: PromptImage

    @property
    def name(self) -> str:
        """For people: "image 640x480 PNG, 48 kB", "shot.png (640x480 PNG, 48 kB)"."""
        facts = f"{self.image.kind}, {size_words(self.image.size)}"
        label = self.image.label
        return f"image {facts}" if not label or label.startswith("[") else f"{label} ({facts})"


class ThinkingPart(Struct, frozen=True, kw_only=True, tag="thinking", omit_defaults=True, gc=False):
    """Reasoning that the provider chose to show. Never sent back to a model."""

    id: str
    text: str


class ToolCallPart(
    Struct, frozen=True, kw_only=True, tag="tool_call", omit_defaults=True, gc=False
):
    """The model asks for a tool. arguments: the JSON text as received, valid or not."""

    id: str
    call_id: str
    name: str
    arguments: str


class ImageData(Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """A picture. media_type: "image/png" and so on; data: the file's bytes (base64 in JSON)."""

    media_type: str
    data: bytes


class ToolResultPart(
    Struct, frozen=True, kw_only=True, tag="tool_result", omit_defaults=True, gc=False
):
    """The outcome of one tool call, paired with it by `call_id`.

    text: what the model reads, capped. diff: a unified diff of what was changed, for people. blob:
    absolute path of the whole text when it was capped, else "". elapsed_s: without the time that
    people took to answer.
    """

    id: str
    call_id: str
    text: str
    is_error: bool = False
    diff: str = ""
    images: tuple[ImageData, ...] = ()
    blob: str = ""
    elapsed_s: float = 0.0


Part = TextPart | ImagePart | ThinkingPart | ToolCallPart | ToolResultPart


class ShellCommand(Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """A shell command that the user ran. cwd: the absolute folder it ran in. is_private: no model
    hears of it. exit_code: None while it runs, and when it could not start or a signal ended it."""

    id: str
    command: str
    cwd: str = ""
    is_private: bool = False
    exit_code: int | None = None
    elapsed_s: float = 0.0

    @property
    def has_failed(self) -> bool:
        """It ended, and not well."""
        return self.exit_code != 0


class ChatMessage(Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """One entry of the history.

    created: Unix time in seconds. is_interrupted: the turn ended before this message was whole; the
    next request tells the model so. is_superseded: a retry replaced it; kept for the reader, never
    sent to a model. shell: the user ran this command, and the text is what it printed and how it
    ended; such a message may stand anywhere, also between a tool call and its result. compaction:
    the text is a model's summary of what stands before; superseded, it was undone.
    """

    id: str
    role: Role
    parts: tuple[Part, ...]
    turn_id: str = ""
    created: float = 0.0
    model: str = ""
    usage: Usage | None = None
    is_interrupted: bool = False
    is_superseded: bool = False
    shell: ShellCommand | None = None
    compaction: Compaction | None = None

    @property
    def is_prompt(self) -> bool:
        """The user wrote it, to be answered."""
        return self.role is Role.USER and self.shell is None and self.compaction is None

    @property
    def text(self) -> str:
        """The visible text of all text parts, joined without separators; nothing attached."""
        texts = (part for part in self.parts if isinstance(part, TextPart) and not part.attached)
        return "".join(part.text for part in texts)

    @property
    def attached(self) -> tuple[str, ...]:
        """What was attached, by its names for people."""
        names = []
        for part in self.parts:
            if isinstance(part, ImagePart):
                names.append(part.name)
            elif isinstance(part, TextPart) and part.attached:
                names.append(part.attached)
        return tuple(names)

    @property
    def images(self) -> tuple[PromptImage, ...]:
        """The images that the user attached or mentioned."""
        return tuple(part.image for part in self.parts if isinstance(part, ImagePart))

    @property
    def without_pixels(self) -> ChatMessage:
        """The same with images that are only described, as events tell it."""
        if not any(image.data for image in self.images):
            return self
        parts = (
            replace(part, image=replace(part.image, data=b""))
            if isinstance(part, ImagePart)
            else part
            for part in self.parts
        )
        return replace(self, parts=tuple(parts))

    @property
    def tool_calls(self) -> tuple[ToolCallPart, ...]:
        """The tool calls of this message, in the model's order."""
        return tuple(part for part in self.parts if isinstance(part, ToolCallPart))

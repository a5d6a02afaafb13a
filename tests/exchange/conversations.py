"""Conversations with everything that can stand in one."""

from __future__ import annotations

from collections.abc import Sequence

from agent_tui.exchange.exporting import Surroundings, document_pieces
from agent_tui.protocol.compactions import Compaction
from agent_tui.protocol.conversations import Conversation
from agent_tui.protocol.exchange import ExportFormat, ExportWish
from agent_tui.protocol.images import PromptImage
from agent_tui.protocol.messages import (
    ChatMessage,
    ImagePart,
    Part,
    Role,
    ShellCommand,
    TextPart,
    ThinkingPart,
    ToolCallPart,
    ToolResultPart,
)
from agent_tui.protocol.sessions import SessionInfo
from agent_tui.protocol.usage import Usage
from tests.sample_images import png

INFO = SessionInfo(
    id="a" * 32,
    cwd="/proj",
    title="Fix the parser",
    provider="demo",
    model="demo-1",
    created=1_700_000_000.0,
    updated=1_700_000_600.0,
    usage=Usage(input_tokens=1200, output_tokens=340, cost_usd=0.0123),
)
PNG = png(4, 3)
DIFF = "--- a/shop.py\n+++ b/shop.py\n@@ -1,2 +1,2 @@\n-old = 1\n+new = 2\n same\n"


def prompt(text: str, message_id: str = "p1", *more: Part) -> ChatMessage:
    return ChatMessage(
        id=message_id,
        role=Role.USER,
        parts=(TextPart(id=f"{message_id}-text", text=text), *more),
        turn_id=f"turn-{message_id}",
        created=1_700_000_100.0,
    )


def answer(*parts: Part, message_id: str = "a1", **fields: bool) -> ChatMessage:
    return ChatMessage(
        id=message_id,
        role=Role.ASSISTANT,
        parts=parts,
        turn_id="turn-p1",
        created=1_700_000_110.0,
        model="demo-1",
        **fields,  # type: ignore[arg-type]
    )


def said(text: str) -> TextPart:
    return TextPart(id="said", text=text)


def call(name: str, arguments: str, call_id: str = "c1") -> ToolCallPart:
    return ToolCallPart(id=f"part-{call_id}", call_id=call_id, name=name, arguments=arguments)


def result(text: str, call_id: str = "c1", **fields: object) -> ChatMessage:
    part = ToolResultPart(id=f"result-{call_id}", call_id=call_id, text=text, **fields)  # type: ignore[arg-type]
    return ChatMessage(id=f"tool-{call_id}", role=Role.TOOL, parts=(part,), turn_id="turn-p1")


def everything() -> Conversation:
    image = PromptImage(
        media_type="image/png", width=4, height=3, size=len(PNG), label="[image 1]", data=PNG
    )
    attached = TextPart(id="x", text="x = 1\n", attached="a.py")
    shell = ShellCommand(id="s1", command="make test", cwd="/proj", exit_code=2, elapsed_s=1.0)
    mark = Compaction(message_count=5, tokens_before=900, tokens_after=100)
    messages = (
        prompt("Why does it **fail**?", "p1", ImagePart(id="i", image=image), attached),
        answer(
            ThinkingPart(id="t", text="Let me look."),
            said("I will look.\n\n```python\nx = {'a': 1}\n```"),
            call("read_file", '{"path": "shop.py"}'),
            call("edit_file", '{"path": "shop.py"}', "c2"),
        ),
        result("1: old = 1"),
        result("edited", "c2", diff=DIFF),
        answer(said("Half an ans"), message_id="a2", is_interrupted=True),
        ChatMessage(id="s1", role=Role.USER, parts=(said("no such target\n[2]"),), shell=shell),
        ChatMessage(id="m", role=Role.USER, parts=(said("All was read."),), compaction=mark),
        prompt("And now?", "p2"),
        answer(said("Old words"), message_id="a3", is_superseded=True),
        answer(said("| a | b |\n|---|---|\n| 1 | 日本語 |"), message_id="a4"),
    )
    return Conversation(info=INFO, messages=messages, labels={"p2": "second try"}, pins=("p1",))


def of(messages: Sequence[ChatMessage], title: str = "A talk") -> Conversation:
    return Conversation(info=SessionInfo(id="b" * 32, title=title), messages=tuple(messages))


def exported(
    conversation: Conversation,
    export_format: ExportFormat,
    *,
    has_thinking: bool = True,
    placed: list[bytes] | None = None,
) -> str:
    """The document."""
    kept = placed if placed is not None else []

    def place(media_type: str, data: bytes) -> str:
        assert media_type == "image/png"
        kept.append(data)
        return f"pictures/{len(kept)}.png"

    around = Surroundings(
        program="agent-tui 1.2.3", read_image=lambda image: image.data, place_image=place
    )
    wish = ExportWish(format=export_format, has_thinking=has_thinking)
    return "".join(document_pieces(conversation, wish, around))

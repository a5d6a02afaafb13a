"""A conversation as a document, in pieces."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import assert_never

from msgspec import Struct

from agent_tui.exchange.html.colours import DEFAULT_COLOURS, PageColours
from agent_tui.exchange.pictures import ReadImage
from agent_tui.protocol.conversations import Conversation
from agent_tui.protocol.exchange import ExportFormat, ExportWish


class Surroundings(Struct, frozen=True, kw_only=True):
    """What a document needs beside the conversation.

    program: name and version, for its foot. read_image, place_image: see `ReadImage` and
    `MarkdownLook`. colours: of an HTML page.
    """

    program: str
    read_image: ReadImage
    place_image: Callable[[str, bytes], str]
    colours: PageColours = DEFAULT_COLOURS


def document_pieces(
    conversation: Conversation, wish: ExportWish, around: Surroundings
) -> Iterator[str]:
    """The document in pieces: one for its head, one for each turn or message."""
    # Deferred: each format has libraries of its own.
    match wish.format:
        case ExportFormat.MARKDOWN:
            from agent_tui.exchange.markdown.document import markdown_document
            from agent_tui.exchange.markdown.parts import MarkdownLook

            yield from markdown_document(
                conversation,
                MarkdownLook(
                    has_thinking=wish.has_thinking,
                    read_image=around.read_image,
                    place_image=around.place_image,
                ),
            )
        case ExportFormat.HTML:
            from agent_tui.exchange.html.page import html_page
            from agent_tui.exchange.html.turn_html import HtmlLook

            look = HtmlLook(has_thinking=wish.has_thinking, read_image=around.read_image)
            yield from html_page(conversation, look, around.colours, program=around.program)
        case ExportFormat.JSON:
            from agent_tui.exchange.own_json import json_document

            yield from json_document(
                conversation,
                around.read_image,
                has_thinking=wish.has_thinking,
                program=around.program,
            )
        case _:
            assert_never(wish.format)

"""A page as markdown, and how it gets from the process that made it to ours."""

from __future__ import annotations

import msgspec
from msgspec import Struct

_MOST_CHAR_BYTES = 4
_MOST_HEAD_BYTES = 200


class Markdown(Struct, frozen=True, kw_only=True):
    """text: maybe its beginning only. chars: of the whole. is_cut: the page was too long, so its
    end was not converted. problem: a sentence that says why this is plain text instead, "" when it
    is markdown."""

    text: str
    chars: int
    is_cut: bool = False
    problem: str = ""


class _Head(Struct, frozen=True, kw_only=True):
    chars: int
    is_cut: bool


def packed(markdown: Markdown, most_chars: int) -> bytes:
    """The facts as one line of JSON, then the beginning of the text in UTF-8."""
    head = msgspec.json.encode(_Head(chars=markdown.chars, is_cut=markdown.is_cut))
    return head + b"\n" + markdown.text[:most_chars].encode("utf-8", "surrogatepass")


def most_packed_bytes(most_chars: int) -> int:
    """`packed` is never longer."""
    return most_chars * _MOST_CHAR_BYTES + _MOST_HEAD_BYTES


def unpacked(data: bytes) -> Markdown | None:
    """None for what `packed` did not make."""
    head, _, text = data.partition(b"\n")
    try:
        facts = msgspec.json.decode(head, type=_Head)
        decoded = text.decode("utf-8", "surrogatepass")
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None
    return Markdown(text=decoded, chars=facts.chars, is_cut=facts.is_cut)

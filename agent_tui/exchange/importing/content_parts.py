"""The content of a foreign message: a text, or a list of texts and images."""

from __future__ import annotations

import binascii
from base64 import b64decode
from collections.abc import Iterator

from agent_tui.exchange.importing.found import ImportProblem
from agent_tui.exchange.importing.json_values import expect, text
from agent_tui.protocol.ids import new_id
from agent_tui.protocol.images import image_from
from agent_tui.protocol.messages import ImagePart, Part, TextPart

_TEXTS = ("text", "input_text", "output_text")


def content_parts(content: object, place: str, notes: list[str]) -> list[Part]:
    """The parts of a message; None and "" have none. Images are taken from data addresses only:
    nothing is loaded. What is left out is added to `notes`. Raises `ImportProblem`."""
    if content is None or content == "":
        return []
    if isinstance(content, str):
        return [TextPart(id=new_id(), text=content)]
    if not isinstance(content, list):
        raise ImportProblem("expected a text or a list of parts.", place=place)
    return [
        part for at, item in enumerate(content) for part in _parts(item, f"{place}[{at}]", notes)
    ]


def content_text(content: object, place: str, notes: list[str]) -> str:
    """The text of a message whose images do not count."""
    parts = content_parts(content, place, notes)
    return "".join(part.text for part in parts if isinstance(part, TextPart))


def _parts(item: object, place: str, notes: list[str]) -> Iterator[Part]:
    if isinstance(item, str):
        yield TextPart(id=new_id(), text=item)
        return
    part = expect(item, dict, place)
    kind = text(part.get("type"))
    if kind in _TEXTS:
        yield TextPart(id=new_id(), text=text(part.get("text")))
    elif kind == "refusal":
        yield TextPart(id=new_id(), text=text(part.get("refusal")), is_refusal=True)
    elif kind in ("image_url", "input_image"):
        yield _image(part.get("image_url"), place, notes)
    else:
        notes.append(f"{place}: a part of the kind {kind or 'without a type'!r} was left out.")


def _image(value: object, place: str, notes: list[str]) -> Part:
    address = text(value.get("url")) if isinstance(value, dict) else text(value)
    head, comma, data = address.partition(",")
    if not (head.startswith("data:image/") and comma):
        # The address itself stays readable; nobody asked for a request to it.
        notes.append(f"{place}: an image was not loaded from its address.")
        return TextPart(id=new_id(), text=f"[image: {address[:500]}]")
    try:
        image = image_from(b64decode(data, validate=False))
    except (binascii.Error, ValueError):
        image = None
    if image is None:
        notes.append(f"{place}: an image is damaged, too large or of an unknown kind.")
        return TextPart(id=new_id(), text="[image]")
    return ImagePart(id=new_id(), image=image)

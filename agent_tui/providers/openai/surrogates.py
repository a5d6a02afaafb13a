"""JSON with halves of surrogate pairs in it, which no UTF-8 can carry. Pure."""

from __future__ import annotations

import json

import msgspec


def decoded_json(data: str | bytes) -> object:
    """Like `msgspec.json.decode`, but halves of surrogate pairs come through. See `whole_text`.

    Raises `ValueError` for what is not JSON, and `RecursionError`.
    """
    try:
        return msgspec.json.decode(data)
    except ValueError:
        text = data.decode() if isinstance(data, bytes) else data
        if "\\u" not in text:
            raise
        # Ten times slower, for the rare server that cuts inside a character. Numbers are read as
        # above, so that neither NaN nor infinity can come.
        number = msgspec.json.decode
        return json.loads(text, parse_float=number, parse_int=number, parse_constant=number)


def whole_text(text: str) -> str:
    """`text` with halves of surrogate pairs joined, and replaced where they stand alone."""
    if text.isascii():
        return text
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text


def whole_value(value: object) -> object:
    """A JSON value with all its texts made whole."""
    if isinstance(value, str):
        return whole_text(value)
    if isinstance(value, dict):
        return {whole_value(key): whole_value(entry) for key, entry in value.items()}
    if isinstance(value, (list, tuple)):
        return [whole_value(entry) for entry in value]
    return value

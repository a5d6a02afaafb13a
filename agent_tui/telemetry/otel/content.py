"""What was said, in the JSON form of the conventions."""

from __future__ import annotations

import msgspec


def input_messages(prompt: str) -> str:
    """The user's message."""
    return _json([{"role": "user", "parts": [{"type": "text", "content": prompt}]}])


def output_messages(text: str, finish_reason: str) -> str:
    """The model's message."""
    parts = [{"type": "text", "content": text}]
    return _json([{"role": "assistant", "parts": parts, "finish_reason": finish_reason}])


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()

"""Foreign text in a document: nothing in it may reach beyond the place where it stands."""

from __future__ import annotations

import re
from datetime import datetime

# Control characters but tab and newline, bidi controls, noncharacters, lone surrogates.
_UNSAFE = re.compile(
    r"\r\n?|[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069"
    r"\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff]"
)
_TICKS = re.compile(r"`{3,}")


def visible(text: str) -> str:
    """`text` with each control character replaced by something that can be seen."""
    if text.isascii() and text.isprintable():
        return text
    return _UNSAFE.sub(_shown, text)


def fenced(text: str, language: str = "") -> str:
    """`text` as a markdown code block; its fence is longer than any in the text."""
    longest = max(map(len, _TICKS.findall(text)), default=2)
    fence = "`" * (longest + 1)
    end = "" if not text or text.endswith("\n") else "\n"
    return f"{fence}{language}\n{text}{end}{fence}"


def shortened(text: str, limit: int) -> tuple[str, int]:
    """The beginning and the end of a text that is longer than `limit` characters, with a line that
    says what is missing, and how many characters that are (0: none)."""
    missing = len(text) - limit
    if missing <= 0:
        return text, 0
    head = limit * 2 // 3
    line = f"[... {missing:,} characters are left out here ...]"
    return f"{text[:head]}\n{line}\n{text[head - limit :]}", missing


def one_line(text: str, limit: int = 160) -> str:
    """The beginning of a text on one line, visible."""
    line = " ".join(visible(text[: limit * 4]).split())
    return line if len(line) <= limit else f"{line[: limit - 1]}…"


def moment(time: float) -> str:
    """`2026-11-21 14:05`, local time; "" for 0. time: Unix seconds."""
    try:
        return datetime.fromtimestamp(time).strftime("%Y-%m-%d %H:%M") if time else ""
    except (OverflowError, OSError, ValueError):
        return ""


def _shown(match: re.Match[str]) -> str:
    character = match[0]
    code = ord(character[0])
    if character[0] == "\r" or code in (0x2028, 0x2029):
        return "\n"
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "\u2421"
    if 0xD800 <= code <= 0xDFFF:
        return "\ufffd"
    return f"‹U+{code:04X}›"

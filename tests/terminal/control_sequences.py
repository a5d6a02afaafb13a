"""What of a program's output is not text."""

from __future__ import annotations

import re

_SEQUENCE = re.compile(
    r"\x1b\[[0-?]*[ -/]*[@-~]"  # CSI
    r"|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)"  # OSC
    r"|\x1b[PX^_].*?\x1b\\"  # DCS, SOS, PM, APC
    r"|\x1b[ -/]*[0-~]"  # ESC and one character
    r"|[\x00-\x1f\x7f-\x9f]",  # a control character by itself, C1 included
    re.DOTALL,
)
_MODES = re.compile(r"\x1b\[\?[\d;]+[hl]")
_COLOURS_AND_PLACES = re.compile(r"\x1b\[[\d;:]*[mHKJ]")
_KEYBOARD = re.compile(r"\x1b\[[<>=?]\d*u|\x1b\[>4(?:;1)?m")
_QUESTIONS = ("\x1b[?2026$p", "\x1b[?2048$p", "\x1b]11;?\x1b\\")
_LINK = re.compile(r"\x1b\]8;[^;\x07\x1b]*;[^\x07\x1b]*\x1b\\")
_POINTER = re.compile(r"\x1b\]22;[a-z-]+\x07")  # Textual's shapes of the mouse pointer
_LINE_ENDS = "\r\n"


def control_sequences(output: bytes | bytearray) -> list[str]:
    """All of them, in their order. Raises `UnicodeDecodeError` for output that is not UTF-8."""
    return _SEQUENCE.findall(output.decode())


def unexpected_sequences(output: bytes | bytearray) -> list[str]:
    """Those that agent-tui has no reason to send."""
    return [found for found in control_sequences(output) if not _is_ours(found)]


def _is_ours(sequence: str) -> bool:
    known = (_MODES, _COLOURS_AND_PLACES, _KEYBOARD, _LINK, _POINTER)
    return (
        sequence in _QUESTIONS
        or sequence in _LINE_ENDS
        or any(pattern.fullmatch(sequence) for pattern in known)
    )

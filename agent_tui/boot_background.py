"""The terminal's background colour: the question, and its answer amid the keys. Standard library
only."""

QUESTION = b"\x1b]11;?\x1b\\"

_START = b"\x1b]11;"
_ENDS = (b"\x07", b"\x1b\\")
# An answer is 24 bytes long. What begins like one and does not end is no answer.
_LONGEST = 64
# "ESC" and "ESC ]" are keys as well (Alt+]); three bytes of the answer are no key.
_LONGEST_KEY = 2
_HEX_DIGITS = b"0123456789abcdefABCDEF"
# These print what they do not understand, or lose their palette.
_MUTE_TERMINALS = ("linux", "ansi", "cygwin", "cons25", "vt100", "vt102", "vt220")

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping


def can_be_asked(environment: "Mapping[str, str]") -> bool:
    """True when the terminal ignores the question if it does not understand it."""
    return environment.get("TERM", "") not in _MUTE_TERMINALS


class BackgroundAnswer:
    """Takes the answer out of what the terminal sends, cut anywhere and as late as it likes.

    colour: "rrggbb", "" until the answer has come. has_come: also true for an answer that is no
    colour. Implements `TerminalAnswer`. Fed by one thread at a time.
    """

    def __init__(self) -> None:
        self.colour = ""
        self.has_come = False
        self._held = b""

    def feed(self, data: bytes) -> bytes:
        """The bytes that are keys. What may be the answer's beginning is kept for the next call."""
        if self.has_come:
            return data
        data = self._held + data
        self._held = b""
        start = data.find(_START)
        if start < 0:
            begun = _length_of_beginning(data)
            self._held = data[len(data) - begun :]
            return data[: len(data) - begun]
        keys, rest = data[:start], data[start + len(_START) :]
        found = [(rest.find(end), end) for end in _ENDS if end in rest]
        if found:
            at, end = min(found)
            self.colour, self.has_come = _colour_in(rest[:at]), True
            return keys + rest[at + len(end) :]
        if len(rest) > _LONGEST:
            self.has_come = True
            return keys + rest
        self._held = data[start:]
        return keys

    @property
    def may_hold_key(self) -> bool:
        """True while something is kept that is a key, unless more comes at once."""
        return 0 < len(self._held) <= _LONGEST_KEY

    def release(self) -> bytes:
        """Nothing more came at once: give the key that was kept, if it is one."""
        if not self.may_hold_key:
            return b""
        held, self._held = self._held, b""
        return held


def _length_of_beginning(data: bytes) -> int:
    for length in range(min(len(_START) - 1, len(data)), 0, -1):
        if data.endswith(_START[:length]):
            return length
    return 0


def _colour_in(answer: bytes) -> str:
    """ "rrggbb" from "rgb:1e1e/1e1e/1e1e" or "rgba:ff/ff/ff/ff"; "" for anything else."""
    kind, _, values = answer.partition(b":")
    parts = values.split(b"/")[:3]
    if kind not in (b"rgb", b"rgba") or len(parts) < 3:
        return ""
    colour = ""
    for part in parts:
        if not part or part.strip(_HEX_DIGITS):
            return ""
        colour += f"{int(part, 16) * 255 // (16 ** len(part) - 1):02x}"
    return colour

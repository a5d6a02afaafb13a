"""What keys mean before there is a screen: text, prompts and a rest. Standard library only."""

_BACKSPACE = (0x08, 0x7F)
_CTRL_C, _NEWLINE, _ENTER, _CTRL_Q, _CTRL_U, _CTRL_W = 0x03, 0x0A, 0x0D, 0x11, 0x15, 0x17
_PASTE_START, _PASTE_END = b"\x1b[200~", b"\x1b[201~"
_PLAIN_BYTES = bytes(byte for byte in range(0x20, 0x100) if byte != 0x7F)
# Spaces that `str.isprintable` does not count as printable.
_WIDE_SPACES = "\u00a0\u3000"


class TypedKeys:
    """Understands plain typing; from the first byte on that it does not, it only collects.

    text: the draft, printable characters and newlines; submitted: prompts entered so far; raw: all
    bytes from the first unusual key on. Fed by one thread at a time.
    """

    def __init__(self) -> None:
        self.text = ""
        self.submitted: tuple[str, ...] = ()
        self.raw = b""
        self._begun = b""

    def feed(self, data: bytes) -> None:
        """Take bytes as they came from the raw terminal, cut anywhere."""
        data = self._begun + data
        self._begun = b""
        while data and not self.raw:
            run_length = len(data) - len(data.lstrip(_PLAIN_BYTES))
            if run_length:
                self.raw = self._insert(data[:run_length])
                data = data[run_length:]
            elif self._edit(data[0]):
                data = data[1:]
            else:
                break
        self.raw += data

    def finish(self) -> None:
        """No more bytes will come: a character that was cut off joins `raw`."""
        self.raw += self._begun
        self._begun = b""

    @property
    def exit_code(self) -> int | None:
        """0 after Ctrl+Q, 130 after Ctrl+C twice, else None: how the user wants to leave."""
        keys = _outside_pastes(self.raw)[0]
        if _CTRL_Q in keys:
            return 0
        return 130 if keys.count(_CTRL_C) > 1 else None

    @property
    def is_within_paste(self) -> bool:
        """True while a bracketed paste has begun and not ended."""
        return _outside_pastes(self.raw)[1]

    @property
    def is_cut_off(self) -> bool:
        """True when the bytes end inside a character, a key's escape sequence or a paste."""
        keys, is_within_paste = _outside_pastes(self.raw)
        return bool(self._begun) or is_within_paste or _ends_within_key(keys)

    def _edit(self, key: int) -> bool:
        """False when the control key is not one of plain typing."""
        if key in _BACKSPACE:
            self.text = self.text[:-1]
        elif key == _CTRL_U:
            self.text = self.text[: self.text.rfind("\n") + 1]
        elif key == _CTRL_W:
            self.text = _without_last_word(self.text)
        elif key == _NEWLINE:
            self.text += "\n"
        elif key == _ENTER:
            self._enter()
        else:
            return False
        return True

    def _insert(self, run: bytes) -> bytes:
        """Return the end of the run that is no printable text; a cut-off character is kept."""
        try:
            text, rest = run.decode(), b""
        except UnicodeDecodeError as error:
            text, rest = run[: error.start].decode(), run[error.start :]
            if error.end == len(run) and len(rest) < _character_length(rest[0]):
                self._begun, rest = rest, b""
        for index, character in enumerate(text):
            if not character.isprintable() and character not in _WIDE_SPACES:
                rest = text[index:].encode() + self._begun + rest
                self._begun = b""
                text = text[:index]
                break
        self.text += text
        return rest

    def _enter(self) -> None:
        # The same rules as in the composer: a backslash before Enter makes a new line.
        if self.text.endswith("\\"):
            self.text = self.text[:-1] + "\n"
        elif self.text.strip():
            self.submitted += (self.text,)
            self.text = ""


def _character_length(first_byte: int) -> int:
    if first_byte < 0xC2:
        return 1
    if first_byte < 0xE0:
        return 2
    return 3 if first_byte < 0xF0 else 4


def _without_last_word(text: str) -> str:
    line_start = text.rfind("\n") + 1
    line = text[line_start:].rstrip()
    return text[:line_start] + line[: max(line.rfind(" "), line.rfind("\u3000")) + 1]


def _outside_pastes(raw: bytes) -> tuple[bytes, bool]:
    keys = b""
    while True:
        before, start, rest = raw.partition(_PASTE_START)
        keys += before
        if not start:
            return keys, False
        _, end, raw = rest.partition(_PASTE_END)
        if not end:
            return keys, True


def _ends_within_key(keys: bytes) -> bool:
    for back, byte in enumerate(reversed(keys[-4:]), start=1):
        if byte >= 0xC0:
            return back < _character_length(byte)
        if byte < 0x80:
            break
    _, escape, sequence = keys.rpartition(b"\x1b")
    if not escape:
        return False
    if sequence[:1] == b"[":
        return not any(0x40 <= byte <= 0x7E for byte in sequence[1:])
    return sequence in (b"", b"O")

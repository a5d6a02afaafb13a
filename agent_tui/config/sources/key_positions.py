"""Where the keys of a TOML text stand. Only for error texts: the text has been parsed before."""

from __future__ import annotations

from typing import NamedTuple

KeyPath = tuple[str, ...]

_ESCAPES = {"b": "\b", "t": "\t", "n": "\n", "f": "\f", "r": "\r", '"': '"', "\\": "\\"}
_HEX_DIGITS = {"u": 4, "U": 8}


class Position(NamedTuple):
    """A place in a text; both count from 1, columns in characters."""

    line: int
    column: int


def position_at(text: str, index: int) -> Position:
    """Line and column of the character at `index`."""
    start = text.rfind("\n", 0, index) + 1
    return Position(text.count("\n", 0, index) + 1, index - start + 1)


def position_of_key(text: str, path: KeyPath) -> Position | None:
    """Where the key, or the table header, `path` stands first; None when the text has no such key.

    `text` must be valid TOML. Keys inside arrays are found under the array's path.
    """
    index = _KeyScanner(text).scan().get(path)
    return None if index is None else position_at(text, index)


def lines_of_keys(text: str) -> dict[KeyPath, int]:
    """The line of every key and table header of a valid TOML text, where it stands first."""
    found = _KeyScanner(text).scan()
    return {path: position_at(text, index).line for path, index in found.items()}


def span_of_pair(text: str, path: KeyPath) -> tuple[int, int] | None:
    """From the first character of the pair's last key to the one behind its value; None when the
    valid TOML text has no such pair."""
    scanner = _KeyScanner(text)
    scanner.scan()
    return scanner.pairs.get(path)


class _KeyScanner:
    """Walks over valid TOML once and notes the index of each key."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._found: dict[KeyPath, int] = {}
        self.pairs: dict[KeyPath, tuple[int, int]] = {}

    def scan(self) -> dict[KeyPath, int]:
        table: KeyPath = ()
        self._skip_blank()
        while self._at < len(self._text):
            if self._next == "[":
                self._at += 2 if self._text.startswith("[[", self._at) else 1
                table = self._read_key(())
                self._at += 2 if self._text.startswith("]]", self._at) else 1
            else:
                self._read_pair(table)
            self._skip_blank()
        return self._found

    @property
    def _next(self) -> str:
        return self._text[self._at : self._at + 1]

    def _skip_blank(self, also: str = "") -> None:
        while self._next and self._next in " \t\r\n#" + also:
            if self._next == "#":
                self._skip_to_line_end()
            else:
                self._at += 1

    def _skip_to_line_end(self) -> None:
        end = self._text.find("\n", self._at)
        self._at = len(self._text) if end < 0 else end

    def _read_pair(self, table: KeyPath) -> None:
        path = self._read_key(table)
        self._at += 1  # the equals sign
        self._skip_blank()
        self._skip_value(path)
        self.pairs[path] = (self._found[path], self._at)

    def _read_key(self, table: KeyPath) -> KeyPath:
        """A dotted key, quoted or not; every prefix of it is noted as well."""
        path = table
        while True:
            self._skip_blank()
            start = self._at
            path = (*path, self._read_name())
            self._found.setdefault(path, start)
            self._skip_blank()
            if self._next != ".":
                return path
            self._at += 1

    def _read_name(self) -> str:
        if self._next in ('"', "'"):
            return self._read_string()
        start = self._at
        while self._next and self._next not in ".=] \t":
            self._at += 1
        return self._text[start : self._at]

    def _read_string(self) -> str:
        quote = self._next
        if self._text.startswith(quote * 3, self._at):
            self._skip_long_string(quote * 3)
            return ""  # a value: nobody asks for its text
        self._at += 1
        name = ""
        while self._next != quote:
            name += self._read_escape() if self._next == "\\" and quote == '"' else self._next
            self._at += 1
        self._at += 1
        return name

    def _read_escape(self) -> str:
        self._at += 1
        digits = _HEX_DIGITS.get(self._next)
        if digits is None:
            return _ESCAPES.get(self._next, self._next)
        code = self._text[self._at + 1 : self._at + 1 + digits]
        self._at += digits
        return chr(int(code, 16))

    def _skip_long_string(self, quotes: str) -> None:
        self._at += 3
        while not self._text.startswith(quotes, self._at):
            self._at += 2 if self._next == "\\" and quotes == '"""' else 1
        self._at += 3
        while self._next == quotes[0]:  # up to two quotes may stand before the closing ones
            self._at += 1

    def _skip_value(self, path: KeyPath) -> None:
        if self._next in ('"', "'"):
            self._read_string()
        elif self._next in ("[", "{"):
            self._skip_collection(path, has_keys=self._next == "{")
        else:
            while self._next and self._next not in ",]}#\n":
                self._at += 1

    def _skip_collection(self, path: KeyPath, *, has_keys: bool) -> None:
        closing = "}" if has_keys else "]"
        self._at += 1
        self._skip_blank(also=",")
        while self._next != closing:
            if has_keys:
                self._read_pair(path)
            else:
                self._skip_value(path)
            self._skip_blank(also=",")
        self._at += 1

r"""From a Vim pattern to the same in Python's `re`."""

from __future__ import annotations

import re
from collections.abc import Callable

from msgspec import Struct

from agent_tui.ui.vim.pattern_classes import class_pattern, collection, numbered
from agent_tui.ui.vim.pattern_error import PatternError
from agent_tui.ui.vim.pattern_marks import at_character, taken_along, without_marks
from agent_tui.ui.vim.pattern_reader import END, Magic, PatternReader, Sign
from agent_tui.ui.vim.pattern_words import word_end, word_start

_MAGIC = {"v": Magic.ALL, "m": Magic.ON, "M": Magic.OFF, "V": Magic.NONE}
_SIMPLE = {"*": "*", "+": "+", "=": "?", "?": "?"}
_AROUND = {"=": "(?={})", "!": "(?!{})", "<=": "(?<={})", "<!": "(?<!{})", ">": "(?>{})"}
_REPEATING = "*+=?{@"
_COUNTS = re.compile(r"(-?)(\d*)(?:(,)(\d*))?\\?\}")
_PLAIN = {
    "^": "^",
    "$": "$",
    "n": r"(?:\n|\Z)",  # the last line ends, too
}
_MOST_GROUPS = 9
_DEEPEST = 50
_LARGEST_COUNT = 1_000_000  # Python refuses counts that do not fit its machine word


class Translation(Struct, frozen=True):
    r"""A pattern for Python. Its groups are named g1 to g9; groups named "starts..." and
    "ends..." are the places of \zs and \ze. ignores_case: what \c and \C say, None without."""

    source: str
    ignores_case: bool | None


def translated(pattern: str, tilde: str, *, is_plain: bool) -> Translation:
    """The pattern for Python. tilde: what "~" stands for. is_plain: for texts without the
    characters of `needs_more`. Raises `PatternError`."""
    return _Translator(pattern, tilde, is_plain).translation()


class _Translator:
    def __init__(self, pattern: str, tilde: str, is_plain: bool) -> None:
        self._reader = PatternReader(pattern)
        self._tilde = tilde
        self._is_plain = is_plain
        self._along = taken_along(is_plain=is_plain)
        self._bare = without_marks(is_plain=is_plain)
        self._ignores_case: bool | None = None
        self._groups = 0
        self._closed: set[int] = set()
        self._places = 0
        self._depth = 0
        self._overlooks_marks = "\\Z" in pattern
        self._begins_plain = False  # with a character that stands for itself
        self._readers: dict[str, Callable[[], str]] = {
            "(": self._group,
            "[": self._collection,
            "~": self._last_substitute,
            "%": self._after_percent,
            "z": self._after_z,
            "_": self._after_underscore,
        }

    def translation(self) -> Translation:
        source = self._alternatives()
        if self._reader.peek() != END:
            raise PatternError(f"E55: Unmatched {self._shown(')')}")
        if not self._begins_plain:
            source = f"{at_character(is_plain=self._is_plain)}(?:{source})"
        return Translation(source, self._ignores_case)

    def _alternatives(self) -> str:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise PatternError("E363: Pattern is nested too deeply")
        branches = [self._branch()]
        while self._reader.peek() == Sign("|", True):
            self._reader.skip()
            branches.append(self._branch())
        self._depth -= 1
        if self._depth == 0 and len(branches) > 1:
            self._begins_plain = False
        return "|".join(branches)

    def _branch(self) -> str:
        # "a\&b" matches b where a matches, too.
        concats = [self._concat()]
        while self._reader.peek() == Sign("&", True):
            self._reader.skip()
            concats.append(self._concat())
        *conditions, last = concats
        return "".join(f"(?={condition})" for condition in conditions) + last

    def _concat(self) -> str:
        pieces: list[str] = []
        while True:
            sign = self._reader.peek()
            if sign == END or (sign.is_special and sign.char in "|&)"):
                return "".join(pieces)
            if sign.is_special and sign.char in "cCvmMVZ":
                self._modify(self._reader.skip_modifier().char)
                continue
            piece = self._piece()
            is_plain = piece.endswith(self._bare)
            if is_plain and pieces:  # it says itself that no other mark comes
                pieces[-1] = pieces[-1].removesuffix(self._bare)
            elif self._depth == 1 and not pieces:
                self._begins_plain = is_plain
            pieces.append(piece)

    def _modify(self, char: str) -> None:
        if char in "cC":
            self._ignores_case = char == "c"
        elif char in _MAGIC:
            self._reader.magic = _MAGIC[char]

    def _piece(self) -> str:
        places = self._places
        atom = self._atom()
        sign = self._reader.peek()
        if not sign.is_special or sign.char not in _REPEATING:
            return atom
        if self._places > places and atom.startswith("(?P<"):
            raise PatternError("E888: (NFA regexp) cannot repeat \\zs")
        self._reader.skip()
        repeated = self._repeated(f"(?:{atom})", sign.char)
        following = self._reader.peek()
        if following.is_special and following.char in _REPEATING:
            raise PatternError("E871: (NFA regexp) Can't have a multi follow a multi")
        return repeated

    def _repeated(self, atom: str, char: str) -> str:
        if char in _SIMPLE:
            return atom + _SIMPLE[char]
        if char == "{":
            return atom + self._counts()
        while self._reader.raw().isdigit():  # how far to look behind: no limit is needed here
            self._reader.skip_raw()
        sign = self._reader.skip_raw(2 if self._reader.raw() == "<" else 1)
        if sign not in _AROUND:
            raise PatternError(f"E869: (NFA) Unknown operator '\\@{sign}'")
        if sign != ">":
            atom = atom.replace(self._bare, "")
        if "<" in sign:  # Python looks behind for a fixed length only
            atom = atom.replace(self._along, "")
        return _AROUND[sign].format(atom)

    def _counts(self) -> str:
        match = _COUNTS.match(self._reader.text, self._reader.position)
        if match is None:
            raise PatternError(f"E554: Syntax error in {self._shown('{')}...}}")
        self._reader.skip_raw(len(match[0]))
        least = min(int(match[2] or 0), _LARGEST_COUNT)
        if match[3] is None and match[2]:
            return f"{{{least}}}"
        most = min(int(match[4]), _LARGEST_COUNT) if match[4] else None
        if most is not None and most < least:
            least, most = most, least
        return f"{{{least},{'' if most is None else most}}}{'?' if match[1] else ''}"

    def _atom(self) -> str:
        sign = self._reader.skip()
        char = sign.char
        if not sign.is_special:
            return self._literal(char)
        if char in _PLAIN:
            return _PLAIN[char]
        if char in "<>":
            return (word_start if char == "<" else word_end)(is_plain=self._is_plain)
        if found := "." if char == "." else class_pattern(char):
            return found + self._along
        if char.isdigit():
            return self._back_reference(int(char))
        if char in self._readers:
            return self._readers[char]()
        if char in _REPEATING:
            raise PatternError(f"E866: (NFA regexp) Misplaced {char}")
        # Letters that mean something elsewhere in Vim, and what \v reserves.
        return self._literal(char)

    def _literal(self, char: str) -> str:
        return re.escape(char) + (self._along if self._overlooks_marks else self._bare)

    def _back_reference(self, number: int) -> str:
        if number not in self._closed:
            raise PatternError("E65: Illegal back reference")
        # A group that took no part is empty to Vim, and never matches to Python.
        return f"(?(g{number})(?P=g{number}))"

    def _group(self) -> str:
        if self._groups == _MOST_GROUPS:
            raise PatternError(f"E51: Too many {self._shown('(')}")
        self._groups += 1
        number = self._groups
        inner = self._closed_alternatives("E54: Unmatched ", "(")
        self._closed.add(number)
        return f"(?P<g{number}>{inner})"

    def _closed_alternatives(self, message: str, opening: str) -> str:
        shown = self._shown(opening)
        inner = self._alternatives()
        if self._reader.peek() != Sign(")", True):
            raise PatternError(message + shown)
        self._reader.skip()
        return inner

    def _collection(self, *, with_break: bool = False) -> str:
        reader = self._reader
        found = collection(reader.text[reader.position :], with_break=with_break)
        if found is None:
            if with_break:
                raise PatternError("E769: Missing ] after \\_[")
            return self._literal("[")
        reader.skip_raw(found.length)
        return found.pattern + self._along

    def _last_substitute(self) -> str:
        if not self._tilde:
            raise PatternError("E33: No previous substitute regular expression")
        return f"(?:{re.escape(self._tilde)})"

    def _after_percent(self) -> str:
        sign = self._reader.peek()
        code, length = numbered(self._reader.raw(10))
        if code:
            self._reader.skip_raw(length)
            return self._literal(code)
        match sign.char:
            case "(":
                self._reader.skip()
                return f"(?:{self._closed_alternatives('E53: Unmatched ', '%(')})"
            case "^":
                self._reader.skip()
                return r"\A"
            case "$":
                self._reader.skip()
                return r"\Z"
            case "[":
                self._reader.skip()
                return self._optional_sequence()
        place = self._reader.raw()
        if place and (place in "V#C<>.'" or place.isdigit()):
            raise PatternError(f"\\%{place} is not supported here: it needs a file's window")
        raise PatternError(f"E867: (NFA regexp) Unknown operator '\\%{place}'")

    def _optional_sequence(self) -> str:
        atoms: list[str] = []
        while self._reader.raw() != "]":
            if self._reader.peek() == END:
                raise PatternError(f"E69: Missing ] after {self._shown('%[')}")
            atoms.append(self._atom())
        self._reader.skip_raw()
        if not atoms:
            raise PatternError(f"E70: Empty {self._shown('%[')}]")
        return _nested(atoms)

    def _after_z(self) -> str:
        char = self._reader.skip_raw()
        if char in ("s", "e"):
            self._places += 1
            return f"(?P<{'starts' if char == 's' else 'ends'}{self._places}>)"
        if char.isdigit():
            raise PatternError("E67: \\z1 - \\z9 not allowed here")
        raise PatternError(
            "E66: \\z( not allowed here" if char == "(" else "E68: Invalid character after \\z"
        )

    def _after_underscore(self) -> str:
        if self._reader.peek() == END:
            raise PatternError("E865: (NFA) Regexp end encountered prematurely")
        char = self._reader.skip_raw()
        if char == "[":
            return self._collection(with_break=True)
        if char in "^$":
            return char
        if char == ".":
            return r"(?s:.)" + self._along
        found = class_pattern(char, with_break=True)
        return found + self._along if found else self._literal(char)

    def _shown(self, sign: str) -> str:
        return sign if self._reader.magic is Magic.ALL else f"\\{sign}"


def _nested(atoms: list[str]) -> str:
    source = ""
    for atom in reversed(atoms):
        source = f"(?:{atom}{source})?"
    return source

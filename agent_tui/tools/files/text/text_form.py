"""How a text stands in its file: encoding, byte order mark, line ends."""

from __future__ import annotations

import codecs
import re

from msgspec import Struct

from agent_tui.errors import ToolError

_SNIFFED_BYTES = 8192
_MAX_CONTROL_SHARE = 0.1
_CONTROL = re.compile(rb"[\x00-\x07\x0e-\x1a\x1c-\x1f\x7f]")
# The longer marks first: that of UTF-32 starts with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_GUESSES = ("cp1252", "latin-1")  # cp1252 leaves five bytes undefined, latin-1 none
_NEWLINE_NAMES = {"\n": "LF", "\r\n": "CRLF", "\r": "CR"}


class TextForm(Struct, frozen=True, kw_only=True):
    """newline: the most frequent line end, "\\n" for a text of one line; is_mixed: there are
    others, too. is_guessed: nothing in the file says that this is its encoding."""

    encoding: str = "utf-8"
    mark: bytes = b""
    newline: str = "\n"
    is_mixed: bool = False
    is_guessed: bool = False

    @property
    def note(self) -> str:
        """What is unusual about it, as sentences; "" for UTF-8 with LF."""
        notes = []
        if self.is_guessed:
            notes.append(f"It is not UTF-8; read as {self.encoding}, which is a guess.")
        elif self.encoding != "utf-8":
            notes.append(f"Its encoding is {self.encoding}.")
        if self.newline != "\n" or self.is_mixed:
            ends = "mixed, mostly " if self.is_mixed else ""
            notes.append(
                f"Its line ends are {ends}{_NEWLINE_NAMES[self.newline]}; edits keep them."
            )
        return " ".join(notes)


class BinaryContent(Exception):
    """The bytes are no text."""


def sniffed_encoding(start: bytes, *, is_whole: bool) -> TextForm:
    """Encoding and mark from the first bytes of a file. Raises `BinaryContent`.

    is_whole: there is no more; otherwise a character may be cut at the end.
    """
    for mark, encoding in _MARKS:
        if start.startswith(mark):
            return TextForm(encoding=encoding, mark=mark)
    if _is_binary(start[:_SNIFFED_BYTES]):
        raise BinaryContent
    for encoding in ("utf-8", *_GUESSES):
        try:
            codecs.getincrementaldecoder(encoding)().decode(start, is_whole)
        except UnicodeDecodeError:
            continue
        return TextForm(encoding=encoding, is_guessed=encoding != "utf-8")
    raise BinaryContent  # not reached: latin-1 takes everything


def decoded(data: bytes) -> tuple[str, TextForm]:
    """The text with its line ends as they are, without the mark. `encoded` gives the same bytes
    again. Raises `BinaryContent`."""
    form = sniffed_encoding(data, is_whole=True)
    try:
        text = data[len(form.mark) :].decode(form.encoding)
    except UnicodeDecodeError as error:
        raise BinaryContent from error
    newline, is_mixed = _newline_style(text)
    return text, TextForm(
        encoding=form.encoding,
        mark=form.mark,
        newline=newline,
        is_mixed=is_mixed,
        is_guessed=form.is_guessed,
    )


def encoded(text: str, form: TextForm, name: str) -> bytes:
    """Raises `ToolError` when the encoding lacks a character."""
    try:
        return form.mark + text.encode(form.encoding)
    except UnicodeEncodeError as error:
        raise ToolError(
            f"{name} is written in {form.encoding}, which has no {error.object[error.start]!r}. "
            "Leave that character out, or convert the file to UTF-8 with a command first."
        ) from error


def with_lf(text: str) -> str:
    """The text with LF for every line end."""
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _is_binary(start: bytes) -> bool:
    if b"\0" in start:
        return True
    return len(_CONTROL.findall(start)) > _MAX_CONTROL_SHARE * len(start)


def _newline_style(text: str) -> tuple[str, bool]:
    pairs = text.count("\r\n")
    counts = {"\n": text.count("\n") - pairs, "\r\n": pairs, "\r": text.count("\r") - pairs}
    most = max(counts, key=lambda newline: counts[newline])
    return most, sum(count > 0 for count in counts.values()) > 1

"""The simplest TOML, read without the library, whose import takes a fortieth of a start."""

from __future__ import annotations


def read_plainly(text: str) -> dict[str, object] | None:
    """The values of a text with nothing but comments, tables of one word, and strings without
    escapes, whole numbers and booleans, one to a line. None for everything else, right or wrong:
    that is for `tomllib` to read.
    """
    values: dict[str, object] = {}
    table = values
    for line in (line.strip(" \t") for line in text.split("\n")):
        if not line.isprintable():
            return None
        if not line or line.startswith("#"):
            continue
        if line.startswith("["):
            name, bracket, rest = line[1:].partition("]")
            if not (bracket and _is_new_key(name, values) and _is_nothing(rest)):
                return None
            values[name] = table = {}
        else:
            name, _, written = line.partition("=")
            name = name.rstrip(" ")
            value = _value(written.lstrip(" "))
            if value is None or not _is_new_key(name, table):
                return None
            table[name] = value
    return values


def _value(written: str) -> str | int | None:
    """None for what is not plain."""
    if written.startswith('"'):
        string, quote, rest = written[1:].partition('"')
        return string if quote and "\\" not in string and _is_nothing(rest) else None
    word = written.partition("#")[0].rstrip(" ")
    if word in ("true", "false"):
        return word == "true"
    is_number = word.isascii() and word.isdigit() and (word == "0" or not word.startswith("0"))
    return int(word) if is_number and len(word) < 10 else None


def _is_new_key(name: str, table: dict[str, object]) -> bool:
    return name.isascii() and name.replace("-", "_").isidentifier() and name not in table


def _is_nothing(rest: str) -> bool:
    """A comment at most."""
    rest = rest.lstrip(" ")
    return not rest or rest.startswith("#")

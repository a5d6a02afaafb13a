"""The file names in the headers of a patch: quoting, prefixes, time stamps."""

from __future__ import annotations

import re

from agent_tui.errors import ToolArgumentsInvalid

# What git writes before the names: a/ and b/, reversed, or by configuration.
_PREFIXES = (("a/", "b/"), ("b/", "a/"), ("i/", "w/"), ("c/", "i/"), ("c/", "w/"), ("o/", "w/"))
_ESCAPE = re.compile(rb'\\([abfnrtv"\\]|[0-7]{1,3})')
_ESCAPED = {
    b"a": b"\a", b"b": b"\b", b"f": b"\f", b"n": b"\n", b"r": b"\r", b"t": b"\t", b"v": b"\v",
    b'"': b'"', b"\\": b"\\",
}  # fmt: skip


def header_name(field: str) -> str:
    """What stands after "--- " or "+++ ", without quotes and time stamp; "" for /dev/null."""
    field = field.strip(" ")
    if field.startswith('"') and (end := field.rfind('"')) > 0:
        return _unquoted(field[1:end])
    name = field.split("\t", 1)[0].rstrip()
    return "" if name == "/dev/null" else name


def without_prefixes(old: str, new: str) -> tuple[str, str]:
    """Both names as they are meant; one may be "". Raises `ToolArgumentsInvalid` when they are of
    two files."""
    if not old or not new:
        return old.removeprefix("a/"), new.removeprefix("b/")
    for before, after in _PREFIXES:
        if old.startswith(before) and new.startswith(after):
            shorter = old.removeprefix(before), new.removeprefix(after)
            if shorter[0] == shorter[1]:
                return shorter
    if old == new or old == f"a/{new}":
        return new, new
    if new == f"b/{old}":
        return old, old
    raise ToolArgumentsInvalid(
        f'The patch names two files for one change, "{old}" and "{new}". Use the same name in both '
        'headers, or add the lines "rename from" and "rename to".'
    )


def git_name(header: str) -> str:
    """The one name in "diff --git a/NAME b/NAME", "" when it cannot be told."""
    rest = header.removeprefix("diff --git ").strip()
    if rest.startswith('"'):
        quoted = re.findall(r'"((?:[^"\\]|\\.)*)"', rest)
        names = [_unquoted(name) for name in quoted]
        return names[0].removeprefix("a/") if names else ""
    middle = len(rest) // 2
    first, second = rest[:middle], rest[middle + 1 :]
    if rest[middle : middle + 1] != " ":
        return ""
    if first == second:
        return first
    for before, after in _PREFIXES:
        name = first.removeprefix(before)
        if first.startswith(before) and second == after + name:
            return name
    return ""


def _unquoted(name: str) -> str:
    def plain(match: re.Match[bytes]) -> bytes:
        code = match.group(1)
        return _ESCAPED.get(code) or bytes([int(code, 8) & 0xFF])

    return _ESCAPE.sub(plain, name.encode()).decode("utf-8", "replace")

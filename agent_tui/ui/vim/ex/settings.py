"""`:set`, for the options that the engine knows."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import structs

from agent_tui.ui.vim.ex.command import ExCommand
from agent_tui.ui.vim.ex.editor import ExEditor
from agent_tui.ui.vim.ex.errors import ExError
from agent_tui.ui.vim.options import VimOptions

_SHORT = {
    "ic": "ignorecase",
    "scs": "smartcase",
    "ws": "wrapscan",
    "hls": "hlsearch",
    "sol": "startofline",
    "et": "expandtab",
    "ai": "autoindent",
    "js": "joinspaces",
    "top": "tildeop",
    "gd": "gdefault",
    "sw": "shiftwidth",
    "ts": "tabstop",
    "tw": "textwidth",
    "ww": "whichwrap",
    "bs": "backspace",
    "nf": "nrformats",
}
_NAMES = VimOptions.__struct_fields__
_LARGEST_NUMBER = 9999
_Value = bool | int | str


def set_options(command: ExCommand, editor: ExEditor) -> str:
    """`:set ...`; returns what was asked. Raises `ExError`, and keeps what was set before it."""
    said: list[str] = []
    words = command.words or [""]
    for word in words:
        if word in ("", "all"):
            said += _all(editor.options, only_changed=not word)
        elif shown := _set(word, editor):
            said.append(shown)
    return "\n".join(said)


def _set(word: str, editor: ExEditor) -> str:
    letters = 0
    while letters < len(word) and word[letters].isalpha():
        letters += 1
    written, rest = word[:letters], word[letters:]
    name, prefix = _named(written, word)
    value: _Value = getattr(editor.options, name)
    if rest == "?" or (not rest and not prefix and not isinstance(value, bool)):
        return _shown(name, value)
    editor.options = structs.replace(
        editor.options, **{name: _changed(name, value, prefix, rest, word)}
    )
    return ""


def _changed(name: str, value: _Value, prefix: str, rest: str, word: str) -> _Value:
    if rest == "&" and not prefix:
        default: _Value = getattr(VimOptions(), name)
        return default
    if isinstance(value, bool):
        if rest not in ("", "!") or (prefix and rest):
            raise ExError(f"E474: Invalid argument: {word}")
        return not value if prefix == "inv" or rest == "!" else not prefix
    if prefix:
        raise ExError(f"E474: Invalid argument: {word}")
    operator, sign, operand = _assignment(rest, word)
    if isinstance(value, int):
        return _number(value, operator, operand, word)
    del sign
    return _text(value, operator, operand)


def _named(written: str, word: str) -> tuple[str, str]:
    for prefix in ("", "no", "inv"):
        name = written.removeprefix(prefix) if written.startswith(prefix) else ""
        name = _SHORT.get(name, name)
        if name in _NAMES:
            return name, prefix
    raise ExError(f"E518: Unknown option: {word}")


def _assignment(rest: str, word: str) -> tuple[str, str, str]:
    for operator in ("+=", "-=", "^=", "=", ":"):
        if rest.startswith(operator):
            return operator[0] if len(operator) == 2 else "", operator, rest[len(operator) :]
    raise ExError(f"E474: Invalid argument: {word}")


def _number(value: int, operator: str, operand: str, word: str) -> int:
    if not operand.removeprefix("-").isdecimal():
        raise ExError(f"E521: Number required after =: {word}")
    number = int(operand)
    made = {"": number, "+": value + number, "-": value - number, "^": value * number}[operator]
    name = word.partition("=")[0]
    if made < 0 or (made == 0 and name.startswith(("ts", "tabstop"))):
        raise ExError(f"E487: Argument must be positive: {word}")
    if made > _LARGEST_NUMBER:
        raise ExError(f"E474: Invalid argument: {word}")
    return made


def _text(value: str, operator: str, operand: str) -> str:
    parts = value.split(",") if value else []
    if operator == "-":
        return ",".join(part for part in parts if part != operand)
    if operator and operand in parts:
        return value
    joined = {"": [operand], "+": [*parts, operand], "^": [operand, *parts]}[operator]
    return ",".join(joined)


def _all(options: VimOptions, *, only_changed: bool) -> Iterator[str]:
    defaults = VimOptions()
    for name in sorted(_NAMES):
        value: _Value = getattr(options, name)
        if not only_changed or value != getattr(defaults, name):
            yield _shown(name, value)


def _shown(name: str, value: _Value) -> str:
    if isinstance(value, bool):
        return f"{'  ' if value else 'no'}{name}"
    return f"  {name}={value}"

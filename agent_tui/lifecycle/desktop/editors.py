"""Which editor the user has, and how each kind is told the line. Pure but for looking into PATH."""

from __future__ import annotations

import os
import shlex
from collections.abc import Callable, Mapping

from msgspec import Struct

from agent_tui.lifecycle.desktop.surroundings import found_program
from agent_tui.protocol.desktop import EditorCommand, FilePlace

_VARIABLES = ("VISUAL", "EDITOR")
_USUAL = ("nano", "vim", "vi", "nvim", "micro", "emacs", "notepad.exe")
_ADVICE = "Set VISUAL or EDITOR to your editor, as in EDITOR=vim."


def editor_command(place: FilePlace, environ: Mapping[str, str]) -> EditorCommand:
    """The command that opens a place in $VISUAL, else $EDITOR, else in one that is installed."""
    for variable in _VARIABLES:
        if value := environ.get(variable, "").strip():
            return _of_variable(variable, value, place, environ)
    for name in _USUAL:
        if found_program(name, environ):
            return _command((name,), place)
    return EditorCommand(problem=f"No editor was found. {_ADVICE}")


def _of_variable(
    variable: str, value: str, place: FilePlace, environ: Mapping[str, str]
) -> EditorCommand:
    try:
        words = tuple(shlex.split(value))
    except ValueError as error:
        words = ()
        reason = str(error)
    else:
        reason = "it is empty"
    if not words:
        return EditorCommand(problem=f"{variable}={value} cannot be read: {reason}. {_ADVICE}")
    if not found_program(words[0], environ):
        return EditorCommand(
            problem=f"There is no program {words[0]}, which {variable} names. {_ADVICE}"
        )
    return _command(words, place)


class _Kind(Struct, frozen=True):
    """An editor's way to be told a place. words: the arguments for a place with a line. wait: the
    arguments that make it stay until the file is closed; the first one is given unless one of them
    is there already."""

    words: Callable[[FilePlace], tuple[str, ...]]
    is_windowed: bool = False
    wait: tuple[str, ...] = ()


def _command(words: tuple[str, ...], place: FilePlace) -> EditorCommand:
    name = os.path.basename(words[0]).lower().removesuffix(".exe").removesuffix(".cmd")
    kind = _KINDS.get(name, _PLAIN)
    where = kind.words(place) if place.line else (place.path,)
    if name in _NEEDS_GOTO and place.line:
        where = ("--goto", *where)
    waits = not kind.wait or any(word in kind.wait for word in words[1:])
    return EditorCommand(
        arguments=(*words, *where),
        is_windowed=kind.is_windowed,
        waiting_arguments=(*words, *(() if waits else kind.wait[:1]), *where),
    )


def _plus(separator: str) -> Callable[[FilePlace], tuple[str, ...]]:
    def words(place: FilePlace) -> tuple[str, ...]:
        column = f"{separator}{place.column}" if separator and place.column else ""
        return (f"+{place.line}{column}", place.path)

    return words


def _cursor(place: FilePlace) -> tuple[str, ...]:
    if not place.column:
        return (f"+{place.line}", place.path)
    return (f"+call cursor({place.line},{place.column})", place.path)


def _colons(place: FilePlace) -> tuple[str, ...]:
    column = f":{place.column}" if place.column else ""
    return (f"{place.path}:{place.line}{column}",)


def _flags(place: FilePlace) -> tuple[str, ...]:
    column = ("--column", str(place.column)) if place.column else ()
    return ("--line", str(place.line), *column, place.path)


_WAIT = ("--wait", "-w")
_PLAIN = _Kind(lambda place: (place.path,))
_NEEDS_GOTO = frozenset(("code", "code-insiders", "codium", "vscodium", "cursor", "windsurf"))
_KINDS: Mapping[str, _Kind] = {
    **dict.fromkeys(("vim", "nvim"), _Kind(_cursor)),
    **dict.fromkeys(("vi", "view", "ex", "joe", "jed", "mg", "ne", "mcedit"), _Kind(_plus(""))),
    **dict.fromkeys(("nano", "pico"), _Kind(_plus(","))),
    **dict.fromkeys(("emacs", "emacsclient", "kak", "micro"), _Kind(_plus(":"))),
    **dict.fromkeys(("hx", "helix"), _Kind(_colons)),
    **dict.fromkeys(("gvim", "mvim"), _Kind(_plus(""), True, ("--nofork", "-f"))),
    "gedit": _Kind(_plus(":"), True, _WAIT),
    "gnome-text-editor": _Kind(_plus(":"), True, ("--standalone", "-s")),
    **dict.fromkeys((*_NEEDS_GOTO, "zed", "zeditor", "subl"), _Kind(_colons, True, _WAIT)),
    "kate": _Kind(_flags, True, ("--block", "-b")),
    **dict.fromkeys(
        ("idea", "pycharm", "goland", "webstorm", "clion", "rustrover"),
        _Kind(_flags, True, ("--wait",)),
    ),
    "notepad": _Kind(_PLAIN.words, True),
    "mousepad": _Kind(_PLAIN.words, True, ("--disable-server",)),
    "xed": _Kind(_PLAIN.words, True, _WAIT),
}

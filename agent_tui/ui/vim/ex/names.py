"""The names of the commands, and how much of each must be typed."""

from __future__ import annotations

import difflib
import re

_NAMES = {
    "&": "&",
    "&&": "&&",
    "~": "~",
    "<": "<",
    ">": ">",
    "=": "=",
    "#": "number",
    "copy": "co",
    "delete": "d",
    "display": "di",
    "edit": "e",
    "exit": "exi",
    "global": "g",
    "help": "h",
    "join": "j",
    "k": "k",
    "mark": "ma",
    "marks": "marks",
    "move": "m",
    "nohlsearch": "noh",
    "normal": "norm",
    "number": "nu",
    "print": "p",
    "put": "pu",
    "qall": "qa",
    "quit": "q",
    "redo": "red",
    "registers": "reg",
    "set": "se",
    "substitute": "s",
    "t": "t",
    "undo": "u",
    "update": "up",
    "vglobal": "v",
    "wq": "wq",
    "wqall": "wqa",
    "write": "w",
    "xall": "xa",
    "xit": "x",
    "yank": "y",
}
_SAME = {
    "#": "number",
    "t": "copy",
    "display": "registers",
    "exit": "xit",
    "k": "mark",
    "qall": "quit",
    "update": "write",
    "wqall": "wq",
    "xall": "wq",
}
VIM_NAMES = tuple(name for name in _NAMES if name.isalpha() and len(name) > 1)
"""The commands that have a name, in full."""

TAKES_BAR = frozenset({"global", "vglobal", "normal", "help"})
"""Commands to which "|" and a quote belong, as does the rest of the line."""

TAKES_BANG = frozenset(
    {"edit", "global", "help", "join", "normal", "put", "quit", "wq", "write", "xit"}
)
"""Commands to which a "!" may belong."""

_SIGN = re.compile(r"&&|[&~=#]|>+|<+")
_MARK = re.compile(r"k(?=[a-zA-Z'`\[\]<>](?![a-zA-Z])|\s|!|$|\")")
_REPEAT = re.compile(r"s(?=[giIr&][egiInrp#l&]{0,3}(?![a-zA-Z]))")
_WORD = re.compile(r"[a-zA-Z]+")


def name_at(line: str) -> tuple[str, int]:
    """The full name of the command with which `line` begins, and how many characters it took.

    ("", n) for a name that is none of Vim's; ("", 0) when there is no name.
    """
    if sign := _SIGN.match(line):
        shown = sign[0][0] if sign[0][0] in "<>" else sign[0]
        # ">>" is ">" with a count of its own, which stays in the argument.
        length = 1 if shown in "<>" else sign.end()
        return _SAME.get(shown, shown), length
    if special := _MARK.match(line) or _REPEAT.match(line):
        return ("mark" if special[0] == "k" else "substitute"), 1
    word = _WORD.match(line)
    if word is None:
        return "", 0
    for name, shortest in _NAMES.items():
        if name.startswith(word[0]) and word[0].startswith(shortest):
            return _SAME.get(name, name), word.end()
    return "", word.end()


def unknown_command(line: str) -> str:
    """What to say of a line that is no command, with the nearest name."""
    word = _WORD.search(line)
    near = difflib.get_close_matches(word[0], VIM_NAMES, n=1) if word else []
    hint = f". Did you mean :{near[0]}?" if near else ""
    return f"E492: Not an editor command: {line}{hint}"

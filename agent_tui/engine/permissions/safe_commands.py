"""Which commands need no asking: they read, and what they read is known."""

from __future__ import annotations

import re

from msgspec import Struct

from agent_tui.engine.permissions.safe_tables import (
    GIT_FREE_BEFORE,
    SAFE,
    SAFE_GIT,
    Operands,
    Safe,
)

_SETS_A_VARIABLE = re.compile(r"%[^%A-Za-z]*n")
_GLOB_OF_SOURCES = re.compile(
    r"(?:[\w*-]+/)*\*\.(?:py|js|ts|tsx|jsx|go|rs|c|h|cc|cpp|hpp|java|kt|rb|php|cs|swift|sql|sh"
    r"|html|css|scss|md|rst|txt|json|toml|yaml|yml|xml)",
    re.ASCII,
)
_LISTING = frozenset({"--list", "--contains", "--no-contains", "--merged", "--no-merged"})
_NO_FILES = frozenset(Operands) - {Operands.PATHS, Operands.PATTERN}


class Reading(Struct, frozen=True, kw_only=True):
    """What a safe command reads: paths as written, and with is_tree all below them. needs_folder:
    it looks at the current folder, too. uses_git: it obeys the settings of the repository.
    only_files: none of the paths may be a folder, because it would show all files in it."""

    paths: tuple[str, ...] = ()
    is_tree: bool = False
    needs_folder: bool = True
    uses_git: bool = False
    only_files: bool = False


def reading_of(words: tuple[str, ...]) -> Reading | None:
    """What a command reads; None when it is not in the safe set or may do more than read."""
    if not words:
        return None
    if words[0] == "git":
        return _git_reading(words[1:])
    safe = SAFE.get(words[0])
    operands = _operands(words[1:], safe) if safe else None
    if safe is None or operands is None or not _fits(operands, safe.operands):
        return None
    if words[0] == "rg" and _brings_back_hidden_files(words[1:]):
        return None
    if words[0] == "printf" and _SETS_A_VARIABLE.search(" ".join(operands)):
        return None
    if words[0] == "cd":
        is_clear = len(operands) == 1 and operands[0] != "-"
        return Reading(paths=operands, needs_folder=False) if is_clear else None
    if safe.operands in _NO_FILES:
        return Reading(needs_folder=False)
    if safe.operands is Operands.PATTERN and not _gives_pattern(words[1:]):
        operands = operands[1:]
    return Reading(paths=operands, is_tree=safe.is_tree, only_files=words[0] == "diff")


def _fits(operands: tuple[str, ...], kind: Operands) -> bool:
    if kind is Operands.NONE:
        return not operands
    if kind is Operands.FORMAT:
        return all(text.startswith("+") for text in operands)
    return kind is not Operands.NAMES or not any("/" in text for text in operands)


def _git_reading(words: tuple[str, ...]) -> Reading | None:
    place = 0
    while place < len(words) and words[place] in GIT_FREE_BEFORE:
        place += 1
    name = words[place] if place < len(words) else ""
    rest = words[place + 1 :]
    safe = SAFE_GIT.get(name)
    operands = _operands(rest, safe) if safe else None
    if operands is None:
        return None
    if name == "branch" and operands and not _LISTING.intersection(_long_names(rest)):
        return None  # it would make a branch
    # In HEAD:path the path is what will be shown.
    named = tuple(part for text in operands for part in {text, text.rpartition(":")[2]} if part)
    return Reading(paths=named, uses_git=True)


def _long_names(words: tuple[str, ...]) -> set[str]:
    return {word.partition("=")[0] for word in words if word.startswith("--")}


def _operands(words: tuple[str, ...], safe: Safe) -> tuple[str, ...] | None:
    """The words that are no options; None when an option is not on the list."""
    if safe.operands is Operands.ANYTHING:
        return words
    operands: list[str] = []
    for place, word in enumerate(words):
        if word == "--":
            operands.extend(words[place + 1 :])
            break
        if not word.startswith("-") or word == "-":
            operands.append(word)
        elif not _is_listed(word, safe):
            return None
    return tuple(operands)


def _is_listed(word: str, safe: Safe) -> bool:
    if word.startswith("--"):
        return word.partition("=")[0] in safe.longs
    if safe.takes_number and word[1:].isdecimal():
        return True
    for letter in word[1:]:
        if letter in safe.values:
            return True
        if letter not in safe.shorts:
            return False
    return True


def _brings_back_hidden_files(words: tuple[str, ...]) -> bool:
    """True when a glob of ripgrep may fit names like .env: those it shows although hidden."""
    for place, word in enumerate(words):
        name, _, value = word.partition("=")
        if name in ("--glob", "--iglob"):
            glob = value or "".join(words[place + 1 : place + 2])
        elif word.startswith("-") and not word.startswith("--") and "g" in word:
            glob = word.partition("g")[2] or "".join(words[place + 1 : place + 2])
        else:
            continue
        if not glob.startswith("!") and not _GLOB_OF_SOURCES.fullmatch(glob):
            return True
    return False


def _gives_pattern(words: tuple[str, ...]) -> bool:
    """True when an option may have given the pattern, so that every operand may be a file."""
    return any(
        word.partition("=")[0] in ("--regexp", "--files", "--type-list")
        or (word.startswith("-") and not word.startswith("--") and "e" in word)
        for word in words
    )

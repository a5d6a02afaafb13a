"""What a reader of a command may overlook, and whether it destroys."""

from __future__ import annotations

import re
from collections.abc import Iterator

from agent_tui.engine.permissions.launches import program_name
from agent_tui.engine.permissions.shell_reading import unreadable
from agent_tui.engine.permissions.shell_script import Redirect, Script, Words

LONG = 500
_DOWNLOADS = frozenset({"curl", "wget", "fetch", "aria2c", "http", "https", "httpie", "nc"})
_RUNS_INPUT = re.compile(
    r"(ba|da|z|k|fi|c|tc)?sh|python[\d.]*|perl|ruby|node|php|lua|sudo|doas|eval|source|\.|xargs"
)
_AS_ROOT = frozenset({"sudo", "doas", "su", "pkexec", "run0"})
_DESTROYERS = re.compile(
    r"dd|mkfs(\..*)?|shred|wipefs|fdisk|sfdisk|parted|truncate|blkdiscard|mkswap|srm"
    r"|shutdown|reboot|halt|poweroff|kill|killall|pkill"
)
_GIT_FORCE = {
    "push": ("--force", "--force-with-lease", "--mirror", "--delete", "-f", "-d"),
    "reset": ("--hard",),
    "clean": ("-f", "--force", "-d", "-x"),
    "checkout": ("-f", "--force"),
    "branch": ("-D",),
    "stash": ("drop", "clear"),
    "reflog": ("expire", "delete"),
    "filter-branch": ("",),
}
_DELETERS = frozenset(["rm", "grm", "find", "gfind", "chmod", "chown", "chgrp", "rsync"])
_RAW_DISK = re.compile(r"/dev/(sd|nvme|hd|vd|xvd|disk|mmcblk|mapper)")


def warnings_about(script: Script) -> tuple[tuple[str, ...], bool]:
    """Sentences about a command, and whether it destroys something."""
    sentences: list[str] = []
    dangers = list(dict.fromkeys(_dangers(script)))
    if hidden := unreadable(script.text):
        dangers.append(f"{hidden}.")
    sentences.extend(dangers)
    if look_alike := _look_alike(script):
        sentences.append(look_alike)
    if len(script.text) > LONG:
        sentences.append(f"It is long ({len(script.text)} characters): scroll to read all of it.")
    return tuple(sentences), bool(dangers)


def _dangers(script: Script) -> Iterator[str]:
    names = [program_name(words) for words in script.views]
    for words, name in zip(script.views, names, strict=True):
        if name in _AS_ROOT:
            yield f"It runs with other rights ({name})."
        if _DESTROYERS.fullmatch(name):
            yield f"It can destroy data or stop programs ({name})."
        yield from _deletions(words, name)
        yield from _git_dangers(words, name)
    if _DOWNLOADS.intersection(names) and any(_RUNS_INPUT.fullmatch(name) for name in names):
        yield "It hands something from the network to a program that may run it."
    for step in script.steps:
        if isinstance(step, Redirect) and step.writes and _RAW_DISK.match(step.target.text):
            yield "It writes to a disk itself."


def _deletions(words: Words, name: str) -> Iterator[str]:
    if name not in _DELETERS:
        return
    options = [word.text for word in words[1:] if word.text.startswith("-")]
    letters = "".join(option for option in options if not option.startswith("--"))
    if name in ("rm", "grm"):
        is_deep = "r" in letters.casefold() or "--recursive" in options
        yield "It deletes folders with all that is in them." if is_deep else "It deletes files."
    elif name in ("find", "gfind") and "-delete" in options:
        yield "It deletes every file that it finds."
    elif name in ("chmod", "chown", "chgrp") and ("R" in letters or "--recursive" in options):
        yield "It changes the rights of whole folders."
    elif name == "rsync" and any(option.startswith("--delete") for option in options):
        yield "It deletes files at its destination."


def _git_dangers(words: Words, name: str) -> Iterator[str]:
    if name != "git":
        return
    texts = [word.text for word in words[1:]]
    for subcommand, signs in _GIT_FORCE.items():
        if subcommand in texts and any(_shows(text, sign) for text in texts for sign in signs):
            yield f"It can lose work for good (git {subcommand})."
    if "push" in texts and any(text.startswith(("+", ":")) for text in texts):
        yield "It can lose work for good (git push)."


def _shows(text: str, sign: str) -> bool:
    if sign.startswith("--"):
        return text.partition("=")[0] == sign
    if sign.startswith("-"):
        return text.startswith("-") and not text.startswith("--") and sign[1] in text
    return not sign or text == sign


def _look_alike(script: Script) -> str:
    """Letters of other alphabets where only plain ones are usual."""
    ends: set[int] = set()
    for words in script.views:
        # Most views are the last words of one before: a thousand words would be looked at a
        # thousand times.
        is_rest = bool(words) and id(words[-1]) in ends
        ends.update(id(word) for word in words[-1:])
        for place, word in enumerate(words[:1] if is_rest else words):
            is_option = word.text[:1] in ("-", "–", "—", "‐", "‑", "−", "－")
            if (place == 0 or is_option) and not word.text.isascii():
                strange = next(letter for letter in word.text if not letter.isascii())
                return f"It holds a letter that may look like another one ({strange!r})."
    return ""

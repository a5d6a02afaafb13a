"""Says why a prefix rule must not cover a command although its first words fit."""

from __future__ import annotations

from agent_tui.engine.permissions.harmful_tables import (
    ALIASES,
    GIT_ANYWHERE,
    GIT_BEFORE,
    GIT_SUBCOMMANDS,
    HARMFUL,
    NEVER_BY_PREFIX,
    NEVER_BY_PREFIX_GIT,
    Harm,
)
from agent_tui.engine.permissions.launches import program_name
from agent_tui.engine.permissions.shell_script import Words


def prefix_obstacle(words: Words) -> str:
    """Why only an exact rule may cover this call, in words for people; "" when a prefix may."""
    name = program_name(words)
    name = ALIASES.get(name, name)
    texts = [word.text for word in words]
    if name in NEVER_BY_PREFIX:
        return f"What {texts[0]} does depends on all of its words"
    if name == "git":
        return _git_obstacle(texts[1:])
    if name.startswith(("python", "pypy")):
        name = "python"
    if name == "printf" and any("%" in text for text in texts[1:2]) and "-v" in texts:
        return "Its option -v sets a variable"
    if name == "tar" and len(texts) > 1 and not texts[1].startswith("-"):
        texts[1] = f"-{texts[1]}"  # the old way: tar xIf
    harm = HARMFUL.get(name)
    return _obstacle(texts[1:], harm) if harm else ""


def _git_obstacle(texts: list[str]) -> str:
    place = next((i for i, text in enumerate(texts) if not text.startswith("-")), len(texts))
    if found := _obstacle(texts[:place], GIT_BEFORE):
        return found
    subcommand = texts[place] if place < len(texts) else ""
    if subcommand in NEVER_BY_PREFIX_GIT:
        return f"What git {subcommand} does depends on all of its words"
    if found := _obstacle(texts[place + 1 :], GIT_ANYWHERE):
        return found
    harm = GIT_SUBCOMMANDS.get(subcommand)
    return _obstacle(texts[place + 1 :], harm) if harm else ""


def _obstacle(texts: list[str], harm: Harm) -> str:
    for text in texts:
        if is_harmful(text, harm):
            return f"With {text} it can do more than its first words say"
    return ""


def is_harmful(text: str, harm: Harm) -> bool:
    """True when a word is, or may be, one of the options of `harm`."""
    if text in harm.words or (harm.starts and text.startswith(harm.starts)):
        return True
    if harm.has and harm.has in text:
        return True
    if text.startswith("--"):
        name = text.partition("=")[0]
        # Most programs take any unambiguous beginning of a long option.
        return len(name) > 2 and any(long.startswith(name) for long in harm.longs)
    return text.startswith("-") and any(letter in harm.shorts for letter in text[1:])

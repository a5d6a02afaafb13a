"""Where links lead: the one place that knows how a style carries its target."""

from __future__ import annotations

import re
from functools import lru_cache

from rich.style import Style

# Only these become terminal hyperlinks: a path means nothing to a terminal, and what other schemes
# start is not for a model to choose.
_WEB = re.compile(r"(?:https?|ftp|mailto):", re.IGNORECASE)
_EXTENSION = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,9}")
_TOP_LEVEL_DOMAINS = frozenset(("com", "org", "net", "io"))
_FILES_WITHOUT_EXTENSION = frozenset(("makefile", "dockerfile"))


def is_web(target: str) -> bool:
    """It is an address that a terminal may open itself."""
    return _WEB.match(target) is not None


@lru_cache(maxsize=512)
def link_to(target: str) -> Style:
    """What makes a text a link, with nothing to see. target: see `OpenWanted`, harmless."""
    return Style(link=target if is_web(target) else None, meta={"link": target})


def target_of(style: Style | None) -> str:
    """Where a text of this style leads, "" when it is no link."""
    return str(style.meta.get("link", "")) if style is not None else ""


def is_file_like(path: str) -> bool:
    """A path whose last name has letters, or a file name with an extension: no time, no host."""
    _, slash, name = path.rpartition("/")
    if slash:
        return any(character.isalpha() for character in name)
    _, dot, extension = name.rpartition(".")
    if not dot:
        return name.lower() in _FILES_WITHOUT_EXTENSION
    return bool(_EXTENSION.fullmatch(extension)) and extension not in _TOP_LEVEL_DOMAINS

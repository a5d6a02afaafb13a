"""The language of a file, from its name."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache


def code_language(path: str) -> str:
    """A name that the highlighter knows, "" for text and for what nobody knows."""
    name = path.rpartition("/")[2].lower()
    return _languages().get(name) or _languages().get(name.rpartition(".")[2], "")


@cache
def _languages() -> Mapping[str, str]:
    """By extension, and by the names of files that have none of their own (`makefile`). Where
    several languages share an extension, the one that is called like it comes first."""
    from pygments.lexers import get_all_lexers  # type: ignore[import-untyped]

    found: dict[str, str] = {}
    for _, aliases, patterns, _ in get_all_lexers(plugins=False):
        for pattern in patterns if aliases and aliases[0] != "text" else ():
            key = pattern.lower().removeprefix("*.")
            if not any(sign in key for sign in "*?["):
                found.setdefault(key, aliases[0])
                if key in aliases:
                    found[key] = aliases[0]
    return found

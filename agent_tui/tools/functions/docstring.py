"""What the docstring of a function tells the model: a description, and words on each parameter."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterable

from msgspec import Struct

_PARAMETERS = re.compile(r"(?:Args|Arguments|Parameters):\s*$")
_PARAMETER = re.compile(r"\*{0,2}(?P<name>\w+)\s*(?:\([^)]*\))?\s*:\s*(?P<text>.*)$")


class Docstring(Struct, frozen=True, kw_only=True):
    """description: the first paragraph as one line. parameters: name to text, from a section in
    Google style."""

    description: str
    parameters: dict[str, str]


def parsed_docstring(text: str | None) -> Docstring:
    """Never raises: what is not understood is left out."""
    lines = inspect.cleandoc(text or "").splitlines()
    first: list[str] = []
    for line in lines:
        if not line.strip() or _PARAMETERS.match(line):
            break
        first.append(line.strip())
    return Docstring(description=" ".join(first), parameters=_parameters(lines))


def _parameters(lines: Iterable[str]) -> dict[str, str]:
    found: dict[str, list[str]] = {}
    current: list[str] = []
    is_inside, indent = False, 0
    for line in lines:
        depth = len(line) - len(line.lstrip())
        if not is_inside or (line.strip() and depth == 0):
            is_inside, indent = bool(_PARAMETERS.match(line)), 0
            continue
        indent = indent or depth
        entry = _PARAMETER.match(line.strip())
        if entry and depth == indent:
            current = found.setdefault(entry["name"], [])
            current.append(entry["text"])
        elif depth > indent:
            current.append(line.strip())
    return {name: " ".join(words).strip() for name, words in found.items()}

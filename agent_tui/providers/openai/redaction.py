"""Makes a server's text fit for the screen: no secret, no control character, not too long."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping

EXCERPT_CHARACTERS = 300
_HIDDEN = "[hidden]"
_SHORTEST_SECRET = 6
_SECRET_NAME = re.compile(r"key|token|secret|auth|cookie|signature|password", re.IGNORECASE)
_KEY_SHAPES = re.compile(
    r"(?:Bearer|Basic)\s+[^\s\"',;]+"  # a header, quoted back
    r"|\b(?:sk|pk|rk|gsk|xai|hf|key|tok)[-_][\w*.\-]{6,}"  # prefixes that vendors give their keys
    r"|\bAIza[\w*\-]{8,}"
    r"|\beyJ[\w\-]{8,}(?:\.[\w\-]+)*"  # a JSON web token
    r"|[\w\-]{2,}\*{3,}[\w\-]*",  # a key that the server has starred out itself
    re.IGNORECASE,
)


def secrets_in(api_key: str, *mappings: Mapping[str, str]) -> tuple[str, ...]:
    """The key, and the values of headers and parameters whose names say that they are secret."""
    named = (
        value
        for mapping in mappings
        for name, value in mapping.items()
        if _SECRET_NAME.search(name)
    )
    return tuple(value for value in (api_key, *named) if value)


def excerpt(text: str, secrets: Iterable[str] = ()) -> str:
    """At most 300 characters of `text` on one line, without secrets or control characters."""
    # Only so much can reach the excerpt; a page of many megabytes is not searched to its end.
    shown = text[: EXCERPT_CHARACTERS * 10]
    shown = " ".join("".join(_harmless(character) for character in shown).split())
    for secret in secrets:
        if len(secret) >= _SHORTEST_SECRET:
            shown = shown.replace(secret, _HIDDEN)
    shown = _KEY_SHAPES.sub(_HIDDEN, shown)
    if len(shown) > EXCERPT_CHARACTERS:
        return shown[: EXCERPT_CHARACTERS - 1] + "…"
    return shown


def _harmless(character: str) -> str:
    if character.isspace():
        return " "
    # Cc: control; Cf: invisible, also those that turn the writing direction; Cs: half a character.
    return "" if unicodedata.category(character) in ("Cc", "Cf", "Cs") else character

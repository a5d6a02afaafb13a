"""Finds secrets in text and hides them: the configured keys by their value, others by their shape.

Pure. Shapes are those that hardly anything else has: what looks like a hash, an id or a word stays.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from functools import cache
from urllib.parse import quote

from msgspec import Struct

HIDDEN = "[hidden]"
"""Stands where something had the shape of a secret."""

HIDDEN_KEY = "[hidden key]"
"""Stands where a configured key was; no text of the user's own has these words."""

_LONG_SECRET, _SHORT_SECRET = 12, 8  # characters
_PLACEHOLDERS = frozenset(
    {"no-key-required", "sk-no-key-required", "no-key-needed", "not-required", "your-api-key"}
    | {"your_api_key", "your-api-key-here", "your_api_key_here", "placeholder-key"}
)
_NAMED_VALUE_LENGTH = 12


class KnownSecrets:
    """Hides values that are known to be secret, wherever they stand.

    values: keys as they are configured. What people write where no key is needed ("EMPTY",
    "lm-studio", "anything") is an ordinary word and stays: a secret has 12 characters, or 8 with
    letters and digits. Thread-safe.
    """

    def __init__(self, values: Iterable[str]) -> None:
        # The longest first: one may be the beginning of another.
        self._secrets: tuple[str, ...] = ()
        self.add(values)

    def add(self, values: Iterable[str]) -> None:
        """Hide these, too, from now on."""
        secrets = {form for value in values if is_secret_value(value) for form in _forms(value)}
        self._secrets = tuple(
            sorted(secrets.union(self._secrets), key=lambda one: (-len(one), one))
        )

    def __bool__(self) -> bool:
        return bool(self._secrets)

    def __repr__(self) -> str:
        return f"KnownSecrets({len(self._secrets)} of them)"

    def hide(self, text: str) -> str:
        """The text without them."""
        for secret in self._secrets:
            if secret in text:
                text = text.replace(secret, HIDDEN_KEY)
        return text

    def open_end(self, text: str) -> int:
        """How many characters at the end may be the beginning of a secret."""
        longest = max(map(len, self._secrets), default=1) - 1
        for length in range(min(longest, len(text)), 0, -1):
            end = text[-length:]
            if any(len(secret) > length and secret.startswith(end) for secret in self._secrets):
                return length
        return 0


NO_SECRETS = KnownSecrets(())


class SecretStream:
    """`KnownSecrets.hide` for text that comes in pieces: a secret may be cut anywhere. One
    thread."""

    def __init__(self, secrets: KnownSecrets) -> None:
        self._secrets, self._held = secrets, ""

    def feed(self, text: str) -> str:
        """What can be shown by now; the beginning of a secret is held back."""
        if not self._secrets:
            return text
        text = self._secrets.hide(self._held + text)
        held = self._secrets.open_end(text)
        self._held = text[len(text) - held :]
        return text[: len(text) - held]

    def end(self) -> str:
        """What was held back: nothing follows any more."""
        held, self._held = self._held, ""
        return held


def is_secret_value(value: str) -> bool:
    """Whether a configured key is one, and no placeholder."""
    if len(value) >= _LONG_SECRET:
        return value.lower() not in _PLACEHOLDERS
    return len(value) >= _SHORT_SECRET and _has_letters_and_digits(value)


def without_secrets(text: str, known: KnownSecrets = NO_SECRETS) -> str:
    """`text` without known secrets and without what has the shape of one: keys of well-known
    services, private keys, web tokens, the values of authorisation headers and of variables that
    are called so, passwords in addresses."""
    text = known.hide(text)
    for shape in _shapes():
        if any(needle in text for needle in shape.needles):
            text = shape.pattern.sub(shape.hide, text)
    return text


def _forms(value: str) -> tuple[str, ...]:
    """As it is, and as it stands in JSON and in an address."""
    return (value, json.dumps(value)[1:-1], quote(value, safe=""))


def _has_letters_and_digits(text: str) -> bool:
    return any(map(str.isdigit, text)) and any(map(str.isalpha, text))


class _Shape(Struct, frozen=True):
    """needles: the pattern can match only where one of them stands; looking for them is cheap."""

    needles: tuple[str, ...]
    pattern: re.Pattern[str]
    hide: str | Callable[[re.Match[str]], str]


def _hide_value(match: re.Match[str]) -> str:
    """Of `name`, `value`: only a value with letters and digits is one."""
    return f"{match['name']}{HIDDEN}" if _has_letters_and_digits(match["value"]) else match[0]


def _hide_mixed(match: re.Match[str]) -> str:
    return HIDDEN if _has_letters_and_digits(match[0][3:]) else match[0]


@cache
def _shapes() -> tuple[_Shape, ...]:
    # Compiled when first wanted: starts import this module.
    return (*_key_shapes(), *_named_shapes())


def _key_shapes() -> tuple[_Shape, ...]:
    """What is secret by itself."""
    return (
        _Shape(
            ("PRIVATE KEY",),
            re.compile(
                r"-----BEGIN (?:[A-Z0-9]+ ){0,3}PRIVATE KEY(?: BLOCK)?-----"
                r"(?:(?!-----END )[\w+/=\s\\:,.()-]){0,20000}"
                r"(?:-----END (?:[A-Z0-9]+ ){0,3}PRIVATE KEY(?: BLOCK)?-----)?"
            ),
            HIDDEN,
        ),
        _Shape(("sk-",), re.compile(r"\bsk-[\w-]{20,}"), _hide_mixed),
        _Shape(
            ("k_live_", "k_test_"), re.compile(r"\b[spr]k_(?:live|test)_[A-Za-z0-9]{16,}"), HIDDEN
        ),
        _Shape(
            ("gho_", "ghp_", "ghu_", "ghs_", "ghr_", "github_pat_"),
            re.compile(r"\b(?:gh[opusr]_[A-Za-z0-9]{30,}|github_pat_\w{40,})"),
            HIDDEN,
        ),
        _Shape(
            ("glpat-", "xai-", "pypi-", "npm_", "hf_", "gsk_"),
            re.compile(
                r"\b(?:glpat-[\w-]{20,}|xai-[A-Za-z0-9]{40,}|pypi-[\w-]{50,}|npm_[A-Za-z0-9]{36,}"
                r"|hf_[A-Za-z0-9]{30,}|gsk_[A-Za-z0-9]{40,})"
            ),
            HIDDEN,
        ),
        _Shape(("AKIA", "ASIA"), re.compile(r"\b(?:AKIA|ASIA)[A-Z0-9]{16}\b"), HIDDEN),
        _Shape(("AIza",), re.compile(r"\bAIza[\w-]{35}"), HIDDEN),
        _Shape(("ya29.",), re.compile(r"\bya29\.[\w-]{20,}"), HIDDEN),
        _Shape(("xox",), re.compile(r"\bxox[abeposr]-[\w-]{10,}"), _hide_mixed),
        _Shape(("SG.",), re.compile(r"\bSG\.[\w-]{16,}\.[\w-]{16,}"), HIDDEN),
        _Shape(("eyJ",), re.compile(r"\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]{8,}"), HIDDEN),
    )


def _named_shapes() -> tuple[_Shape, ...]:
    """What is secret because of the words before it."""
    any_case = re.IGNORECASE
    return (
        _Shape(
            ("earer", "EARER", "asic", "BASIC"),
            re.compile(r"(?P<name>\b(?:Bearer|Basic)\s+)(?P<value>[\w.~+/=-]{12,})", any_case),
            _hide_value,
        ),
        _Shape(
            ("://",),
            re.compile(r"(\b[a-z][a-z0-9+.-]{1,20}://[^\s/:@\"'<>]{0,100}:)[^\s/@\"'<>]{3,200}@"),
            rf"\1{HIDDEN}@",
        ),
        _Shape(
            ("KEY", "TOKEN", "SECRET", "PASS", "key", "token", "secret", "pass"),
            re.compile(
                r"(?P<name>(?<![A-Za-z0-9])(?:[A-Za-z0-9]+[_-]){0,8}"
                r"(?:api[_-]?key|access[_-]?key|secret[_-]?key|private[_-]?key|auth[_-]?token"
                r"|access[_-]?token|client[_-]?secret|token|secret|password|passwd)"
                r"[\"']?\s{0,3}[=:]\s{0,3}[\"']?)"
                rf"(?P<value>[A-Za-z0-9_+/=~-]{{{_NAMED_VALUE_LENGTH},500}})(?![\w.(\[])",
                any_case,
            ),
            _hide_value,
        ),
    )

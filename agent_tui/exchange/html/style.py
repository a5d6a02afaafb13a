"""The style of a page: one text, known by its hash."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from agent_tui.exchange.html.colours import PageColours


def page_style(colours: PageColours) -> str:
    """The whole style sheet. Paper is always light."""
    light, dark = _variables(colours.light), _variables(colours.dark)
    return (
        f":root{{color-scheme:light dark;{light}}}\n"
        f"@media screen and (prefers-color-scheme:dark){{:root{{{dark}}}}}\n{_rules()}"
    )


def content_policy(style: str) -> str:
    """What a browser may do with the page: show this style and embedded pictures, nothing else."""
    digest = b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return (
        f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; base-uri 'none'; "
        "form-action 'none'"
    )


def _variables(colours: Mapping[str, str]) -> str:
    return "".join(f"--{name}:{colour};" for name, colour in colours.items())


@cache
def _rules() -> str:
    return Path(__file__).with_name("page.css").read_text(encoding="utf-8")

"""Style sheets are parsed once for all the apps of a test run, instead of once for each of them."""

from __future__ import annotations

from typing import Any

from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet

_parsed: dict[object, list[RuleSet]] = {}


def share_parsed_style_sheets() -> None:
    """What was parsed is read only, and Textual itself shares it between copies of a sheet."""
    parse_rules = Stylesheet._parse_rules

    def remembered(sheet: Stylesheet, css: str, *arguments: Any, **options: Any) -> list[RuleSet]:
        variables = frozenset(sheet._variables.items())
        key = css, arguments, tuple(sorted(options.items())), variables
        if key not in _parsed:
            _parsed[key] = parse_rules(sheet, css, *arguments, **options)
        return _parsed[key]

    Stylesheet._parse_rules = remembered  # type: ignore[method-assign, assignment]

"""The rules that stand in the settings, as grants."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from agent_tui.config.origins import Origin
from agent_tui.config.settings import Settings
from agent_tui.errors import ConfigError
from agent_tui.protocol.permissions import Effect, Grant, GrantScope


def grants_from_settings(
    settings: Settings,
    normalised: Callable[[str], str],
    origins: Mapping[str, Origin] | None = None,
) -> Iterator[Grant]:
    """A grant for each rule of `allow` and `deny`, denials first.

    normalised: gives the exact text of a rule or raises `ConfigError`. origins: where each setting
    stands, by name ("allow.RULE"), for people. Raises `ConfigError` that names the list.
    """
    for key, effect, rules in (
        ("deny", Effect.DENY, settings.deny),
        ("allow", Effect.ALLOW, settings.allow),
    ):
        for rule in rules:
            origin = (origins or {}).get(f"{key}.{rule}")
            try:
                text = normalised(rule)
            except ConfigError as error:
                raise ConfigError(
                    f"{key}: {error.what}", file=origin.file if origin else None, key=key
                ) from error
            yield Grant(
                id=f"{key}:{text}",
                rule=text,
                effect=effect,
                scope=GrantScope.SETTINGS,
                source=str(origin) if origin else "settings",
            )

"""A text of a settings file that knows where it stands there."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec.structs import replace

from agent_tui.config.settings import CustomProvider
from agent_tui.config.sources.layer import Layer
from agent_tui.errors import ConfigError


class PlacedText(str):
    """For values that can only be checked when they are used. place: an error there."""

    place: ConfigError

    @classmethod
    def at(cls, text: str, place: ConfigError) -> PlacedText:
        """The text with its place."""
        made = cls(text)
        made.place = place
        return made


def with_places(providers: Mapping[str, object], layer: Layer) -> dict[str, object]:
    """The entries of `[providers]`; the classes that they name know where."""
    return {name: _placed(name, entry, layer) for name, entry in providers.items()}


def _placed(name: str, entry: object, layer: Layer) -> object:
    if not isinstance(entry, CustomProvider) or not entry.python_class:
        return entry
    place = layer.problem("", ("providers", name, "python_class"))
    return replace(entry, python_class=PlacedText.at(entry.python_class, place))


def problem_with(text: str, what: str) -> ConfigError:
    """An error about a value: with its place, when a file has it."""
    key = "python_class"
    if not isinstance(text, PlacedText):
        return ConfigError(what, key=key)
    place = text.place
    return ConfigError(
        what, file=place.file, line=place.line, column=place.column, key=place.key or key
    )

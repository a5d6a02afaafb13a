"""Loads the settings from all places, and remembers where each value comes from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from msgspec import Struct, field

from agent_tui.config.origins import DEFAULT_ORIGIN, Origin, OriginKind
from agent_tui.config.settings import Settings
from agent_tui.config.sources.config_files import (
    USER_FILE_NAME,
    layer_of_file,
    project_files,
    read_config_file,
)
from agent_tui.config.sources.environment import environment_layer, openai_layer
from agent_tui.config.sources.layer import Layer

IsTrusted = Callable[[Path, bytes], bool]
"""Whether the user trusts this file with this content."""


class LoadedSettings(Struct, frozen=True, kw_only=True):
    """The settings and their story.

    origins: by setting ("model", "profiles.work"); a setting that is not in it has its default.
    notes: sentences for the user, about files and keys that are not used. files: all settings files
    that exist, weakest first, used or not.
    """

    settings: Settings
    origins: Mapping[str, Origin] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    files: tuple[Path, ...] = ()

    def origin_of(self, key: str) -> Origin:
        """Where the value of a setting comes from."""
        return self.origins.get(key, DEFAULT_ORIGIN)

    @property
    def is_endpoint_chosen_now(self) -> bool:
        """Whether this very command names provider or model, and means them for any session."""
        return any(
            self.origin_of(key).kind is OriginKind.COMMAND_LINE
            for key in ("profile", "provider", "model", "base_url")
        )

    @property
    def is_mode_chosen_now(self) -> bool:
        """Whether this very command names the permission mode, and means it for any session."""
        return self.origin_of("permission_mode").kind is OriginKind.COMMAND_LINE


def load_settings(
    *,
    flags: Mapping[str, object],
    environ: Mapping[str, str],
    cwd: Path,
    user_config_dir: Path,
    is_trusted: IsTrusted,
) -> LoadedSettings:
    """Read and join all settings: flags win over variables, over the project's local file, over the
    project's file, over the user's file, over defaults.

    flags: in the shape of a TOML file. cwd: absolute. A missing file is fine. Raises `ConfigError`,
    with line and column, for an unreadable one and for anything in it that is not a setting. A
    project's file that is not trusted is not even parsed; a note names it.
    """
    files = _FileReader(is_trusted)
    candidates = (
        Origin(OriginKind.USER_FILE, file=user_config_dir / USER_FILE_NAME),
        *project_files(cwd, environ),
    )
    layers = [layer for origin in candidates if (layer := files.layer(origin))]
    if variables := environment_layer(environ):
        layers.append(variables)
    if flags:
        layers.append(Layer(origin=Origin(OriginKind.COMMAND_LINE), values=flags))
    openai = openai_layer(environ)
    if not layers and openai is None:
        return LoadedSettings(
            settings=Settings(), notes=tuple(files.notes), files=tuple(files.found)
        )
    return _joined(layers, openai, files)


class _FileReader:
    """Reads settings files and keeps the list of what was found."""

    def __init__(self, is_trusted: IsTrusted) -> None:
        self._is_trusted = is_trusted
        self.found: list[Path] = []
        self.notes: list[str] = []

    def layer(self, origin: Origin) -> Layer | None:
        """The file's values, None when it is missing or not trusted."""
        assert origin.file is not None
        content = read_config_file(origin.file)
        if content is None:
            return None
        self.found.append(origin.file)
        if origin.kind is not OriginKind.USER_FILE and not self._is_trusted(origin.file, content):
            self.notes.append(
                f"{origin.file} is not used until you trust it: agent-tui config trust"
            )
            return None
        return layer_of_file(origin, content)


def _joined(layers: Iterable[Layer], openai: Layer | None, files: _FileReader) -> LoadedSettings:
    # Imported only now: the checks cost several milliseconds that a start without settings saves.
    from agent_tui.config.sources.joining import Joined

    joined = Joined()
    for layer in layers:
        joined.add(layer)
    if openai is not None and _is_openai(joined.values):
        joined = Joined()
        for layer in _with_openai(layers, openai):
            joined.add(layer)
    return LoadedSettings(
        settings=Settings(**joined.values),  # type: ignore[arg-type]
        origins=joined.origins,
        notes=(*files.notes, *joined.notes),
        files=tuple(files.found),
    )


def _is_openai(values: Mapping[str, object]) -> bool:
    return not values.get("profile") and values.get("provider", "openai") in ("", "openai")


def _with_openai(layers: Iterable[Layer], openai: Layer) -> list[Layer]:
    """The layers with OpenAI's own variables among them: above every file, below `AGENT_TUI_*`."""
    weaker = [layer for layer in layers if layer.file is not None]
    stronger = [layer for layer in layers if layer.file is None]
    return [*weaker, openai, *stronger]

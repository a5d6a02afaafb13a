"""The files that settings are read from: where they are, and their text as a layer."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from agent_tui.config.origins import Origin, OriginKind
from agent_tui.config.sources.key_positions import position_at
from agent_tui.config.sources.layer import Layer
from agent_tui.config.sources.plain_toml import read_plainly
from agent_tui.errors import ConfigError

USER_FILE_NAME = "config.toml"
PROJECT_FOLDER_NAME = ".agent-tui"
# Weakest first.
_PROJECT_FILE_NAMES = {
    "config.toml": OriginKind.PROJECT_FILE,
    "config.local.toml": OriginKind.LOCAL_FILE,
}


def project_files(cwd: Path, environ: Mapping[str, str]) -> tuple[Origin, ...]:
    """The settings files of the project around `cwd`, weakest first; only files that exist.

    They are looked for in `cwd` and its parents, up to a folder with `.git` and never in the home
    folder or above it: what stands there is not a project.
    """
    home = environ.get("HOME", "")
    for folder in (cwd, *cwd.parents):
        if str(folder) == home:
            break
        found = tuple(
            Origin(kind, file=file)
            for name, kind in _PROJECT_FILE_NAMES.items()
            if (file := folder / PROJECT_FOLDER_NAME / name).is_file()
        )
        if found or (folder / ".git").exists():
            return found
    return ()


def read_config_file(file: Path) -> bytes | None:
    """The file's content, None when there is no such file. Raises `ConfigError` otherwise."""
    try:
        return file.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise ConfigError(f"The file cannot be read ({reason}).", file=file) from error


def layer_of_file(origin: Origin, content: bytes) -> Layer:
    """The file's values. Raises `ConfigError` with the position when it is not TOML in UTF-8."""
    try:
        text = content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        before = content[: error.start].decode("utf-8", "replace")
        line, column = position_at(before, len(before))
        what = "The file must be UTF-8 text."
        raise ConfigError(what, file=origin.file, line=line, column=column) from error
    values = read_plainly(text)
    if values is None:
        values = _read_wholly(text, origin.file)
    return Layer(origin=origin, values=values, text=text)


def _read_wholly(text: str, file: Path | None) -> dict[str, object]:
    # Imported only now: the TOML reader costs 6 ms, and most files do without.
    import tomllib

    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        what, line, column = _place_in(str(error), text)
        what = f"This is not valid TOML: {what}."
        raise ConfigError(what, file=file, line=line, column=column) from error


def _place_in(message: str, text: str) -> tuple[str, int, int]:
    """Splits the reader's "Invalid value (at line 3, column 5)"."""
    what, _, place = message.rstrip(")").rpartition(" (at ")
    numbers = [int(word) for word in place.replace(",", " ").split() if word.isdigit()]
    if len(numbers) == 2:
        return what, numbers[0], numbers[1]
    end = position_at(text, len(text))
    return what or message, end.line, end.column

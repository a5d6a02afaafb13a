"""Where the program keeps its files; the only place that asks the platform."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path

import platformdirs
from msgspec import Struct

from agent_tui.errors import ConfigError

APP_FOLDER = "agent-tui"
LOG_FILE_NAME = "agent-tui.log"


class Paths(Struct, frozen=True, kw_only=True):
    """The program's folders, absolute. They need not exist: the first writer makes them (0700)."""

    config_dir: Path
    data_dir: Path
    log_dir: Path

    @property
    def sessions_dir(self) -> Path:
        """One folder per stored session."""
        return self.data_dir / "sessions"

    @property
    def index_path(self) -> Path:
        """The rebuildable list of the sessions."""
        return self.data_dir / "index.db"

    @property
    def protected(self) -> tuple[str, ...]:
        """Where settings, sessions and permissions stand: nothing that an agent may rewrite
        unasked."""
        return (str(self.config_dir), str(self.data_dir))

    @property
    def prompts_path(self) -> Path:
        """The prompts of all sessions."""
        return self.data_dir / "prompts.jsonl"

    @property
    def hints_path(self) -> Path:
        """Which hints the user has had."""
        return self.data_dir / "hints.json"

    @property
    def grants_path(self) -> Path:
        """Permissions that outlive a session."""
        return self.data_dir / "grants.json"


def default_paths(environ: Mapping[str, str], app_folder: str = APP_FOLDER) -> Paths:
    """The platform's folders, unless AGENT_TUI_CONFIG_DIR, AGENT_TUI_DATA_DIR or AGENT_TUI_LOG_DIR
    in `environ` names another ("~" is the home folder, empty counts as unset). Touches no disk.

    app_folder: a host's, as `folder_name` gives it; the variables begin with its name then, as
    MY_NOTES_DATA_DIR does. What the platform itself reads (HOME, XDG_*) comes from the process's
    environment.
    """
    platform = platformdirs.PlatformDirs(app_folder, appauthor=False)
    prefix = re.sub(r"\W", "_", app_folder).upper()
    return Paths(
        config_dir=_chosen(environ, f"{prefix}_CONFIG_DIR", platform.user_config_dir),
        data_dir=_chosen(environ, f"{prefix}_DATA_DIR", platform.user_data_dir),
        log_dir=_chosen(environ, f"{prefix}_LOG_DIR", platform.user_log_dir),
    )


def folder_name(app_name: str) -> str:
    """The folder of an application: "My Notes" keeps its files in "my-notes". Raises `ConfigError`
    for a name without a letter or digit."""
    folder = re.sub(r"[^\w.-]+", "-", app_name.strip().lower()).strip("-._")
    if not folder:
        what = f'"{app_name}" gives no folder a name. Use letters, or name the folders yourself.'
        raise ConfigError(what, key="name")
    return folder


def _chosen(environ: Mapping[str, str], variable: str, default: str) -> Path:
    return Path(os.path.abspath(os.path.expanduser(environ.get(variable) or default)))

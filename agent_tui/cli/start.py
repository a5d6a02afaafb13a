"""From arguments to what every command needs: folders, settings, the session store."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct

from agent_tui.cli.arguments import Arguments
from agent_tui.cli.version import VERSION
from agent_tui.config.loading import LoadedSettings, load_settings
from agent_tui.config.trust import TrustRegister
from agent_tui.errors import ConfigError
from agent_tui.protocol.ports import GrantStore, SessionStore
from agent_tui.storage.paths import Paths, default_paths


class Start(Struct, frozen=True, kw_only=True):
    """One call of the program. cwd: absolute; the process itself never changes its own."""

    arguments: Arguments
    environ: Mapping[str, str]
    paths: Paths
    cwd: Path

    def load_settings(self) -> LoadedSettings:
        """Read all settings. Raises `ConfigError`."""
        return load_settings(
            flags=self.arguments.flags,
            environ=self.environ,
            cwd=self.cwd,
            user_config_dir=self.paths.config_dir,
            is_trusted=TrustRegister(self.paths.data_dir).is_trusted,
        )

    def session_store(self) -> SessionStore:
        """The stored sessions; nothing is read yet."""
        # Imported here: a new session of the full screen does not need it before the first paint.
        from agent_tui.storage.session_store import FileSessionStore

        return FileSessionStore(self.paths.sessions_dir, self.paths.index_path, app_version=VERSION)

    def grant_store(self) -> GrantStore:
        """The permissions that outlive a session; nothing is read yet."""
        # Imported here for the same reason.
        from agent_tui.storage.grant_store import FileGrantStore

        return FileGrantStore(self.paths.grants_path)

    def stored_id(self) -> str:
        """The session that --resume or --continue means, "" for a new one.

        Raises `ConfigError`, `SessionNotFound`, `SessionAmbiguous`.
        """
        arguments = self.arguments
        if (arguments.resume or arguments.is_resume_open) and arguments.is_continued:
            raise ConfigError("Give only one of --resume and --continue.", key="resume")
        if arguments.is_resume_open:
            raise ConfigError(
                "--resume needs the id of a session where there is no screen to choose one. "
                "See them all: agent-tui sessions list",
                key="resume",
            )
        if arguments.resume:
            return self.session_store().resolve(arguments.resume)
        if not arguments.is_continued:
            return ""
        last = self.session_store().sessions(cwd=str(self.cwd), limit=1)
        if not last:
            raise ConfigError(
                f"There is no stored session of {self.cwd} to continue. "
                "See all with: agent-tui sessions list",
                key="continue",
            )
        return last[0].id


def start_from(arguments: Arguments, environ: Mapping[str, str]) -> Start:
    """Find the folders. Raises `ConfigError` when --cd names no folder."""
    cwd = Path(os.path.abspath(os.path.expanduser(arguments.cwd or ".")))
    if not cwd.is_dir():
        raise ConfigError(f"There is no folder {cwd}.", key="cd")
    return Start(arguments=arguments, environ=environ, paths=default_paths(environ), cwd=cwd)

"""Loads settings from a temporary home, project and environment."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from agent_tui.config.loading import LoadedSettings, load_settings


class Places:
    """A home folder with settings, and a project in it, whose files are trusted by default."""

    def __init__(self, root: Path) -> None:
        self.home = root / "home"
        self.user_dir = self.home / ".config"
        self.project = self.home / "project"
        self.user_file = self.user_dir / "config.toml"
        self.project_file = self.project / ".agent-tui" / "config.toml"
        self.local_file = self.project / ".agent-tui" / "config.local.toml"
        self.project.mkdir(parents=True)

    def write(self, file: Path, text: str) -> Path:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        return file

    def load(
        self,
        *,
        flags: Mapping[str, object] | None = None,
        environ: Mapping[str, str] | None = None,
        cwd: Path | None = None,
        is_trusted: bool = True,
    ) -> LoadedSettings:
        return load_settings(
            flags=flags or {},
            environ={"HOME": str(self.home), **(environ or {})},
            cwd=cwd or self.project,
            user_config_dir=self.user_dir,
            is_trusted=lambda file, content: is_trusted,
        )

    def value(self, key: str, **given: Any) -> object:
        return getattr(self.load(**given).settings, key)


@pytest.fixture
def places(tmp_path: Path) -> Places:
    return Places(tmp_path)

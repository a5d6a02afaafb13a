from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from agent_tui.storage.paths import default_paths


def test_the_variables_override_the_platform_s_folders(tmp_path: Path) -> None:
    paths = default_paths(
        {
            "AGENT_TUI_CONFIG_DIR": str(tmp_path / "config"),
            "AGENT_TUI_DATA_DIR": str(tmp_path / "data"),
            "AGENT_TUI_LOG_DIR": str(tmp_path / "log"),
        }
    )

    assert paths.config_dir == tmp_path / "config"
    assert paths.sessions_dir == tmp_path / "data" / "sessions"
    assert paths.index_path == tmp_path / "data" / "index.db"
    assert paths.log_dir == tmp_path / "log"


def test_asking_for_the_folders_makes_none(tmp_path: Path) -> None:
    default_paths({"AGENT_TUI_DATA_DIR": str(tmp_path / "data")})

    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(sys.platform != "linux", reason="XDG folders are Linux's")
def test_on_linux_the_xdg_folders_are_used(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for kind in ("CONFIG", "DATA", "STATE"):
        monkeypatch.setenv(f"XDG_{kind}_HOME", str(tmp_path / kind))

    paths = default_paths({"AGENT_TUI_DATA_DIR": ""})

    assert paths.config_dir == tmp_path / "CONFIG" / "agent-tui"
    assert paths.data_dir == tmp_path / "DATA" / "agent-tui"
    assert paths.log_dir.is_relative_to(tmp_path / "STATE" / "agent-tui")


def test_a_folder_given_by_the_user_may_be_relative_or_under_home(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)

    paths = default_paths({"AGENT_TUI_DATA_DIR": "~/mine", "AGENT_TUI_LOG_DIR": "logs"})

    assert paths.data_dir == tmp_path / "home" / "mine"
    assert paths.log_dir == tmp_path / "logs"


def test_the_store_is_imported_without_sqlite_and_platformdirs() -> None:
    code = "import agent_tui.storage.session_store, sys; print(*sys.modules)"
    shown = subprocess.run(
        [sys.executable, "-I", "-c", code], capture_output=True, text=True, check=True
    )

    loaded = set(shown.stdout.split())
    assert loaded.isdisjoint({"sqlite3", "platformdirs", "textual", "rich", "openai"})

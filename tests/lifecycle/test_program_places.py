from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

import agent_tui
from agent_tui.lifecycle.program_places import loaded_folders, program_folders


def test_the_absolute_folders_of_path_hold_programs() -> None:
    path = os.pathsep.join(["/home/me/project/.venv/bin", ".", "", "node_modules/.bin", "/usr/bin"])

    assert program_folders({"PATH": path}) == ("/home/me/project/.venv/bin", "/usr/bin")
    assert program_folders({}) == ()


def test_what_is_loaded_lies_in_the_package_in_packages_and_beside_python(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(
        sys, "path", ["", "/home/me/project", "/home/me/project/.venv/lib/site-packages"]
    )

    assert loaded_folders() == (
        str(Path(agent_tui.__file__).parent),
        "/home/me/project/.venv/lib/site-packages",
        os.path.dirname(sys.executable),
    )

"""Where files lie that run without being asked for: found by name in PATH, or loaded by us."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path

_INSTALLED = ("site-packages", "dist-packages")


def program_folders(environ: Mapping[str, str]) -> tuple[str, ...]:
    """The folders of PATH. A project's own (.venv/bin, node_modules/.bin) is often among them: a
    file `ls` written there would be what the next `ls` runs."""
    return tuple(filter(os.path.isabs, environ.get("PATH", "").split(os.pathsep)))


def loaded_folders() -> tuple[str, ...]:
    """What this program consists of. It loads parts of itself when they are first needed, so
    whoever writes there runs code in it; installed in a project's .venv, it is in the workspace."""
    installed = (path for path in sys.path if os.path.basename(path) in _INSTALLED)
    package = str(Path(__file__).parents[1])
    return tuple(filter(os.path.isabs, (package, *installed, os.path.dirname(sys.executable))))

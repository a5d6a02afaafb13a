"""Whether git would obey settings that lie in the open among the files of a workspace."""

from __future__ import annotations

import os

from agent_tui.engine.permissions.real_paths import ancestors, is_inside, real_path


def is_bare_repository_near(folder: str, workspace: str) -> bool:
    """True when git, started in `folder`, would find a bare repository before a usual one.

    Files of a bare repository have no protected names, but its settings name programs that git
    starts even for `git status`.
    """
    for place in ancestors(real_path(folder)):
        if os.path.lexists(os.path.join(place, ".git")):
            return False
        if os.path.exists(os.path.join(place, "HEAD")) and os.path.isdir(
            os.path.join(place, "objects")
        ):
            return True
        if not is_inside(place, workspace):
            return False
    return False

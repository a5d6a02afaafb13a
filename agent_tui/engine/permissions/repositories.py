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
        usual = os.path.join(place, ".git")
        # git passes by a .git that is none, such as an empty folder.
        if os.path.isfile(usual) or _is_like_a_repository(usual):
            return False
        if _is_like_a_repository(place):
            return True
        if not is_inside(place, workspace):
            return False
    return False


def _is_like_a_repository(place: str) -> bool:
    # As lax as git: HEAD may be a link to nowhere, the rest may lie where `commondir` says.
    names = (os.path.join(place, name) for name in ("objects", "commondir"))
    return os.path.lexists(os.path.join(place, "HEAD")) and any(map(os.path.lexists, names))

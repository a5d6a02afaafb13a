"""Where the files of a plan are kept, and which stored session it means."""

from __future__ import annotations

import os
from collections.abc import Callable

from msgspec.structs import replace

from agent_tui.protocol.ids import SHORT_ID_LENGTH
from agent_tui.protocol.ports import SessionStore
from agent_tui.storage.paths import APP_FOLDER, Paths, default_paths, folder_name
from agent_tui.tui.plan import TuiPlan


def plan_paths(plan: TuiPlan) -> Paths:
    """The folders that the host has named, else those of its application. Raises `ConfigError`
    for an application that gives no folder a name."""
    paths = default_paths(os.environ, plan.folder or folder_name(plan.name))
    return replace(paths, **plan.chosen_folders) if plan.chosen_folders else paths


def protected_folders(plan: TuiPlan, paths: Paths) -> tuple[str, ...]:
    """The application's own folders, and those of agent-tui, whose permissions a host's agent must
    not rewrite either."""
    if plan.folder == APP_FOLDER or plan.name == APP_FOLDER:
        return paths.protected
    return (*paths.protected, *default_paths(os.environ).protected)


def whole_stored_id(plan: TuiPlan, make_store: Callable[[], SessionStore]) -> str:
    """The session to open first, "" for a new one. What is short enough to have been typed is
    looked up. Raises `SessionNotFound` and `SessionAmbiguous`."""
    if not plan.stored_id or len(plan.stored_id) > SHORT_ID_LENGTH:
        return plan.stored_id
    return make_store().resolve(plan.stored_id)

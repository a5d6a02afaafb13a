"""Nobody but the user gets at what is kept of files."""

from __future__ import annotations

from pathlib import Path

import pytest

from agent_tui.engine.permissions.policy import PermissionPolicy
from agent_tui.engine.permissions.verdict import VerdictEffect
from agent_tui.protocol.checkpoint_ports import CHECKPOINTS_NAME
from agent_tui.protocol.permissions import PathAccess, PathLevel, PermissionMode
from agent_tui.storage.paths import default_paths


@pytest.mark.parametrize("level", [PathLevel.WRITE, PathLevel.READ])
def test_a_tool_must_ask_before_it_touches_kept_contents_from_outside(
    tmp_path: Path, level: PathLevel
) -> None:
    paths = default_paths({"AGENT_TUI_DATA_DIR": str(tmp_path / "data")})
    kept = paths.sessions_dir / "session" / CHECKPOINTS_NAME / ("0" * 64)
    policy = PermissionPolicy(workspace=str(tmp_path / "proj"), protected=paths.protected)

    verdict = policy.check(
        [PathAccess(path=str(kept), level=level)],
        mode=PermissionMode.EDITS,
        grants=policy.compile([]),
    )

    assert verdict.effect is VerdictEffect.ASK


def test_not_even_in_a_workspace_around_it_kept_contents_are_written_unasked(
    tmp_path: Path,
) -> None:
    paths = default_paths({"AGENT_TUI_DATA_DIR": str(tmp_path / "data")})
    kept = paths.sessions_dir / "session" / CHECKPOINTS_NAME / ("0" * 64)
    policy = PermissionPolicy(workspace=str(tmp_path), protected=paths.protected)

    verdict = policy.check(
        [PathAccess(path=str(kept), level=PathLevel.WRITE)],
        mode=PermissionMode.EDITS,
        grants=policy.compile([]),
    )

    assert verdict.effect is VerdictEffect.ASK

"""A workspace, and a user with few rights."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.tools.fake_context import FakeContext

_NOBODY = 65534


@pytest.fixture
def context(tmp_path: Path) -> FakeContext:
    workspace = tmp_path / "workspace"
    workspace.mkdir()
    return FakeContext(workspace)


@pytest.fixture
def workspace(context: FakeContext) -> Path:
    return Path(context.workspace)


@pytest.fixture
def unprivileged() -> Iterator[FakeContext]:
    """A context in which the system refuses what it refuses ordinary users, also under root."""
    folder = Path(tempfile.mkdtemp())
    is_root = os.geteuid() == 0
    if is_root:
        os.chown(folder, _NOBODY, -1)
        os.seteuid(_NOBODY)
    try:
        yield FakeContext(folder)
    finally:
        if is_root:
            os.seteuid(0)
        for path in (folder, *folder.rglob("*")):
            if path.is_dir():
                path.chmod(0o700)
        shutil.rmtree(folder)

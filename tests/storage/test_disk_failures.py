from __future__ import annotations

import errno
from pathlib import Path

import pytest

from agent_tui.errors import SessionStorageFailed
from agent_tui.storage.disk_failures import disk_failures


@pytest.mark.parametrize(
    ("number", "reason"),
    [
        (errno.ENOSPC, "the disk is full. Free some space"),
        (errno.EDQUOT, "your share of the disk is used up. Free some space"),
        (errno.EROFS, "the disk is read-only. Choose another folder with AGENT_TUI_DATA_DIR"),
        (errno.EACCES, "there is no permission. Check who owns the folder"),
        (errno.EPERM, "there is no permission. Check who owns the folder"),
        (errno.EIO, "the disk reports a fault. Save what matters elsewhere"),
        (errno.ELOOP, "the system says: in its own words. Choose another folder"),
    ],
)
def test_the_text_names_the_path_the_reason_and_what_to_do(number: int, reason: str) -> None:
    with pytest.raises(SessionStorageFailed) as raised, disk_failures(Path("/data/x")):
        raise OSError(number, "in its own words")

    assert str(raised.value).startswith(f"Cannot write /data/x: {reason}")
    assert isinstance(raised.value.__cause__, OSError)


def test_an_error_without_a_number_still_says_something() -> None:
    with (
        pytest.raises(SessionStorageFailed, match="the system says: TimeoutError"),
        disk_failures(Path("/data/x"), action="read"),
    ):
        raise TimeoutError

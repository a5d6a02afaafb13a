"""A changed history is in the journal as a whole, or not at all."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import Any

import pytest

from agent_tui.errors import SessionStorageFailed
from tests.contracts.session_builders import a_prompt, an_info
from tests.storage.places import store_in


def texts(messages: Any) -> list[str]:
    return [message.text for message in messages]


def test_the_history_goes_on_elsewhere_with_what_was_added(tmp_path: Path) -> None:
    store, info = store_in(tmp_path), an_info()
    journal = store.create(info)
    first, second = a_prompt("first"), a_prompt("second")
    journal.append_message(first)
    journal.append_message(second)
    journal.append_history([a_prompt("other")], at=first.id, message_count=1)
    journal.append_history([a_prompt("more")], at=None, message_count=2)
    journal.close("user")

    stored = store.load(info.id)
    assert texts(stored.messages) == ["first", "other", "more"]
    assert stored.info.message_count == 3


def test_a_disk_that_refuses_in_the_middle_leaves_the_former_history(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, info = store_in(tmp_path), an_info()
    journal = store.create(info)
    journal.append_message(a_prompt("first"))
    real = os.write

    def half(fd: int, data: memoryview) -> int:
        if len(data) < 100:
            raise OSError(errno.ENOSPC, "full")
        return real(fd, data[: len(data) - 50])

    added = [a_prompt("one"), a_prompt("two")]
    with monkeypatch.context() as patched:
        patched.setattr(os, "write", half)
        with pytest.raises(SessionStorageFailed):
            journal.append_history(added, at="", message_count=0)
    assert texts(store.load(info.id).messages) == ["first"]

    journal.append_history(added, at="", message_count=0)
    journal.close("user")
    assert texts(store.load(info.id).messages) == ["one", "two"]

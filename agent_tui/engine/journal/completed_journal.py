"""Journals of hosts that were written before some kind of entry was known."""

from __future__ import annotations

from typing import Any, cast

from agent_tui.protocol.ports import SessionJournal

_KINDS = tuple(name for name in dir(SessionJournal) if name.startswith("append_"))


def completed(journal: SessionJournal) -> SessionJournal:
    """The journal; where it lacks methods for kinds of entries, these are not kept."""
    if all(hasattr(journal, kind) for kind in _KINDS):
        return journal
    return cast(SessionJournal, _Completed(journal))


class _Completed:
    """Stands before a journal that lacks something."""

    def __init__(self, journal: SessionJournal) -> None:
        self._journal = journal

    def __getattr__(self, name: str) -> Any:
        if name in _KINDS and not hasattr(self._journal, name):
            return _leave_out
        return getattr(self._journal, name)


def _leave_out(*_: object, **__: object) -> None:
    """The kind of entry is not known there."""

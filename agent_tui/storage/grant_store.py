"""Grants that outlive a session, in one file that several processes may use."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Callable
from pathlib import Path

import msgspec

from agent_tui.errors import SessionStorageFailed
from agent_tui.protocol.permissions import Grant, GrantScope
from agent_tui.storage.atomic_write import write_atomically
from agent_tui.storage.disk_failures import disk_failures
from agent_tui.storage.file_lock import locked

VERSION = 1
_STORED = (GrantScope.PROJECT, GrantScope.USER)
_OTHERS_MAY_WRITE = stat.S_IWGRP | stat.S_IWOTH


class StoredGrant(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A grant and the workspace it belongs to, "" for a user's grant."""

    grant: Grant
    workspace: str = ""


class _GrantFile(msgspec.Struct, frozen=True, kw_only=True):
    version: int = VERSION
    grants: tuple[StoredGrant, ...] = ()


class FileGrantStore:
    """A `GrantStore` in one JSON file (0600), which appears with the first grant.

    Every change reads the file again under a lock, so that two processes never undo each other's.
    A file that is damaged, newer, or that others could have written grants nothing and is left as
    it is.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def load(self, workspace: str) -> tuple[Grant, ...]:
        """The grants of the user and of this workspace, oldest first. Raises
        `SessionStorageFailed`."""
        place = os.path.realpath(workspace)
        return tuple(
            stored.grant
            for stored in self._read()
            if stored.grant.scope is GrantScope.USER or stored.workspace == place
        )

    def add(self, grant: Grant, workspace: str) -> None:
        """Keep a grant of scope PROJECT or USER; it takes the place of one that says the same.

        Raises `SessionStorageFailed`, and `ValueError` for other scopes.
        """
        if grant.scope not in _STORED:
            raise ValueError(f"A grant of scope {grant.scope} is not stored.")
        place = os.path.realpath(workspace) if grant.scope is GrantScope.PROJECT else ""
        added = StoredGrant(grant=grant, workspace=place)
        self._change(lambda grants: (*(one for one in grants if _key(one) != _key(added)), added))

    def remove(self, grant_id: str) -> None:
        """Forget a grant. Nothing happens when it is unknown. Raises `SessionStorageFailed`."""
        self._change(lambda grants: tuple(one for one in grants if one.grant.id != grant_id))

    def _change(
        self, changed: Callable[[tuple[StoredGrant, ...]], tuple[StoredGrant, ...]]
    ) -> None:
        with disk_failures(self._path), locked(self._path):
            before = self._read()
            after = changed(before)
            if after != before:
                content = msgspec.json.encode(_GrantFile(grants=after))
                write_atomically(self._path, msgspec.json.format(content, indent=2) + b"\n")

    def _read(self) -> tuple[StoredGrant, ...]:
        with disk_failures(self._path, action="read"):
            try:
                fd = os.open(self._path, os.O_RDONLY)
            except FileNotFoundError:
                return ()
            with os.fdopen(fd, "rb") as file:
                self._check_owner(os.fstat(fd))
                content = file.read()
        try:
            version = msgspec.json.decode(content, type=_Version).version
            if version > VERSION:
                raise self._refused("it was written by a newer version of agent-tui")
            return msgspec.json.decode(content, type=_GrantFile).grants
        except (msgspec.MsgspecError, UnicodeDecodeError) as error:
            raise self._refused(f"it is damaged ({error})") from error

    def _check_owner(self, status: os.stat_result) -> None:
        # Who can write this file can give rights to the agent.
        if sys.platform == "win32":
            return
        if status.st_uid != os.getuid() or status.st_mode & _OTHERS_MAY_WRITE:
            raise self._refused("others may change it; make it yours alone with chmod 600")

    def _refused(self, reason: str) -> SessionStorageFailed:
        return SessionStorageFailed(
            f"Cannot use {self._path}: {reason}. Until it is corrected or removed, what it permits"
            " is asked again."
        )


class _Version(msgspec.Struct):
    version: int


def _key(stored: StoredGrant) -> tuple[object, ...]:
    return (stored.grant.rule, stored.grant.effect, stored.grant.scope, stored.workspace)

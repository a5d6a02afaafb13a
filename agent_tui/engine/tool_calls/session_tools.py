"""What the tool calls of one session share."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

from agent_tui.engine.checkpoints.session_checkpoints import SessionCheckpoints
from agent_tui.engine.grants.session_grants import SessionGrants
from agent_tui.engine.permissions.verdict import Verdict
from agent_tui.engine.tool_parts import ToolParts
from agent_tui.protocol.permissions import Access, Grant, PathLevel, PermissionMode
from agent_tui.protocol.tools import RecallsCalls, RemembersFiles

if TYPE_CHECKING:
    from agent_tui.engine.permissions.policy import CompiledGrants, PermissionPolicy

BLOBS_NAME = "blobs"

State = TypeVar("State")
RealPath = tuple[str, PathLevel, bool]


class SessionTools:
    """Lives as long as the session. Use on the controller's loop.

    mode: what the session may do now. folder: where the session is stored, "" while it is not.
    checkpoints: what the session changed in files.
    """

    def __init__(
        self,
        parts: ToolParts,
        grants: SessionGrants,
        *,
        workspace: str,
        mode: Callable[[], PermissionMode],
        folder: Callable[[], str],
        checkpoints: SessionCheckpoints,
    ) -> None:
        self.parts, self.grants, self.workspace = parts, grants, workspace
        self.checkpoints, self.cwd = checkpoints, workspace
        self._mode, self._folder = mode, folder
        self._states: dict[type, object] = {}
        self.past_arguments: Callable[[str], Iterator[str]] = lambda _: iter(())
        """Of the calls in the history, see `RecallsCalls`."""
        self._rechecks: list[Callable[[], None]] = []
        self._policy: PermissionPolicy | None = None
        self._policy_folder = ""
        self._compiled_from: tuple[Grant, ...] | None = None
        self._compiled: CompiledGrants | None = None

    @property
    def mode(self) -> PermissionMode:
        """What the session may do without asking."""
        return self._mode()

    @property
    def policy(self) -> PermissionPolicy:
        """The one for this workspace; the whole texts of cut results may always be read."""
        folder = self.folder
        if self._policy is None or folder != self._policy_folder:
            # Deferred: a tenth of what the engine takes to load, and no first reply needs it.
            from agent_tui.engine.permissions.policy import PermissionPolicy

            readable = tuple(path for path in {folder, self.parts.scratch} if path)
            self._policy = PermissionPolicy(
                workspace=self.workspace,
                readable=readable,
                protected=self.parts.protected,
                programs=self.parts.programs,
            )
            self._policy_folder, self._compiled_from = folder, None
        return self._policy

    @property
    def folder(self) -> str:
        """Where long texts are kept: beside the journal, else in the program's own folder."""
        stored = self._folder()
        return os.path.join(stored, BLOBS_NAME) if stored else self.parts.scratch

    @property
    def compiled(self) -> CompiledGrants:
        """All grants that hold now."""
        policy, grants = self.policy, self.grants.all
        if self._compiled is None or grants is not self._compiled_from:
            self._compiled, self._compiled_from = policy.compile(grants), grants
        return self._compiled

    def check(self, accesses: Sequence[Access]) -> Verdict:
        """Who decides about a call that needs this."""
        return self.policy.check(accesses, mode=self.mode, grants=self.compiled)

    def real_path(self, path: str, level: PathLevel, permitted: Sequence[RealPath]) -> str:
        """See `ToolContext.real_path`."""
        return self.policy.may_use(
            path, level, mode=self.mode, grants=self.compiled, permitted=permitted
        )

    def state(self, kind: type[State]) -> State:
        """See `ToolContext.state`."""
        found = self._states.get(kind)
        if not isinstance(found, kind):
            found = self._states[kind] = kind()
            if isinstance(found, RecallsCalls):
                found.recall(lambda name: self.past_arguments(name))
        return found

    def forget_files(self, paths: Iterable[str]) -> None:
        """These files are not any more what the model has seen."""
        remembering = [one for one in self._states.values() if isinstance(one, RemembersFiles)]
        for path in paths:
            for state in remembering:
                state.forget_file(path)

    def forget_conversation(self) -> None:
        """The model starts anew: what tools know of the conversation is gone."""
        self._states = {
            kind: state
            for kind, state in self._states.items()
            if not isinstance(state, RecallsCalls | RemembersFiles)
        }

    @contextmanager
    def rechecked_by(self, recheck: Callable[[], None]) -> Iterator[None]:
        """Inside the block, `recheck` is called when grants or the mode have changed."""
        self._rechecks.append(recheck)
        try:
            yield
        finally:
            self._rechecks.remove(recheck)

    def tell_change(self) -> None:
        """Grants or the mode have changed: requests that are open may not be needed any more."""
        for recheck in tuple(self._rechecks):
            recheck()

"""What a session may do: its mode, its grants, and questions about them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from itertools import chain
from typing import TypeVar

import anyio
import anyio.to_thread
from msgspec.structs import replace

from agent_tui.engine.grants.past_accesses import past_accesses
from agent_tui.engine.journal.journal_writer import JournalWriter
from agent_tui.engine.sessions import session_notices
from agent_tui.engine.sessions.session_state import SessionState
from agent_tui.engine.tool_calls.session_tools import SessionTools
from agent_tui.engine.turns.history import History
from agent_tui.errors import AgentTuiError, ConfigError, SessionStorageFailed
from agent_tui.protocol.asking_events import GrantsListed, PermissionExplained, RuleTried
from agent_tui.protocol.failures import failure_from
from agent_tui.protocol.inputs import AddGrant
from agent_tui.protocol.permissions import Explanation, GrantScope, PermissionMode, RuleTrial

Result = TypeVar("Result")


class SessionPermissions:
    """Use on the controller's loop. Nothing here raises: failures become notices.

    tools: None when none are offered; then there is a mode, and nothing else.
    """

    def __init__(
        self,
        state: SessionState,
        history: History,
        journal: JournalWriter,
        tools: SessionTools | None,
    ) -> None:
        self._state, self._history, self._journal = state, history, journal
        self._tools = tools

    def set_mode(self, mode: PermissionMode) -> None:
        """What the session may do without asking, from the next check on. Open requests that the
        new mode decides are closed."""
        if mode is self._state.info.permission_mode:
            return
        self._journal.append_mode(mode)
        self._state.tell(replace(self._state.info, permission_mode=mode))
        if self._tools is not None:
            self._tools.tell_change()

    async def list_grants(self) -> None:
        """Tell all grants, those from the disk as they are now."""
        if self._tools is not None:
            try:
                await self._tools.grants.refresh()
            except SessionStorageFailed as error:
                self._tell_failure(error)
        self._tell_grants()

    async def add(self, wish: AddGrant) -> None:
        """Store a rule, for this session or for longer."""
        tools = self._tools
        if tools is None:
            self._state.publish(session_notices.no_tools())
            return
        try:
            if wish.scope is GrantScope.SETTINGS:
                raise ConfigError(
                    "A rule of the settings is written into a settings file. Choose session, "
                    "project or user."
                )
            rule = tools.policy.normalised_rule(wish.rule)
            if wish.scope is GrantScope.SESSION:
                tools.grants.add_own((rule,), source="/permissions", effect=wish.effect)
            else:
                await tools.grants.add_stored(
                    (rule,), wish.scope, source="/permissions", effect=wish.effect
                )
        except (ConfigError, SessionStorageFailed) as error:
            self._tell_failure(error)
            return
        self._tell_grants()
        tools.tell_change()

    async def revoke(self, prefix: str) -> None:
        """Forget a grant."""
        tools = self._tools
        if tools is None:
            self._state.publish(session_notices.no_tools())
            return
        try:
            await tools.grants.revoke(prefix)
        except (ConfigError, SessionStorageFailed) as error:
            self._tell_failure(error)
            return
        self._tell_grants()
        tools.tell_change()

    async def try_rule(self, rule: str) -> None:
        """Tell which past calls a rule would have allowed."""
        tools = self._tools
        if tools is None:
            self._state.publish(session_notices.no_tools())
            return
        policy, find = tools.policy, tools.parts.registry.find
        messages = self._history.earlier, self._history.recent

        def trial() -> RuleTrial:
            past = tuple(past_accesses(chain(*messages), find, tools.workspace))
            return policy.try_rule(rule, past)

        self._state.publish(RuleTried(trial=await _in_thread(trial), asked=rule))

    async def explain(self, command: str) -> None:
        """Tell who decides about a command."""
        tools = self._tools
        if tools is None:
            self._state.publish(session_notices.no_tools())
            return
        explain: Callable[[], Explanation] = partial(
            tools.policy.explain, command, tools.cwd, mode=tools.mode, grants=tools.compiled
        )
        self._state.publish(PermissionExplained(explanation=await _in_thread(explain)))

    def _tell_grants(self) -> None:
        grants = () if self._tools is None else self._tools.grants.all
        self._state.publish(GrantsListed(grants=grants))

    def _tell_failure(self, error: AgentTuiError) -> None:
        self._state.publish(session_notices.failure_notice(failure_from(error)))


async def _in_thread(work: Callable[[], Result]) -> Result:
    # Hundreds of commands to parse must not hold up the other sessions.
    return await anyio.to_thread.run_sync(
        work, limiter=anyio.CapacityLimiter(1), abandon_on_cancel=True
    )

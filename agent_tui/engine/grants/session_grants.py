"""All grants that hold in one session."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from agent_tui.engine.clock import Clock
from agent_tui.engine.grants.stored_grants import StoredGrants
from agent_tui.errors import ConfigError
from agent_tui.protocol.ids import new_id
from agent_tui.protocol.permissions import Effect, Grant, GrantScope

_ORDER = (GrantScope.SESSION, GrantScope.PROJECT, GrantScope.USER, GrantScope.SETTINGS)


class SessionGrants:
    """The session's own grants, with those of its workspace, its user and the settings. Use on the
    controller's loop.

    own: what the session had when it was stored. on_change: called with the session's own grants
    after they changed.
    """

    def __init__(
        self,
        stored: StoredGrants,
        workspace: str,
        *,
        clock: Clock,
        settings: Sequence[Grant] = (),
        own: Sequence[Grant] = (),
        on_change: Callable[[tuple[Grant, ...]], None],
    ) -> None:
        self._stored, self._workspace, self._clock = stored, workspace, clock
        self._settings, self._own = tuple(settings), tuple(own)
        self._on_change = on_change
        self._sorted: tuple[Grant, ...] = ()
        self._sorted_from: tuple[tuple[Grant, ...], tuple[Grant, ...]] | None = None

    @property
    def all(self) -> tuple[Grant, ...]:
        """Strongest first: denials, then by scope. The same object until something changes."""
        own, stored = self._own, self._stored.of(self._workspace)
        former = self._sorted_from
        # By identity: a tool may have a thousand paths checked, each against a thousand grants.
        if former is None or former[0] is not own or former[1] is not stored:
            self._sorted = tuple(sorted((*own, *stored, *self._settings), key=_strength))
            self._sorted_from = (own, stored)
        return self._sorted

    @property
    def can_keep(self) -> bool:
        """False when no grant outlives the session."""
        return self._stored.can_keep

    async def refresh(self) -> None:
        """Read the stored grants again. Raises `SessionStorageFailed`."""
        await self._stored.refresh(self._workspace)

    def add_own(self, rules: Iterable[str], *, source: str, effect: Effect = Effect.ALLOW) -> None:
        """Let exactly these rules hold in this session."""
        new = [self._grant(rule, effect, GrantScope.SESSION, source) for rule in rules]
        if new := [grant for grant in new if not self._has(grant)]:
            self._own = (*self._own, *new)
            self._on_change(self._own)

    async def add_stored(
        self,
        rules: Iterable[str],
        scope: GrantScope,
        *,
        source: str,
        effect: Effect = Effect.ALLOW,
    ) -> None:
        """Let exactly these rules hold in this workspace or for this user. Raises
        `SessionStorageFailed`."""
        for rule in rules:
            grant = self._grant(rule, effect, scope, source)
            if not self._has(grant):
                await self._stored.add(grant, self._workspace)

    async def revoke(self, prefix: str) -> Grant:
        """Forget the one grant whose id begins like this. Raises `ConfigError` with a sentence why
        not, `SessionStorageFailed`."""
        grant = self._found(prefix)
        if grant.scope is GrantScope.SETTINGS:
            raise ConfigError(
                f'The rule "{grant.rule}" comes from {grant.source or "the settings"}. Remove it '
                "there and start again."
            )
        if grant.scope is GrantScope.SESSION:
            self._own = tuple(one for one in self._own if one.id != grant.id)
            self._on_change(self._own)
        else:
            await self._stored.remove(grant.id)
        return grant

    def _found(self, prefix: str) -> Grant:
        prefix = prefix.strip()
        fitting = [grant for grant in self.all if prefix and grant.id.startswith(prefix)]
        if not fitting:
            raise ConfigError(f'No grant has an id that begins with "{prefix}".')
        if len(fitting) > 1:
            rules = ", ".join(f'"{grant.rule}"' for grant in fitting[:3])
            raise ConfigError(
                f'{len(fitting)} grants have ids that begin with "{prefix}": {rules}. Write more '
                "of the id."
            )
        return fitting[0]

    def _has(self, grant: Grant) -> bool:
        return any(
            (one.rule, one.effect, one.scope) == (grant.rule, grant.effect, grant.scope)
            for one in self.all
        )

    def _grant(self, rule: str, effect: Effect, scope: GrantScope, source: str) -> Grant:
        return Grant(
            id=new_id(),
            rule=rule,
            effect=effect,
            scope=scope,
            source=source,
            created=self._clock.now(),
        )


def _strength(grant: Grant) -> tuple[bool, int]:
    return grant.effect is not Effect.DENY, _ORDER.index(grant.scope)

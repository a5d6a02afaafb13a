"""`AutoSave`: what a host says about saving."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from agent_tui.errors import ConfigError

if TYPE_CHECKING:
    # A host makes it before the first picture, which needs none of these.
    from agent_tui.protocol.ports import SessionStore
    from agent_tui.protocol.saved_state import SavedState

SaveState = Callable[["SavedState"], Awaitable[None] | None]


class AutoSave:
    """Saves each session that has changed, to a callback or to a store of the host's.

        Agent(autosave=AutoSave(lambda state: redis.set(state.session.id, state.to_json())))

    Args:
        save: called with an immutable state. A plain function runs on a thread of its own, an
            `async` one on the engine's loop.
        store: instead of `save`; sessions are kept there under their own ids. Another one than the
            application's own, which writes everything as it happens.
        interval_s: the longest time that a change stays unsaved, in seconds.
        on_idle: save when a turn has ended, too.
        limit_s: the longest time that one saving may take, in seconds; it counts as failed then and
            is left behind.

    It saves before the shutdown, too, and never what has not changed. Savings of one application
    never overlap. One that fails is told to the user once, logged, and tried again after the
    interval, with the newest state, and before the shutdown. Raises `ConfigError` unless exactly
    one of `save` and `store` is given, and for a time that is none.
    """

    def __init__(
        self,
        save: SaveState | None = None,
        *,
        store: SessionStore | None = None,
        interval_s: float = 60.0,
        on_idle: bool = True,
        limit_s: float = 5.0,
    ) -> None:
        if (save is None) is (store is None):
            raise ConfigError("AutoSave needs either a callback or a store.", key="autosave")
        if interval_s <= 0 or limit_s <= 0:
            raise ConfigError("AutoSave needs times above 0 seconds.", key="autosave")
        self.save, self.store = save, store
        self.interval_s, self.on_idle, self.limit_s = interval_s, on_idle, limit_s

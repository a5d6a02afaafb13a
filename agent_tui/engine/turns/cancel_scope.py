"""From a cancellation token, which any thread may cancel, to the tasks of one loop."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import anyio

from agent_tui.engine.wakeup import threadsafe
from agent_tui.protocol.cancellation import CancellationToken


@contextmanager
def cancelled_by(token: CancellationToken) -> Iterator[anyio.CancelScope]:
    """A scope that is cancelled with the token, also while its task waits for a silent network.

    Left by our own token, it ends quietly with `cancelled_caught`. A foreign cancellation passes
    through.
    """
    with anyio.CancelScope() as scope:
        cancel = threadsafe(scope.cancel)
        unregister = token.add_callback(lambda _reason: cancel())
        try:
            yield scope
        finally:
            unregister()

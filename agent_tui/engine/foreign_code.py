"""What a host's code raises on the engine's loop, and what the engine itself does there."""

from __future__ import annotations

import math


def is_own_end(error: BaseException) -> bool:
    """The engine cancels the running code, or closes its generator: let it pass. Anything else is
    the code's own mistake, `sys.exit()` and a cancellation that nobody asked for included, and
    would end the engine."""
    # Deferred: the first picture does not wait for it.
    import anyio

    if isinstance(error, anyio.get_cancelled_exc_class()):
        return anyio.current_effective_deadline() == -math.inf
    return isinstance(error, GeneratorExit)

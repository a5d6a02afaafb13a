"""What a host gives is looked at where it gives it: on the engine's loop it is too late."""

from __future__ import annotations

from collections.abc import Iterable


def check_all(values: Iterable[object], kind: type) -> None:
    """Raise `TypeError` unless all values are of this kind."""
    for value in values:
        if not isinstance(value, kind):
            raise TypeError(f"{value!r:.80} is no {kind.__name__}. Give {kind.__name__} objects.")

"""What a store may say about the ids of sessions that it will have to keep."""

from __future__ import annotations

from typing import Protocol, runtime_checkable


@runtime_checkable
class NamingStore(Protocol):
    """A `SessionStore` that cannot keep a session of every id."""

    def check_id(self, session_id: str) -> None:
        """Raise `SessionStorageFailed` for an id that `create` would refuse for ever."""
        ...

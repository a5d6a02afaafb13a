"""The requests that one panel has to show, first come, first served."""

from __future__ import annotations

from typing import Generic, Protocol, TypeVar


class Request(Protocol):
    """What every request has."""

    @property
    def id(self) -> str:
        """Its own id."""
        ...


AnyRequest = TypeVar("AnyRequest", bound=Request)


class RequestQueue(Generic[AnyRequest]):
    """Holds requests in the order in which they came. place: which of how many is shown, counted
    since the queue was empty last."""

    def __init__(self) -> None:
        self._requests: dict[str, AnyRequest] = {}
        self._gone = 0

    def __len__(self) -> int:
        return len(self._requests)

    @property
    def current(self) -> AnyRequest | None:
        """The one to show."""
        return next(iter(self._requests.values()), None)

    @property
    def place(self) -> tuple[int, int]:
        """(1, 3): the first of three."""
        return self._gone + 1, self._gone + len(self._requests)

    def add(self, request: AnyRequest) -> None:
        """Add at the end; one that is there already is replaced where it stands."""
        self._requests[request.id] = request

    def remove(self, request_id: str) -> None:
        """Take one out; harmless when it is not there."""
        was_first = next(iter(self._requests), None) == request_id
        self._requests.pop(request_id, None)
        self._gone = self._gone + was_first if self._requests else 0

    def clear(self) -> None:
        """Take all out."""
        self._requests.clear()
        self._gone = 0

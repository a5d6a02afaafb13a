"""Long reading in a thread, in slices that leave the interpreter to other threads."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

_SLICE_S, _PAUSE_S = 0.001, 0.001

_Item = TypeVar("_Item")


class Unwanted(Exception):
    """Nobody waits any more."""


class Slices:
    """is_unwanted: asked between slices; once it says so, `Unwanted` is raised."""

    def __init__(self, is_unwanted: Callable[[], bool] = bool) -> None:
        self._is_unwanted = is_unwanted
        self._end_s = 0.0

    def pause(self) -> None:
        """Call it after each small piece of work. Raises `Unwanted`."""
        if time.perf_counter() >= self._end_s:
            # Gives the interpreter lock away: the screen must not wait for its turn.
            time.sleep(_PAUSE_S)
            if self._is_unwanted():
                raise Unwanted
            self._end_s = time.perf_counter() + _SLICE_S

    def of(self, items: Iterable[_Item]) -> Iterator[_Item]:
        """The items, with a pause after each that may need one. Raises `Unwanted`."""
        for item in items:
            yield item
            self.pause()

"""Tasks that the engine starts and does not wait for."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

from anyio.abc import TaskGroup

Job = Callable[[], Coroutine[Any, Any, None]]


class BackgroundTasks:
    """Starts jobs in the controller's task group. Use on the controller's loop.

    Jobs given before the group exists start with it; jobs given after it ended are dropped, because
    the engine has stopped.
    """

    def __init__(self) -> None:
        self._group: TaskGroup | None = None
        self._early: list[Job] = []
        self._is_over = False

    @property
    def is_running(self) -> bool:
        """True between the start of the group and its end."""
        return self._group is not None

    def start_soon(self, job: Job) -> None:
        """Start a job; its exception, if any, ends the controller."""
        if self._group is not None:
            self._group.start_soon(job)
        elif not self._is_over:
            self._early.append(job)

    def run_in(self, group: TaskGroup) -> None:
        """Start jobs in this group from now on."""
        self._group = group
        for job in self._early:
            group.start_soon(job)
        self._early.clear()

    def end(self) -> None:
        """Start no more jobs."""
        self._group, self._is_over = None, True

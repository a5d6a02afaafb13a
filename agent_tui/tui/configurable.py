"""What all setters of `AgentTui` stand on: the plan, and that it is frozen by `run()`."""

from __future__ import annotations

from typing import Any, Self

from msgspec.structs import replace

from agent_tui.errors import LifecycleError
from agent_tui.tui.plan import TuiPlan
from agent_tui.tui.screen_run import ScreenRun


class Configurable:
    """Holds a plan until it is run."""

    def __init__(self, plan: TuiPlan) -> None:
        self._plan = plan
        self._run: ScreenRun | None = None

    def _set(self, setter: str, **fields: Any) -> Self:
        self._check_configurable(setter)
        self._plan = replace(self._plan, **fields)
        return self

    def _check_configurable(self, what: str) -> None:
        if self._run is not None:
            raise LifecycleError(
                f"{what}() was called after run(). Configure an application before you run it, "
                "and make a new one for a second run."
            )

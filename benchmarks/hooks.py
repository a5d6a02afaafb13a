"""What hooks cost: turns of `Agent` without any, with a collection that has none, and with some."""

from __future__ import annotations

import time
from collections.abc import Callable

import anyio

from agent_tui import Agent, Hooks, ScriptedProvider, says
from agent_tui.protocol.hook_points import HookPoint
from benchmarks.command_line import run_alone
from benchmarks.options import Options
from benchmarks.rows import Row, in_ms

ROUNDS, TURNS = 40, 5
POINTS = (HookPoint.PROMPT, HookPoint.MESSAGE, HookPoint.BEFORE_MODEL, HookPoint.AFTER_MODEL)
_NONE = "a turn without hooks"


def measure(options: Options) -> list[Row]:
    """Scripted turns of agents in memory, of each kind in turn, so that all meet the same
    machine."""
    rounds = options.amount(ROUNDS, short=2)
    taken = anyio.run(_measured, rounds)
    bare = in_ms(taken.pop(_NONE))
    rows = [Row(target="", what=_NONE, values=bare)]
    for what, values in taken.items():
        rows.append(
            Row(
                target="",
                what=what,
                values=in_ms(values),
                baseline=_NONE,
                baseline_values=bare,
                ratio_limit=1.2 if "empty" in what else None,
            )
        )
    return rows


async def _measured(rounds: int) -> dict[str, list[float]]:
    kinds: dict[str, Callable[[], Hooks | None]] = {
        _NONE: lambda: None,
        "with an empty collection": Hooks,
        "with four async hooks": lambda: _hooks(_later),
        "with four plain functions": lambda: _hooks(_at_once),
    }
    taken: dict[str, list[float]] = {what: [] for what in kinds}
    for number in range(rounds + 1):
        for what, make in kinds.items():
            values = await _turns(make())
            if number:  # the first round loads what there is to load
                taken[what] += values
    return taken


async def _turns(hooks: Hooks | None) -> list[float]:
    """Seconds of each turn."""
    provider = ScriptedProvider(*([*says("fine")] for _ in range(TURNS)))
    values = []
    async with Agent(provider=provider, hooks=hooks) as agent:
        for _ in range(TURNS):
            started = time.perf_counter()
            await agent.run_turn("hi")
            values.append(time.perf_counter() - started)
    return values


def _hooks(function: Callable[[object], object]) -> Hooks:
    hooks = Hooks()
    for point in POINTS:
        getattr(hooks, point)(function)
    return hooks


async def _later(context: object) -> None:
    del context


def _at_once(context: object) -> None:
    del context


if __name__ == "__main__":
    run_alone("hooks")

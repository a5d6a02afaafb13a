from __future__ import annotations

from collections.abc import Awaitable, Callable

import anyio
import pytest

from agent_tui.lifecycle.start_up import StartStep, start_up, undone

NAMES = ("metadata", "connect", "authenticate", "attach")


def step(name: str, calls: list[str], *, fails: bool = False) -> StartStep:
    def noted(what: str, error: Exception | None = None) -> Callable[[], Awaitable[None]]:
        async def act() -> None:
            await anyio.lowlevel.checkpoint()
            calls.append(f"{what} {name}")
            if error is not None:
                raise error

        return act

    act = noted("do", ValueError(name) if fails else None)
    return StartStep(name, act, undo=noted("undo"))


async def test_the_steps_are_taken_in_their_order() -> None:
    calls: list[str] = []
    log: list[str] = []

    await start_up([step(name, calls) for name in NAMES], log)

    assert (calls, log) == ([f"do {name}" for name in NAMES], list(NAMES))


@pytest.mark.parametrize("failing", NAMES)
async def test_whichever_step_fails_those_before_it_are_undone_in_reverse(failing: str) -> None:
    calls: list[str] = []
    log: list[str] = []
    before = NAMES[: NAMES.index(failing)]

    with pytest.raises(ValueError, match=failing):
        await start_up([step(name, calls, fails=name == failing) for name in NAMES], log)

    assert [call for call in calls if call.startswith("undo")] == [
        f"undo {name}" for name in reversed(before)
    ]
    assert log == [*before, *undone(before, failing)]


async def test_a_step_that_cannot_be_undone_hides_neither_the_cause_nor_the_others() -> None:
    calls: list[str] = []
    log: list[str] = []

    async def fail() -> None:
        raise OSError

    broken = StartStep("connect", step("connect", calls).act, undo=fail)

    with pytest.raises(ValueError, match="attach"):
        await start_up([step("metadata", calls), broken, step("attach", calls, fails=True)], log)

    assert calls[-1] == "undo metadata"


async def test_a_cancelled_start_is_undone_too() -> None:
    calls: list[str] = []

    with anyio.CancelScope() as scope:

        async def cancel() -> None:
            scope.cancel()
            await anyio.sleep_forever()

        await start_up([step("connect", calls), StartStep("attach", cancel)], [])

    assert calls == ["do connect", "undo connect"]

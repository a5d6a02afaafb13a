"""Hooks that do what a test says, well or not."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import anyio

from agent_tui.engine.hooks.hook_runner import TOLD_AFTER_S
from agent_tui.protocol.hook_events import HookWaiting
from agent_tui.protocol.hook_points import HookPoint
from agent_tui.protocol.hooks import Hooks
from tests.engine.builders import PlayedEngine
from tests.engine.fake_clock import FakeClock

Answering = Callable[[Any], Any]


def answering(point: HookPoint, answer: Answering, **options: Any) -> Hooks:
    """One hook that answers at a point."""
    hooks = Hooks()
    getattr(hooks, point)(name="mine", **options)(answer)
    return hooks


def raises(context: object) -> None:
    raise ValueError("the secret of the host")


async def raises_later(context: object) -> None:
    raise ValueError("the secret of the host")


def leaves(context: object) -> None:
    raise SystemExit(3)


async def hangs(context: object) -> None:
    await anyio.sleep_forever()


async def cancels_itself(context: object) -> None:
    raise anyio.get_cancelled_exc_class()


def talks_nonsense(context: object) -> str:
    return "nonsense"


BAD: dict[str, tuple[Answering, str]] = {
    "raises": (raises, "raised ValueError"),
    "raises later": (raises_later, "raised ValueError"),
    "leaves": (leaves, "raised SystemExit"),
    "hangs": (hangs, "took longer than its limit of 5 s"),
    "cancels itself": (cancels_itself, "was cancelled by itself"),
    "nonsense": (talks_nonsense, "returned str"),
}
"""Ways of failing, and how each is told."""


async def let_time_pass(engine: PlayedEngine, clock: FakeClock) -> None:
    """As long as a hook may take; none hangs in silence."""
    await engine.until_type(HookWaiting)
    clock.advance(5 - TOLD_AFTER_S)


@contextmanager
def stuck_function() -> Iterator[Answering]:
    """A plain function that does not return before the block ends."""
    go_on = threading.Event()

    def waits(context: object) -> None:
        go_on.wait(10)

    try:
        yield waits
    finally:
        go_on.set()

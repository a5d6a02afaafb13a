"""Random callers against an account of our own: the bound holds, the order too, nothing is lost."""

from __future__ import annotations

import anyio
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.engine.limits.test_rate_limiter import Callers, callers

RATE, BURST = 1.0, 8  # tokens per second, and at once
ACTIONS = st.lists(
    st.one_of(
        st.tuples(st.just("ask"), st.integers(0, 12)),
        st.tuples(st.just("advance"), st.integers(1, 9)),
        st.tuples(st.just("cancel"), st.integers(0, 30)),
        st.tuples(st.just("give back"), st.integers(0, 30)),
        st.tuples(st.just("settle"), st.integers(0, 30)),
    ),
    max_size=30,
)


class Account:
    """What the bucket holds, reckoned in steps of a second."""

    def __init__(self) -> None:
        self.level: float = BURST
        self.estimates: dict[str, int] = {}

    def change(self, tokens: float) -> None:
        self.level = min(BURST, self.level + tokens)


@given(ACTIONS)
@settings(max_examples=60, deadline=None)
def test_nobody_waits_who_may_pass_nobody_overtakes_and_no_token_is_lost(
    actions: list[tuple[str, int]],
) -> None:
    async def play() -> None:
        async with callers(tokens=60 * RATE, burst_tokens=BURST) as some:
            await Played(some).all(actions)

    anyio.run(play)


@given(
    st.lists(
        st.one_of(
            st.tuples(st.just("ask"), st.integers(1, BURST)),
            st.tuples(st.just("advance"), st.integers(1, 9)),
            st.tuples(st.just("cancel"), st.integers(0, 30)),
        ),
        max_size=40,
    )
)
@settings(max_examples=40, deadline=None)
def test_in_no_span_of_time_is_more_granted_than_the_burst_and_what_the_rate_brings(
    actions: list[tuple[str, int]],
) -> None:
    async def play() -> None:
        async with callers(tokens=60 * RATE, burst_tokens=BURST) as some:
            played = Played(some)
            await played.all(actions)
            tokens = played.account.estimates
            for first, (_, begins) in enumerate(some.granted):
                total = 0
                for name, ends in some.granted[first:]:
                    total += tokens[name]
                    assert total <= BURST + RATE * (ends - begins)

    anyio.run(play)


class Played:
    def __init__(self, some: Callers) -> None:
        self.some, self.account = some, Account()
        self.line: list[str] = []  # those who should wait
        self.passed: list[str] = []  # those who should have been granted, in this order
        self.held: list[str] = []

    async def all(self, actions: list[tuple[str, int]]) -> None:
        for kind, number in actions:
            await self.one(kind, number)
            self.pass_on()
            assert self.some.names == self.passed

    async def one(self, kind: str, number: int) -> None:
        match kind:
            case "ask":
                name = str(len(self.account.estimates))
                self.account.estimates[name] = number
                self.line.append(name)
                await self.some.ask(name, number)
            case "advance":
                for _ in range(number):
                    self.account.change(RATE)
                    self.pass_on()
                    await self.some.advance(1)
            case "cancel" if self.line:
                await self.some.cancel(self.line.pop(number % len(self.line)))
            case "give back" if self.held:
                name = self.held.pop(number % len(self.held))
                self.account.change(self.account.estimates[name])
                self.some.held[name].give_back()
                await self.some.settle()
            case "settle" if self.held:
                name = self.held.pop(number % len(self.held))
                self.account.change(self.account.estimates[name] - number)
                self.some.held[name].settle(number)
                await self.some.settle()
            case _:
                pass

    def pass_on(self) -> None:
        """Everybody passes who may, in the order of the line."""
        while self.line:
            tokens = self.account.estimates[self.line[0]]
            if self.account.level < min(tokens, BURST):
                return
            self.account.level -= tokens
            self.passed.append(self.line[0])
            self.held.append(self.line.pop(0))

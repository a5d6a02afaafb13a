"""Prompts from many threads at once."""

from __future__ import annotations

import threading
from itertools import pairwise

from agent_tui.protocol.events import TurnEnded, TurnStarted
from agent_tui.protocol.status import TurnStatus
from tests.engine.builders import an_engine, request_texts
from tests.engine.fake_provider import FakeProvider, says


async def test_prompts_of_ten_threads_become_ten_turns_that_never_overlap() -> None:
    provider = FakeProvider(*[says(f"answer {number}") for number in range(10)])
    async with an_engine(provider) as engine:
        barrier = threading.Barrier(10)

        def submit(number: int) -> None:
            barrier.wait()
            engine.submit(f"prompt {number}", prompt_id=str(number))

        threads = [threading.Thread(target=submit, args=(number,)) for number in range(10)]
        for thread in threads:
            thread.start()
        ended = [await engine.until_type(TurnEnded) for _ in range(10)]
        for thread in threads:
            thread.join()

        assert [event.result.status for event in ended] == [TurnStatus.OK] * 10
        assert provider.most_open_streams == 1
        histories = [request_texts(request) for request in provider.requests]
        for shorter, longer in pairwise(histories):
            assert longer[: len(shorter)] == shorter
            assert len(longer) == len(shorter) + 2
        started = [event.prompt.text for event in engine.all_of(TurnStarted)]
        assert sorted(started) == sorted(f"prompt {number}" for number in range(10))


async def test_prompts_of_one_thread_keep_their_order() -> None:
    provider = FakeProvider()
    async with an_engine(provider) as engine:
        for number in range(5):
            engine.submit(str(number))
        for _ in range(5):
            await engine.until_type(TurnEnded)

        started = [event.prompt.text for event in engine.all_of(TurnStarted)]
        assert started == ["0", "1", "2", "3", "4"]

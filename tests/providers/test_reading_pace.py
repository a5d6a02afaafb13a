"""A fast stream is read in gulps, everything else as it comes."""

from __future__ import annotations

import pytest

from agent_tui.providers.openai.openai_provider import OpenAIProvider
from agent_tui.providers.openai.reading_pace import PAUSE_S, ReadingPace
from tests.providers.requests_to_send import request, text_of
from tests.providers.wire_server import chunked, data, delta, head, wire_server


def pauses(waits_s: list[float]) -> list[float]:
    pace, told = ReadingPace(), []
    for waited_s in waits_s:
        pace.took(waited_s)
        told.append(pace.pause_s)
    return told


def test_a_fast_stream_is_left_to_gather_after_its_first_pieces() -> None:
    assert pauses([0.001] * 10) == [0.0] * 8 + [PAUSE_S] * 2


def test_a_slow_stream_is_read_as_it_comes() -> None:
    assert not any(pauses([0.01] * 100))


def test_pieces_that_were_received_together_are_read_at_once() -> None:
    assert not any(pauses([0.000_01] * 100))


async def test_a_paced_answer_is_whole(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    waits_s: list[float] = []

    def took(self: ReadingPace, waited_s: float) -> None:
        waits_s.append(waited_s)
        self.pause_s = 0.001 if len(waits_s) > 2 else 0.0

    monkeypatch.setattr(ReadingPace, "took", took)
    words = [f"w{number} " for number in range(40)]
    body = b"".join(chunked(data(delta(word))) for word in words)
    last = chunked(data(delta("end", finish="stop"), "[DONE]")) + b"0\r\n\r\n"

    async with wire_server((head(transfer_encoding="chunked") + body + last,)) as wire:
        provider = OpenAIProvider(wire.config())
        items = [item async for item in provider.stream(request("Hi"))]
        await provider.aclose()

    assert text_of(items) == "".join(words) + "end"
    assert len(waits_s) > 2

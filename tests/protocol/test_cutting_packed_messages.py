"""A packed history is cut anywhere, and nothing is unpacked that stays packed."""

from __future__ import annotations

import random

import pytest

from agent_tui.protocol.messages import ChatMessage, Role, TextPart
from agent_tui.protocol.packed_messages import MessagePacker, packed


def messages(count: int, first: int = 0) -> list[ChatMessage]:
    return [
        ChatMessage(
            id=f"m{number}",
            role=Role.ASSISTANT if number % 4 else Role.USER,
            parts=(TextPart(id="p", text="x" * (number % 50)),),
        )
        for number in range(first, first + count)
    ]


@pytest.mark.parametrize("count", [0, 1, 127, 128, 129, 500, 1000])
def test_the_beginning_of_a_history_is_whole_pages_and_what_stands_behind_them(count: int) -> None:
    whole = messages(1000)

    pages, rest = packed(whole).split(count)

    assert [*pages, *rest] == whole[:count]
    assert bool(rest) is bool(count)
    assert len(rest) <= 200


def test_a_message_is_found_by_its_id() -> None:
    history = packed(messages(1000))

    assert [history.place_of(f"m{place}") for place in (0, 128, 999)] == [0, 128, 999]
    assert history.place_of("m1000") == -1
    assert history.place_of("m9") == 9  # not "m99"


def test_only_the_page_of_a_message_is_unpacked_to_find_it() -> None:
    history = packed(messages(1000))
    history._pages = (history._pages[0], *(b"no page" for _ in history._pages[1:]))

    assert history.place_of("m5") == 5
    assert history.place_of("nowhere") == -1


def test_a_packer_forgets_an_end_and_goes_on() -> None:
    chance = random.Random(1)
    packer, expected, number = MessagePacker(), list[ChatMessage](), 0
    for _ in range(40):
        added = messages(chance.randrange(300), first=number)
        number += len(added)
        for message in added:
            packer.add(message)
        expected = [*expected, *added][: chance.randrange(len(expected) + len(added) + 1)]
        packer.keep(len(expected))

    assert list(packer.packed()) == expected

"""Server-sent events: what counts as one event, however the bytes are cut."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent_tui.providers.openai.sse import SseEvent, SseReader


def payloads(*pieces: bytes) -> list[str]:
    return [event.data for event in events(*pieces)]


def events(*pieces: bytes) -> list[SseEvent]:
    reader = SseReader()
    found = [event for piece in pieces for event in reader.feed(piece)]
    return found + list(reader.close())


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
def test_every_kind_of_line_end_ends_a_line(end: bytes) -> None:
    assert payloads(b"data: a" + end * 2 + b"data: b" + end * 2) == ["a", "b"]


def test_several_data_lines_of_one_event_are_joined_by_line_feeds() -> None:
    assert payloads(b"data: a\ndata:\ndata\ndata: b\n\n") == ["a\n\n\nb"]


def test_comments_ids_and_unknown_fields_are_passed_over() -> None:
    assert payloads(b": keep-alive\n\nid: 7\nretry: 10\nwhat: ever\ndata: a\n\n:\n\n") == ["a"]


def test_an_event_carries_its_name_and_the_next_one_does_not() -> None:
    found = events(b"event: error\ndata: a\n\ndata: b\n\n")

    assert found == [SseEvent("error", "a"), SseEvent("", "b")]


def test_only_one_space_after_the_colon_is_taken_away() -> None:
    assert payloads(b"data:a\n\ndata:  b\n\n") == ["a", " b"]


def test_a_byte_order_mark_before_the_first_line_is_taken_away() -> None:
    assert payloads(b"\xef\xbb", b"\xbfdata: a\n\n") == ["a"]


@pytest.mark.parametrize("end", [b"", b"\n"])
def test_a_last_event_without_its_blank_line_is_still_given(end: bytes) -> None:
    assert payloads(b"data: a\n\ndata: b" + end) == ["a", "b"]


def test_a_carriage_return_and_line_feed_that_arrive_apart_are_one_line_end() -> None:
    assert payloads(b"data: a\r", b"\ndata: b\r", b"\n\r", b"\n") == ["a\nb"]


def test_invalid_utf_8_is_replaced_and_nothing_else_is_lost() -> None:
    assert payloads(b"data: a\xffb\n\n") == ["a\N{REPLACEMENT CHARACTER}b"]


@given(st.lists(st.integers(0, 60), max_size=8))
def test_events_do_not_depend_on_where_the_bytes_are_cut(cuts: list[int]) -> None:
    wire = "data: grüße\r\n\r\ndata: 日本\n: x\ndata: 語 🙂\n\nevent: e\rdata: z\r\r".encode()
    bounds = [0, *sorted(cuts), len(wire)]
    pieces = [wire[start:end] for start, end in pairwise(bounds)]

    assert events(*pieces) == events(wire)


def test_a_line_of_ten_megabytes_in_small_pieces_takes_no_quadratic_time() -> None:
    piece = b"x" * 1000
    started = time.process_time()

    found = payloads(b"data: ", *[piece] * 10_000, b"\n\n")

    assert len(found[0]) == 10_000_000
    # Copying the line again for each piece would move 50 GB and take many seconds.
    assert time.process_time() - started < 1.0
